"""Entries in, the bytes of an iCalendar file (RFC 5545 and 7986) out."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vDuration

from commitments.calendars.entries import MOST, Entry

VERSION = 1  # what the same facts look like; raise it when this file changes that
ASK_AGAIN = dt.timedelta(hours=6)
DAY = dt.timedelta(days=1)


def fingerprint(title: str, problem: str, found: Sequence[Entry], site: str) -> str:
    """Same fingerprint, same bytes: known before anything is written."""
    return hashlib.sha256(repr((VERSION, title, problem, site, found)).encode("utf-8", "backslashreplace")).hexdigest()


def as_ical(title: str, problem: str, found: Sequence[Entry], *, site: str, on: dt.date) -> bytes:
    """`site` begins every link; `on` is the day on which a problem is shown, when there is one."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cyber strategy tracker//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, title)
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, _about(problem, found))
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    domain = urlsplit(site).hostname or "localhost"
    for entry in found:
        calendar.add_component(_event(entry, site, domain))
    if problem:
        calendar.add_component(_warning(title, problem, site, domain, on))
    return bytes(calendar.to_ical())


def _about(problem: str, found: Sequence[Entry]) -> str:
    if problem:
        return f"This calendar cannot be shown any more. {problem}"
    shown = "Each commitment on the last day of its due window; moved when its date moves."
    return f"{shown} Only the first {MOST:,} are shown." if len(found) >= MOST else shown


def _event(entry: Entry, site: str, domain: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{domain}")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + DAY)
    event.add("summary", entry.summary)
    event.add("description", f"{entry.description}\n{site}{entry.path}")
    event.add("url", f"{site}{entry.path}")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _warning(title: str, problem: str, site: str, domain: str, on: dt.date) -> Event:
    """An empty calendar would look like nothing to do."""
    event = Event()
    event.add("uid", f"problem-{hashlib.sha256(title.encode()).hexdigest()[:16]}@{domain}")
    event.add("dtstamp", dt.datetime.combine(on, dt.time(), dt.UTC))
    event.add("dtstart", on)
    event.add("dtend", on + DAY)
    event.add("summary", f"This calendar needs you: {title}")
    event.add("description", f"{problem}\nOpen your saved lists and mend it: {site}/saved/")
    event.add("transp", "TRANSPARENT")
    return event
