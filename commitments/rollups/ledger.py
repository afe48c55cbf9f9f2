"""The rows behind the counts: one writer at a time, and changes that add up instead of overwriting."""

import datetime as dt
from collections.abc import Iterator, Mapping

from django.db import connection

from commitments.choices import ScopeKind
from commitments.models import CommitmentSpan, JobRun, RollupDelta
from commitments.rollups.scope import EVERYTHING_ID
from commitments.rollups.spans import DeltaKey
from commitments.timeline import FOR_EVER

Value = str | int | dt.date
JOB = "rollups"
_PLACES = {
    ScopeKind.ALL: str(EVERYTHING_ID),
    ScopeKind.COUNTRY: "country_id",
    ScopeKind.DOCUMENT: "document_id",
    ScopeKind.PILLAR: "pillar_id",
    ScopeKind.INSTITUTION: "institution_id",
}
_ROWS_PER_INSERT = 150  # six values each; SQLite builds with the old limit take 999


def hold_the_ledger(now: dt.datetime) -> JobRun:
    """The job's own row is the lock: until the transaction ends, no other worker writes rollups.

    On SQLite the transaction itself, IMMEDIATE, is the lock.
    """
    JobRun.objects.get_or_create(job=JOB, defaults={"started_at": now})
    return JobRun.objects.select_for_update().get(job=JOB)


def add_to_deltas(changes: Mapping[DeltaKey, int]) -> None:
    """Django's own upsert can only overwrite; these add to what stands there."""
    quote = connection.ops.quote_name
    table = quote(RollupDelta._meta.db_table)
    for rows in _chunks([(*key, change) for key, change in sorted(changes.items())]):
        marks = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
        values = [_adapted(value) for row in rows for value in row]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (scope_kind, scope_id, aspect, state, day, change) VALUES {marks} "
                "ON CONFLICT (scope_kind, scope_id, aspect, state, day) "
                f"DO UPDATE SET change = {table}.change + excluded.change",
                values,
            )


def deltas_against_spans() -> Iterator[tuple[DeltaKey, int, int]]:
    """Key, change by the spans, change that stands, wherever the two differ. One statement sees one moment."""
    date = connection.ops.adapt_datefield_value
    spans, deltas = CommitmentSpan._meta.db_table, RollupDelta._meta.db_table
    columns = "kind, place, aspect, state, day"
    parts = [f"SELECT scope_kind AS kind, scope_id AS place, aspect, state, day, 0, change FROM {deltas}"]
    for kind, place in _PLACES.items():
        rows = f"FROM {spans} WHERE {place} IS NOT NULL"
        parts.append(f"SELECT '{kind}', {place}, aspect, state, first, 1, 0 {rows}")
        parts.append(f"SELECT '{kind}', {place}, aspect, state, until, -1, 0 {rows} AND until < %s")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH every ({columns}, expected, found) AS ({' UNION ALL '.join(parts)}) "
            f"SELECT {columns}, SUM(expected), SUM(found) FROM every "
            f"GROUP BY {columns} HAVING SUM(expected) <> SUM(found) ORDER BY {columns}",
            [date(FOR_EVER)] * len(_PLACES),
        )
        found = cursor.fetchall()
    for kind, pk, aspect, state, day, expected, change in found:
        when = day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
        yield (kind, pk, aspect, state, when), int(expected), int(change)


def _chunks(rows: list[tuple[Value, ...]]) -> Iterator[list[tuple[Value, ...]]]:
    for start in range(0, len(rows), _ROWS_PER_INSERT):
        yield rows[start : start + _ROWS_PER_INSERT]


def _adapted(value: Value) -> Value | None:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value
