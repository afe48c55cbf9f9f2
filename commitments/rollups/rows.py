"""Spans into rows and back, by the quickest way each database has."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

from commitments.models import CommitmentSpan
from commitments.rollups.spans import CountedSpan, Place

_TABLE = CommitmentSpan._meta.db_table
_COLUMNS = (
    *("commitment_id", "aspect", "state", "first", "until", "due_latest"),
    *("country_id", "document_id", "pillar_id", "institution_id"),
)
Standing = dict[int, dict[CountedSpan, int]]  # by commitment: its spans with the ids of their rows


def write(spans: Iterable[tuple[int, CountedSpan]]) -> None:
    """Each with its commitment."""
    rows = ((pk, *span[1:], *span.place) for pk, span in spans)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_TABLE} ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        statement = f"INSERT INTO {_TABLE} ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
        cursor.executemany(statement, [_spelt(row) for row in rows])


def _spelt(row: Sequence[Any]) -> tuple[Any, ...]:
    pk, aspect, state, first, until, due, *place = row
    return pk, aspect, state, _text(first), _text(until), due and _text(due), *place


@lru_cache(maxsize=20_000)
def _text(day: dt.date) -> str:
    return day.isoformat()


def standing(commitments: Collection[int]) -> Standing:
    found: Standing = defaultdict(dict)
    if not commitments:
        return found
    columns = ", ".join(f"{name} || ''" if connection.vendor == "sqlite" else name for name in _COLUMNS[3:6])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, commitment_id, aspect, state, {columns}, {', '.join(_COLUMNS[6:])} FROM {_TABLE} "
            f"WHERE commitment_id IN ({', '.join(map(str, map(int, commitments)))})"
        )
        for pk, commitment, aspect, state, first, until, due, *place in cursor:
            days = _day(first), _day(until), due and _day(due)
            found[commitment][CountedSpan(Place(*place), aspect, state, *days)] = pk
    return found


@lru_cache(maxsize=20_000)
def _day(value: dt.date | str) -> dt.date:
    """Text on SQLite, where the driver would read each day of each row anew."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
