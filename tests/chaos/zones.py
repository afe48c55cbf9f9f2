"""Item 7: every time zone through every day of 2026 to 2030. Reckoned by the clock of the room; no mail is sent."""

import datetime as dt
import zoneinfo

from commitments.reminders.clock import OPENS_AT, open_day, opens_at

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2030, 12, 31)
DAYS = [FIRST + DAY * number for number in range((LAST - FIRST).days + 1)]
EIGHT = dt.time(OPENS_AT)


def days_that_go_wrong(name: str) -> list[dt.date]:
    zone = zoneinfo.ZoneInfo(name)
    return [day for day in DAYS if not _opens_once(day, zone)]


def _opens_once(day: dt.date, zone: zoneinfo.ZoneInfo) -> bool:
    """In the first minute whose local time is that day's eight o'clock or later, and not a minute before."""
    opening = opens_at(day, zone)
    if opening is None:
        return False
    wall, before = opening.astimezone(zone), (opening - MINUTE).astimezone(zone)
    first = wall.date() == day and wall.time() >= EIGHT and (before.date(), before.time()) < (day, EIGHT)
    return first and open_day(zone, OPENS_AT, opening) == day and open_day(zone, OPENS_AT, opening - MINUTE) is None
