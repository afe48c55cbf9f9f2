"""The rows behind the counts: one writer at a time, and changes that add up instead of overwriting."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import connection

from commitments.models import JobRun, RollupDelta
from commitments.models.delta import STATES
from commitments.rollups.changes import DeltaKey, Vector

Value = str | int | None
JOB = "rollups"
KEY = ("scope_kind", "scope_id", "period", "day")
_ROWS_AT_ONCE = 500


def hold_the_ledger(now: dt.datetime) -> JobRun:
    """The job's own row is the lock: until the transaction ends, no other worker writes rollups.

    On SQLite the transaction itself, IMMEDIATE, is the lock.
    """
    JobRun.objects.get_or_create(job=JOB, defaults={"started_at": now})
    return JobRun.objects.select_for_update().get(job=JOB)


def _rows(changes: Iterable[tuple[DeltaKey, Vector]]) -> list[tuple[Value, ...]]:
    return [(kind, pk, period, day.isoformat(), *vector) for (kind, pk, period, day), vector in changes]


def insert_deltas(changes: Iterable[tuple[DeltaKey, Vector]]) -> None:
    """Where nothing of the kind stands yet."""
    table, columns = RollupDelta._meta.db_table, (*KEY, *STATES)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for chunk in _chunks(_rows(changes)):
                    copy.write("".join("\t".join(map(str, row)) + "\n" for row in chunk))
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", _rows(changes))


def add_to_deltas(changes: Iterable[tuple[DeltaKey, Vector]]) -> None:
    """Django's own upsert can only overwrite; these add to what stands there."""
    rows = _rows(changes)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * (len(KEY) + len(STATES)))
            cursor.executemany(_statement([f"({marks})"]), rows)
            return
        for chunk in _chunks(rows):
            cursor.execute(_statement(map(_spelt, chunk)))


def _spelt(row: tuple[Value, ...]) -> str:
    """Names of ours, days and numbers: to bind thirty values a row would cost more than to write them."""
    kind, pk, period, day, *changes = row
    return f"('{kind}', {pk}, '{period}', '{day}', {', '.join(map(str, changes))})"


def _statement(rows: Iterable[str]) -> str:
    table = RollupDelta._meta.db_table
    sums = ", ".join(f"{state} = {table}.{state} + excluded.{state}" for state in STATES)
    return (
        f"INSERT INTO {table} ({', '.join((*KEY, *STATES))}) VALUES {', '.join(rows)} "
        f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {sums}"
    )


def _chunks(rows: list[tuple[Value, ...]]) -> Iterator[list[tuple[Value, ...]]]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[start : start + _ROWS_AT_ONCE]
