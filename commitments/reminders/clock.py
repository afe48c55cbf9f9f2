"""When the one mail of a day may go: a time zone, an hour and a moment in, the local day out. Pure.

A local day is the key: it opens once, at the chosen hour or at the first minute there is after it, and a mail of that
day stands in the ledger once. A day that a zone leaps over does not open, because nobody lives through it.
"""

import datetime as dt
import zoneinfo

MINUTE = dt.timedelta(minutes=1)
OPENS_AT = 8


def opens_at(day: dt.date, zone: zoneinfo.ZoneInfo, hour: int = OPENS_AT) -> dt.datetime | None:
    """In UTC. Of an hour that comes twice the first; None when the day ends before there is such a minute."""
    wall = dt.datetime.combine(day, dt.time(hour))
    moment = _utc(wall, zone, fold=0)
    if _wall(moment, zone) == wall:
        return moment
    moment = _first_after(wall, zone)
    return moment if _wall(moment, zone).date() == day else None


def local_day(zone: zoneinfo.ZoneInfo, now: dt.datetime) -> dt.date:
    return now.astimezone(zone).date()


def open_day(zone: zoneinfo.ZoneInfo, hour: int, now: dt.datetime) -> dt.date | None:
    """The local day of `now` once its hour has come."""
    day = local_day(zone, now)
    opening = opens_at(day, zone, hour)
    return day if opening is not None and opening <= now else None


def _first_after(wall: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """The clock was put forward over this time: the minute in which it was. Both readings of the lost time lie around
    it, one by the offset after and one by the offset before."""
    early, late = _utc(wall, zone, fold=1), _utc(wall, zone, fold=0)
    while late - early > MINUTE:
        middle = early + MINUTE * ((late - early) // MINUTE // 2)
        if _wall(middle, zone) >= wall:
            late = middle
        else:
            early = middle
    return late


def _utc(wall: dt.datetime, zone: zoneinfo.ZoneInfo, *, fold: int) -> dt.datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)


def _wall(moment: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)
