"""What became of a great many commitments between two days, by one walk along an index and no look at any of them.

Only spans that end or begin between the two days differ, so these are put together by commitment, and counted. What
comes back is left to `between`: there it is asked which time a claim is about.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Q
from django.db.models.expressions import RawSQL

from commitments.choices import MOVES, PROGRESS, Change, Completion, ScheduleState
from commitments.models import Commitment, CommitmentQuerySet, CommitmentSpan, Series
from commitments.rollups.between import FLOWS, STEPS, Step, became, both_days, step_from, steps_between, turned

_SPANS, _SERIES = CommitmentSpan._meta.db_table, Series._meta.db_table
_COLUMNS = {
    "before": "varchar(16)",
    "after": "varchar(16)",
    "was": "date",
    "due": "date",
    "claimed": "integer",
    "claims": "integer",
}
_ENDS, _BEGINS = "first <= %s AND until > %s AND until <= %s", "first > %s AND first <= %s AND until > %s"


def steps_of_many(within: CommitmentQuerySet | None, earlier: dt.date, later: dt.date) -> Counter[Step]:
    """None: everything."""
    statement, values = _each(within, earlier, later)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT before, after, move, progress, COUNT(*) FROM ({statement}) AS one "
            "GROUP BY before, after, move, progress",
            values,
        )
        found = Counter({step_from(*states): count for *states, count in cursor.fetchall()})
    again = Commitment.objects.all() if within is None else within
    return found + steps_between(_coming_back(again, earlier, later), earlier, later)


def ids_of_many(changes: Iterable[str], earlier: dt.date, later: dt.date) -> Q:
    """A condition on commitments: any of `changes`, wherever they stand; none asked for means any at all."""
    statement, values = _each(None, earlier, later)
    asked = list(map(Change, changes or Change.values))
    wanted = " OR ".join(f"({_became(change)})" for change in asked)
    once = RawSQL(
        f"SELECT commitment_id FROM ({statement}) AS one WHERE {wanted}", values, output_field=BigIntegerField()
    )
    again = both_days(_coming_back(Commitment.objects.all(), earlier, later), earlier, later)
    found = again.filter(became([change.value for change in asked], earlier, later)).order_by().values("pk")
    return Q(pk__in=once) | Q(pk__in=found)


def _coming_back(commitments: CommitmentQuerySet, earlier: dt.date, later: dt.date) -> CommitmentQuerySet:
    return commitments.filter(turned(earlier, later), occurrence__isnull=False)


def _each(within: CommitmentQuerySet | None, earlier: dt.date, later: dt.date) -> tuple[str, list[Any]]:
    """A row for each commitment of which anything differs, with both states and what became of date and completion."""
    rank = " ".join(f"WHEN '{step.value}' THEN {place}" for place, step in enumerate(STEPS))
    parts = [
        _part(ScheduleState, _ENDS, before="state", was="due_latest"),
        _part(ScheduleState, _BEGINS, after="state", due="due_latest"),
        _part(Completion, _ENDS, claimed=f"CASE state {rank} END"),
        _part(Completion, _BEGINS, claims=f"CASE state {rank} END"),
    ]
    first, last = map(connection.ops.adapt_datefield_value, (earlier, later))
    values: list[Any] = [first, first, last, first, last, last] * 2
    sides = ", ".join(f"MAX({name}) AS {name}" for name in _COLUMNS)
    place, more = _within(within)
    return (
        f"SELECT commitment_id, before, after, {_MOVE} AS move, {_PROGRESS} AS progress FROM ("
        f"SELECT commitment_id, {sides} FROM ({' UNION ALL '.join(parts)}) AS turned GROUP BY commitment_id"
        f") AS both_sides WHERE commitment_id NOT IN (SELECT commitment_id FROM {_SERIES}){place}",
        values + more,
    )


def _part(states: type[ScheduleState] | type[Completion], days: str, **sides: str) -> str:
    columns = (sides.get(name, f"CAST(NULL AS {kind})") + f" AS {name}" for name, kind in _COLUMNS.items())
    return f"SELECT commitment_id, {', '.join(columns)} FROM {_SPANS} WHERE state IN ({_quoted(states)}) AND {days}"


def _within(within: CommitmentQuerySet | None) -> tuple[str, list[Any]]:
    if within is None:
        return "", []
    statement, values = within.order_by().values("pk").query.sql_with_params()
    return f" AND commitment_id IN ({statement})", list(values)


def _became(change: Change) -> str:
    if change in MOVES:
        return f"move = '{change.value}'"
    if change in PROGRESS:
        return f"progress = '{change.value}'"
    befores, afters = FLOWS[change]
    before = f"before IN ({_quoted(befores)})" if befores else "before IS NULL"
    return f"{before} AND after IN ({_quoted(afters)})"


def _quoted(states: Iterable[ScheduleState | Completion]) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


_MOVE = (
    "CASE WHEN before IS NULL THEN '' "
    f"WHEN due > was THEN '{Change.MOVED_LATER.value}' WHEN due < was THEN '{Change.MOVED_EARLIER.value}' "
    f"WHEN was IS NULL AND due IS NOT NULL THEN '{Change.DATE_GIVEN.value}' "
    f"WHEN was IS NOT NULL AND due IS NULL THEN '{Change.DATE_LOST.value}' ELSE '' END"
)
_PROGRESS = (
    f"CASE WHEN claims > claimed THEN '{Change.ADVANCED.value}' "
    f"WHEN claims < claimed THEN '{Change.RECEDED.value}' ELSE '' END"
)
