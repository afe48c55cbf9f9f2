"""Every time zone through every day of 2026 to 2030: each local day opens once, at the hour or in the minute after."""

import datetime as dt
import functools
import zoneinfo

from commitments.reminders.clock import open_day, opens_at

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2030, 12, 31)
DAYS = [FIRST + DAY * n for n in range((LAST - FIRST).days + 1)]
NOONS = [dt.datetime.combine(day, dt.time(12)) for day in DAYS]
HOURS = (0, 2, 8, 20)


@functools.cache
def behaviours():
    """A zone and its days to look at, for each way in which clocks go in those years: many names, few ways."""
    found = {}
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)
        offsets = [zone.utcoffset(noon) for noon in NOONS]
        changed = [n for n in range(1, len(DAYS)) if offsets[n] != offsets[n - 1]]
        hours = [zone.utcoffset(NOONS[n - 1] + HOUR * hour) for n in changed for hour in range(24)]
        found.setdefault((*offsets, *hours), (zone, days_near(changed)))
    return list(found.values())


def days_near(changed):
    """The days beside a change of the clock, and some ordinary ones."""
    near = {n + side for n in changed for side in (-2, -1, 0, 1)} | set(range(0, len(DAYS), 97))
    return [DAYS[n] for n in sorted(near) if 0 <= n < len(DAYS)]


def opens_rightly(zone, day, hour):
    """At the hour; or, where the clock leaps over it, in the first minute after."""
    moment = opens_at(day, zone, hour)
    wall = moment.astimezone(zone).replace(tzinfo=None)
    before = (moment - MINUTE).astimezone(zone).replace(tzinfo=None)
    target = dt.datetime.combine(day, dt.time(hour))
    return before < target <= wall and wall.date() == day and (wall == target or wall - before > MINUTE)


def test_every_zone_opens_each_day_at_the_hour_or_the_first_minute_after():
    wrong = [
        (zone.key, day, hour)
        for zone, days in behaviours()
        for day in days
        for hour in HOURS
        if not opens_rightly(zone, day, hour)
    ]
    assert wrong == []


def test_every_zone_opens_each_day_once():
    """Minute before, minute of, end of the day: closed, open, still the same day."""
    wrong = []
    for zone, days in behaviours():
        for day in days:
            opening = opens_at(day, zone, 8)
            seen = [open_day(zone, 8, moment) for moment in (opening - MINUTE, opening, opening + 12 * 60 * MINUTE)]
            if seen != [None, day, day]:
                wrong.append((zone.key, day, seen))
    assert wrong == []


def test_hour_that_the_clock_leaps_over():
    """Troll goes from 01:00 to 03:00."""
    troll = zoneinfo.ZoneInfo("Antarctica/Troll")
    moment = opens_at(dt.date(2026, 3, 29), troll, 2)
    assert moment.astimezone(troll).time() == dt.time(3)


def test_hour_that_comes_twice_counts_once_and_first():
    oslo = zoneinfo.ZoneInfo("Europe/Oslo")
    assert opens_at(dt.date(2026, 10, 25), oslo, 2) == dt.datetime(2026, 10, 25, 0, tzinfo=dt.UTC)


def test_day_that_a_zone_leaps_over_does_not_open():
    """Samoa went from 29 to 31 December 2011."""
    apia = zoneinfo.ZoneInfo("Pacific/Apia")
    assert opens_at(dt.date(2011, 12, 30), apia) is None
    moments = [dt.datetime(2011, 12, 29, tzinfo=dt.UTC) + MINUTE * 30 * n for n in range(130)]
    days = dict.fromkeys(open_day(apia, 8, moment) for moment in moments)
    assert [day.day for day in days if day] == [28, 29, 31]
