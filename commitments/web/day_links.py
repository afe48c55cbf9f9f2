"""Other days somebody may want to see, and days to compare with, each one press away."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from commitments.dashboard import Subject
from commitments.models import NamedBaseline

STEPS = (("A year earlier", -365), ("90 days earlier", -90), ("In 90 days", 90), ("In a year", 365))
MIDSUMMER = (6, 24)
REACH = (1900, 2200)


@dataclass(frozen=True)
class DayLink:
    label: str
    day: dt.date
    query: str


def day_links(subject: Subject, on: dt.date, today: dt.date) -> list[DayLink]:
    days = [(label, on + dt.timedelta(days=shift)) for label, shift in STEPS]
    days.insert(2, ("Today", today))
    return [DayLink(label, day, _query(subject, day, today)) for label, day in days if day != on and _in_reach(day)]


def presets(subject: Subject, on: dt.date, today: dt.date, report: NamedBaseline | None) -> list[DayLink]:
    """Days to compare this one with; what lies behind it first. `report` is the newest before it."""
    days = {day: label for label, day in _days(on, today) if day != on and _in_reach(day)}
    if report is not None:
        days[report.on] = _named(report, subject)
    return [DayLink(days[day], day, _query(subject, on, today, day)) for day in sorted(days)]


def _named(report: NamedBaseline, subject: Subject) -> str:
    """With its place, where that is a wider one."""
    is_ours = all(getattr(report, f"{name}_id") == (place and place.pk) for name, place in subject.places.items())
    return f"{report.name}{'' if is_ours else f' ({report.place})'}, {report.on:%-d %B %Y}"


def _days(on: dt.date, today: dt.date) -> Iterator[tuple[str, dt.date]]:
    """Of two with one day the later one gives the name."""
    yield "a year before", _shifted(on, years=-1)
    yield (
        "a month before",
        (on.replace(day=1) - dt.timedelta(days=1)).replace(day=1) + dt.timedelta(days=min(on.day, 28) - 1),
    )
    january = on.replace(month=1, day=1)
    january = january if january < on else _shifted(january, years=-1)
    yield f"1 January {january.year}", january
    midsummer = dt.date(on.year, *MIDSUMMER)
    midsummer = midsummer if midsummer > on else _shifted(midsummer, years=1)
    yield f"midsummer, {midsummer.day} June {midsummer.year}", midsummer
    yield "today", today


def _shifted(day: dt.date, *, years: int) -> dt.date:
    return dt.date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _in_reach(day: dt.date) -> bool:
    return REACH[0] <= day.year <= REACH[1]


def _query(subject: Subject, on: dt.date, today: dt.date, against: dt.date | None = None) -> str:
    """Today needs no word in the address, so that tomorrow it is tomorrow."""
    shown = [("on", on.isoformat())] if on != today else []
    compared = [("against", against.isoformat())] if against else []
    return urlencode([*subject.asked, *shown, *compared])
