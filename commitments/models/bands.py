"""Which commitments are in a band today: the SQL twin of `timeline`, for today and later.

Plain conditions on the commitment's own columns, so that the index on open commitments by due day serves them.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from django.db.models import F, Q

from commitments.choices import Aspect, Horizon, Lateness, Reporting, ScheduleState
from commitments.timeline import DUE_SOON_DAYS, STALE_DAYS

Days = dt.date | Mapping[int, dt.date]

_OPEN = Q(done_on__isnull=True, closed_on__isnull=True)
_DONE = Q(done_on__isnull=False, closed_on__isnull=True)


def band_condition(aspect: Aspect, states: Iterable[str], days: Days) -> Q:
    """`days` is one day for all, or the local day of each country by id."""
    chosen = list(states)
    if aspect == Aspect.COMPLETION:
        return Q(completion__in=chosen)
    parts = _countries_by_day(days)
    if not parts:  # no country yet, so no day to ask about
        return Q(pk__in=[])
    condition, pieces = Q(pk__in=[]), _pieces(chosen)
    for day, countries in parts:
        inside = Q(pk__in=[])
        for piece in pieces:
            inside |= piece(day)
        condition |= inside if countries is None else inside & Q(document__country__in=countries)
    return condition if len(parts) == 1 and len(pieces) == 1 else _hull(chosen, [day for day, _ in parts]) & condition


def _pieces(states: Iterable[str]) -> list[Callable[[dt.date], Q]]:
    """A condition for each state, and one for neighbours: due soon or later is one stretch of days."""
    chosen = dict.fromkeys(states)
    stretches: list[tuple[int | None, int | None]] = []
    for least, most in sorted((_DUE[state] for state in chosen if state in _DUE), key=_earliest):
        if stretches and least is not None and stretches[-1][1] == least - 1:
            least, most = stretches.pop()[0], most
        stretches.append((least, most))
    return [_due(*stretch) for stretch in stretches] + [_CONDITIONS[state] for state in chosen if state not in _DUE]


def _earliest(days: tuple[int | None, int | None]) -> float:
    return -math.inf if days[0] is None else days[0]


def _hull(states: Collection[str], days: Iterable[dt.date]) -> Q:
    """What follows from the condition itself, said once in front of its alternatives: an index understands that."""
    if not states or not set(states) <= _OPEN_ONES:
        return Q()
    hull, (least, most) = _OPEN, days_until_due(states)
    if least is not None:
        hull &= Q(due_latest__gte=_shifted(min(days), least))
    return hull if most is None else hull & Q(due_latest__lte=_shifted(max(days), most))


def due_in(states: Collection[str], on: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day on which anything in one of these states on a day is due; None where it can be any."""
    least, most = days_until_due(states)
    return None if least is None else _shifted(on, least), None if most is None else _shifted(on, most)


def days_until_due(states: Collection[str]) -> tuple[int | None, int | None]:
    known = [_DATED.get(state, (None, None)) for state in states]
    leasts, mosts = [least for least, _ in known], [most for _, most in known]
    return (
        None if None in leasts else min(least for least in leasts if least is not None),
        None if None in mosts else max(most for most in mosts if most is not None),
    )


def _countries_by_day(days: Days) -> list[tuple[dt.date, list[int] | None]]:
    """At any moment there are two or three dates on earth, however many countries there are."""
    if isinstance(days, dt.date):
        return [(days, None)]
    found: dict[dt.date, list[int]] = defaultdict(list)
    for country, day in days.items():
        found[day].append(country)
    if len(found) == 1:
        return [(next(iter(found)), None)]
    return list(found.items())


def _shifted(day: dt.date, offset: int) -> dt.date:
    try:
        return day + dt.timedelta(days=offset)
    except OverflowError:
        return dt.date.max if offset > 0 else dt.date.min


def _due(least: int | None, most: int | None) -> Callable[[dt.date], Q]:
    """Open, and due so many days from the day on; None is without end."""

    def condition(day: dt.date) -> Q:
        found = _OPEN
        if least is not None:
            found &= Q(due_latest__gte=_shifted(day, least))
        return found if most is None else found & Q(due_latest__lte=_shifted(day, most))

    return condition


def _stale(day: dt.date) -> Q:
    since = _shifted(day, -STALE_DAYS)
    return _OPEN & (
        Q(last_reported_on__lte=since) | Q(last_reported_on__isnull=True, document__counted_from__lte=since)
    )


def _recent(day: dt.date) -> Q:
    since = _shifted(day, -STALE_DAYS)
    return _OPEN & (Q(last_reported_on__gt=since) | Q(last_reported_on__isnull=True, document__counted_from__gt=since))


_DUE: dict[str, tuple[int | None, int | None]] = {
    ScheduleState.OVERDUE: (None, -1),
    ScheduleState.DUE_SOON: (0, DUE_SOON_DAYS),
    ScheduleState.ON_SCHEDULE: (DUE_SOON_DAYS + 1, None),
    Lateness.DAYS_1_30: (-30, -1),
    Lateness.DAYS_31_90: (-90, -31),
    Lateness.DAYS_91_365: (-365, -91),
    Lateness.DAYS_OVER_365: (None, -366),
    Horizon.WITHIN_30: (0, 30),
    Horizon.WITHIN_90: (31, 90),
    Horizon.WITHIN_365: (91, 365),
    Horizon.LATER: (366, None),
}
_DATED = {**_DUE, ScheduleState.DONE_LATE: (None, -1)}
DATED_STATES = frozenset(_DATED)
_CONDITIONS: dict[str, Callable[[dt.date], Q]] = {
    **{state: _due(*days) for state, days in _DUE.items()},
    ScheduleState.UNDATED: lambda day: _OPEN & Q(due_latest__isnull=True),
    ScheduleState.DONE_ON_TIME: lambda day: _DONE & Q(done_on__lte=F("due_latest")),
    ScheduleState.DONE_LATE: lambda day: _DONE & Q(done_on__gt=F("due_latest")),
    ScheduleState.DONE_UNDATED: lambda day: _DONE & Q(due_latest__isnull=True),
    ScheduleState.CLOSED: lambda day: Q(closed_on__isnull=False),
    Reporting.STALE: _stale,
    Reporting.RECENT: _recent,
}
_OPEN_ONES = {*_DUE, ScheduleState.UNDATED, Reporting.STALE, Reporting.RECENT}
