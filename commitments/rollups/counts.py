"""How many, in which state, on any day: some sixty rows for each place, whatever the number of commitments."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from commitments.choices import (
    JUDGED,
    Aspect,
    Completion,
    Horizon,
    Lateness,
    Period,
    Reporting,
    ScheduleState,
    ScopeKind,
    Verdict,
)
from commitments.models import RollupDelta
from commitments.models.delta import STATES
from commitments.rollups.scope import Scope

_TABLE = RollupDelta._meta.db_table
_STATES_OF: Mapping[Aspect, tuple[str, ...]] = {
    Aspect.SCHEDULE: tuple(ScheduleState.values),
    Aspect.COMPLETION: tuple(Completion.values),
    Aspect.REPORTING: tuple(Reporting.values),
    Aspect.LATENESS: tuple(Lateness.values),
    Aspect.HORIZON: tuple(Horizon.values),
    Aspect.JUDGED: tuple(verdict.value for verdict in JUDGED),
}
Wanted = Mapping[ScopeKind, Iterable[int]]


@dataclass(frozen=True)
class Counts:
    """Commitments by state; no state belongs to two aspects, so the state alone is the key."""

    by_state: Mapping[str, int] = field(default_factory=dict)

    def of(self, *states: str) -> int:
        """Not to be reviewed is no state that is kept, or nearly every commitment would have a span more."""
        known = sum(self.by_state.get(state, 0) for state in states)
        return known + self.total - self.of(*JUDGED) if Verdict.UNREVIEWED in states else known

    @property
    def total(self) -> int:
        """Everything that had begun by then, closed or not."""
        return self.of(*ScheduleState.values)


def counts_on(scope: Scope, on: dt.date) -> Counts:
    return together(counts_by_place({scope.kind: scope.ids}, on).values())


def counts_by_place(wanted: Wanted, on: dt.date) -> dict[tuple[ScopeKind, int], Counts]:
    """Each place on its own, without those below it, all in one query; places where nothing is counted are left out."""
    parts, values = _parts(wanted, on)
    if not parts:
        return {}
    sums = ", ".join(f"SUM({state})" for state in STATES)
    found = {}
    for kind, pk, *numbers in _fetched(
        f"SELECT scope_kind, scope_id, {sums} FROM ({' UNION ALL '.join(parts)}) AS parts "
        "GROUP BY scope_kind, scope_id",
        values,
    ):
        by_state = {state: int(number) for state, number in zip(STATES, numbers, strict=True) if number}
        if by_state:
            found[ScopeKind(kind), pk] = Counts(by_state)
    return found


def _parts(wanted: Wanted, on: dt.date) -> tuple[list[str], list[Any]]:
    """Whole years, then whole months, then days: each a short stretch of the index in every place."""
    month = on.replace(day=1)
    year = month.replace(month=1)
    stretches: tuple[tuple[Period, str, list[dt.date]], ...] = (
        (Period.YEAR, "day < %s", [year]),
        (Period.MONTH, "day >= %s AND day < %s", [year, month]),
        (Period.DAY, "day >= %s AND day <= %s", [month, on]),
    )
    parts, values = [], []
    for kind, ids in ((kind, sorted(set(ids))) for kind, ids in wanted.items()):
        for period, days, bounds in stretches if ids else ():
            parts.append(
                f"SELECT scope_kind, scope_id, {', '.join(STATES)} FROM {_TABLE} "
                f"WHERE scope_kind = %s AND scope_id IN ({', '.join(map(str, ids))}) AND period = %s AND {days}"
            )
            values += [kind.value, period.value, *map(connection.ops.adapt_datefield_value, bounds)]
    return parts, values


def together(counts: Iterable[Counts | None]) -> Counts:
    summed: dict[str, int] = {}
    for one in counts:
        for state, count in one.by_state.items() if one else ():
            summed[state] = summed.get(state, 0) + count
    return Counts(summed)


def counts_over(scope: Scope, aspect: Aspect, days: Sequence[dt.date]) -> list[Counts]:
    """One for each of `days`, which must ascend: months added up here, and the days of each month that is not whole."""
    if not days or not scope.ids:
        return [Counts() for _ in days]
    states = _STATES_OF[aspect]
    rows = _months_and_loose_days(scope, states, days)
    months, loose = ([row for row in rows if row.period == period] for period in (Period.MONTH, Period.DAY))
    running, reached, series = [0] * len(states), 0, []
    loose_days = [row.day for row in loose]
    for day in days:
        first = day.replace(day=1)
        while reached < len(months) and months[reached].day < first:
            running = _sum(running, months[reached].changes)
            reached += 1
        numbers = running
        for row in loose[bisect_left(loose_days, first) : bisect_right(loose_days, day)]:
            numbers = _sum(numbers, row.changes)
        series.append(Counts({state: number for state, number in zip(states, numbers, strict=True) if number}))
    return series


@dataclass(frozen=True, slots=True)
class _Changed:
    period: str
    day: dt.date
    changes: list[int]


def _months_and_loose_days(scope: Scope, states: Sequence[str], days: Sequence[dt.date]) -> list[_Changed]:
    """Every whole month; of one that begins on a day asked for, that day; of another, the days so far."""
    firsts = sorted({day.replace(day=1) for day in days})
    stretches: list[tuple[Period, str, list[dt.date]]] = [
        (Period.MONTH, "day < %s", [firsts[-1]]),
        (Period.DAY, f"day IN ({', '.join(['%s'] * len(firsts))})", firsts),
        *((Period.DAY, "day > %s AND day <= %s", [day.replace(day=1), day]) for day in days if day.day > 1),
    ]
    sums = ", ".join(f"SUM({state})" for state in states)
    where = f"scope_kind = %s AND scope_id IN ({', '.join(map(str, scope.ids))}) AND period = %s"
    parts, values = [], []
    for period, which, bounds in stretches:
        parts.append(f"SELECT period, day, {sums} FROM {_TABLE} WHERE {where} AND {which} GROUP BY period, day")
        values += [scope.kind.value, period.value, *map(connection.ops.adapt_datefield_value, bounds)]
    found = _fetched(f"{' UNION '.join(parts)} ORDER BY 1, 2", values)
    return [_Changed(period, _date(day), list(map(int, numbers))) for period, day, *numbers in found]


def _sum(one: list[int], other: list[int]) -> list[int]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _date(value: dt.date | str) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def _fetched(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
