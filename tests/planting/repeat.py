"""A planted and counted world several times over, copied by the database itself: the quick way to a million.

Each copy has the same lives under ids and references of its own, in the same documents; counts grow by the factor.
What the product would count of it is the same, which `bench_rebuild` proves span by span.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model

from commitments.models import (
    Commitment,
    CommitmentSpan,
    Decision,
    Evidence,
    Milestone,
    ProgressUpdate,
    Review,
    RollupDelta,
    SearchText,
)
from commitments.models.delta import STATES
from commitments.rollups.rebuild import _without_indexes

_TABLES: tuple[type[Model], ...] = (
    *(Commitment, SearchText, ProgressUpdate, Evidence, Decision, Milestone, Review),
    CommitmentSpan,
)
_POINTS_AT = {"commitment_id": Commitment, "update_id": ProgressUpdate}


def repeat(times: int, told: Callable[[int], None] = lambda done: None) -> None:
    """`told` hears how many copies stand."""
    highest = {model: model._default_manager.aggregate(most=Max("pk"))["most"] or 0 for model in _TABLES}
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        else:
            cursor.execute("PRAGMA cache_size = -2000000")
        with _without_indexes():
            for copy in range(1, times):
                for model in _TABLES:
                    cursor.execute(_statement(model, copy, highest))
                told(copy + 1)
        sums = ", ".join(f"{state} = {state} * {times}" for state in STATES)
        cursor.execute(f"UPDATE {RollupDelta._meta.db_table} SET {sums}")
        if connection.vendor == "postgresql":
            for model in _TABLES:
                if model._meta.pk.column == "id":
                    table = model._meta.db_table
                    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # as close together as the product writes them
            cursor.execute(f"VACUUM FULL {RollupDelta._meta.db_table}")
        cursor.execute("ANALYZE")


def _statement(model: type[Model], copy: int, highest: dict[Any, int]) -> str:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    if model is CommitmentSpan:
        columns.remove("id")  # nothing points at it
    values = ", ".join(_value(model, column, copy, highest) for column in columns)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} "
        f"WHERE {model._meta.pk.column} <= {highest[model]} ORDER BY {model._meta.pk.column}"
    )


def _value(model: type[Model], column: str, copy: int, highest: dict[Any, int]) -> str:
    postgresql = connection.vendor == "postgresql"
    if column == "id" or column in _POINTS_AT:
        return f"{column} + {copy * highest[_POINTS_AT.get(column, model)]}"
    if column == "submission":
        number = f"id + {copy * highest[model]}"
        return f"CAST(lpad(to_hex({number}), 32, '0') AS uuid)" if postgresql else f"printf('%032x', {number})"
    if column == "reference":
        number = f"CAST(substr(reference, length(reference) - 6) AS integer) + {copy * highest[Commitment]}"
        spelt = f"lpad(CAST({number} AS text), 7, '0')" if postgresql else f"printf('%07d', {number})"
        return f"substr(reference, 1, length(reference) - 7) || {spelt}"
    return column
