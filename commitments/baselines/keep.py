"""Copy the states of a day, with the words of the moment. One statement reads them all, so that they are of one moment.

A short list is copied into place at once. A long one is first taken down in a table of this session alone, which nobody
has to wait for and nothing can change, and from there written in portions.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count

from commitments.choices import KEPT_ASPECTS, Aspect, ScheduleState, ScopeKind
from commitments.models import BaselineEntry, BaselineFigure, Commitment, CommitmentSpan, NamedBaseline
from commitments.rollups.scope import Scope
from countries.models import Document, Institution

PORTION = 5_000  # a few tenths of a second, for which others may wait
_ENTRIES, _TAKEN = BaselineEntry._meta.db_table, "taken_for_baseline"
_SPANS, _COMMITMENTS = CommitmentSpan._meta.db_table, Commitment._meta.db_table
_STATES = tuple(aspect.value for aspect in KEPT_ASPECTS)
_COLUMNS = (
    *("commitment_id", "reference", "title", "lead_name", "due_latest", "revision", "done_on"),
    *_STATES,
)
_ALWAYS = (Aspect.SCHEDULE, Aspect.COMPLETION)
_WITHIN = {
    ScopeKind.COUNTRY: f"c.document_id IN (SELECT id FROM {Document._meta.db_table} WHERE country_id IN ({{ids}}))",
    ScopeKind.DOCUMENT: "c.document_id IN ({ids})",
    ScopeKind.PILLAR: "c.pillar_id IN ({ids})",
    ScopeKind.INSTITUTION: "c.lead_id IN ({ids})",
}


@dataclass(frozen=True)
class Taken:
    """How many states were taken down; they are gone when the session is."""

    total: int

    def portions(self) -> Iterator[tuple[int, int]]:
        """Behind which commitment each begins, and with which it ends."""
        last = 0
        while (end := self._end(last)) > last:
            yield last, end
            last = end

    def _end(self, last: int) -> int:
        among = f"SELECT commitment_id FROM {_TAKEN} WHERE commitment_id > %s ORDER BY commitment_id LIMIT {PORTION}"
        return int(_asked(f"SELECT COALESCE(MAX(commitment_id), 0) FROM ({among}) AS among", [last]))

    def write(self, baseline: NamedBaseline, portion: tuple[int, int]) -> int:
        """How many those were."""
        columns = ", ".join(_COLUMNS)
        return _run(
            f"INSERT INTO {_ENTRIES} (baseline_id, {columns}) SELECT %s, {columns} FROM {_TAKEN} "
            "WHERE commitment_id > %s AND commitment_id <= %s ORDER BY commitment_id",
            [baseline.pk, *portion],
        )


@contextmanager
def taken(scope: Scope, on: dt.date) -> Iterator[Taken]:
    """On SQLite, too, nobody waits meanwhile: what a session has for itself lies in a file of its own."""
    statement, values = _states(scope, on)
    _run(f"DROP TABLE IF EXISTS {_TAKEN}")
    _run(f"CREATE TEMPORARY TABLE {_TAKEN} AS {statement}", values)
    try:
        _run(f"CREATE UNIQUE INDEX {_TAKEN}_in_order ON {_TAKEN} (commitment_id)")
        yield Taken(int(_asked(f"SELECT COUNT(*) FROM {_TAKEN}")))
    finally:
        _run(f"DROP TABLE IF EXISTS {_TAKEN}")


def keep_entries(baseline: NamedBaseline, scope: Scope) -> None:
    statement, values = _states(scope, baseline.on)
    columns = ", ".join(_COLUMNS)
    _run(
        f"INSERT INTO {_ENTRIES} (baseline_id, {columns}) SELECT %s, {columns} FROM ({statement}) AS states",
        [baseline.pk, *values],
    )


def figures_of(baseline: NamedBaseline) -> list[BaselineFigure]:
    """Counted from the list itself, so that the two can never differ."""
    found: Counter[tuple[str, str]] = Counter()
    for *states, count in baseline.entries.order_by().values_list(*_STATES).annotate(n=Count("pk")):
        for aspect, state in zip(_STATES, states, strict=True):
            if state:
                found[aspect, state] += count
    return [
        BaselineFigure(baseline=baseline, aspect=aspect, state=state, count=count)
        for (aspect, state), count in sorted(found.items())
    ]


def _states(scope: Scope, on: dt.date) -> tuple[str, list[Any]]:
    states = ", ".join(
        f"{aspect}.state AS {aspect}" if aspect in _ALWAYS else f"COALESCE({aspect}.state, '') AS {aspect}"
        for aspect in _STATES
    )
    joined = " ".join(f"{'' if aspect in _ALWAYS else 'LEFT '}JOIN {_join(aspect)}" for aspect in _STATES)
    ids = ", ".join(map(str, scope.ids))
    where = "" if scope.kind == ScopeKind.ALL else f"WHERE {_WITHIN[scope.kind].format(ids=ids or 'NULL')}"
    day = connection.ops.adapt_datefield_value(on)
    # Each has an institution. Joined from the left, so that SQLite goes from commitment to commitment as they lie, and
    # not from one institution to the next: of a million that takes ten times as long.
    return (
        "SELECT c.id AS commitment_id, c.reference, c.title, i.name AS lead_name, schedule.due_latest, "
        "c.rolled_revision AS revision, "
        f"CASE WHEN schedule.state IN ({_quoted('done_on_time', 'done_late', 'done_undated')}) "
        f"THEN completion.first END AS done_on, {states} "
        f"FROM {_COMMITMENTS} c LEFT JOIN {Institution._meta.db_table} i ON i.id = c.lead_id {joined} {where}",
        [day, day] * len(_STATES),
    )


def _join(aspect: str) -> str:
    """The span of the day; its two places take the day."""
    return (
        f"{_SPANS} {aspect} ON {aspect}.commitment_id = c.id AND {aspect}.aspect = '{aspect}' "
        f"AND {aspect}.first <= %s AND {aspect}.until > %s"
    )


def _quoted(*states: str) -> str:
    return ", ".join(f"'{ScheduleState(state).value}'" for state in states)


def _run(statement: str, values: list[Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or [])
        return int(cursor.rowcount)


def _asked(question: str, values: list[Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, values or [])
        return cursor.fetchone()[0]
