"""What falls due in each of the next twelve months, from the counts of the days on which it would become overdue.

Whatever is open and due in a month is overdue on the day after, if nobody acts; so the months cost no further question.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise

from commitments.choices import Horizon, ScheduleState
from commitments.dashboard.numbers import Figures, Number, Part
from commitments.rollups.counts import Counts

AHEAD = dt.timedelta(days=366)
_DAY = dt.timedelta(days=1)
_DATED = (ScheduleState.DUE_SOON, ScheduleState.ON_SCHEDULE)
_NEAR = (Horizon.WITHIN_30, Horizon.WITHIN_90, Horizon.WITHIN_365)


def month_edges(on: dt.date) -> list[dt.date]:
    """The day itself, the first of each month after it, and the day by which the year ahead is over."""
    edges, last = [on], on + AHEAD
    while (first := (edges[-1].replace(day=1) + dt.timedelta(days=32)).replace(day=1)) < last:
        edges.append(first)
    return [*edges, last]


def months_from(figures: Figures, edges: Sequence[dt.date], counted: Mapping[dt.date, Counts]) -> tuple[Part, ...]:
    """Nothing where they do not add up to what is due within the year.

    A day begins earlier in the east: what was done there today is no longer to become overdue.
    """
    months = tuple(_month(figures, first, after, counted) for first, after in pairwise(edges))
    near = figures.counts.of(*_NEAR)
    is_whole = sum(month.number.count for month in months) == near
    return months if near and is_whole and all(month.number.count >= 0 for month in months) else ()


def _month(figures: Figures, first: dt.date, after: dt.date, counted: Mapping[dt.date, Counts]) -> Part:
    count = counted[after].of(ScheduleState.OVERDUE) - counted[first].of(ScheduleState.OVERDUE)
    asked = [("schedule", state.value) for state in _DATED]
    asked += [("due_after", first.isoformat()), ("due_before", (after - _DAY).isoformat()), ("on", str(figures.on))]
    return Part(_band((after - _DAY - figures.on).days), Number(count, (*figures.place, *asked)), f"{first:%B %Y}")


def _band(days: int) -> Horizon:
    """In the colour of the nearest deadlines while all of it lies within their days."""
    return Horizon.WITHIN_30 if days <= 30 else Horizon.WITHIN_365
