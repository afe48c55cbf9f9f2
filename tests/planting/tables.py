"""Rows into a table by the quickest way its database has: COPY, or one statement many times."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Max, Model


class Table:
    """Rows give the columns named; every other column of the model gets its default, whatever is added to it later.

    Values are plain: None, numbers, and text that needs no quoting; days as 2026-11-22.
    """

    def __init__(self, model: type[Model], *names: str) -> None:
        self.model = model
        self.rest = [field for field in model._meta.concrete_fields if field.attname not in names]
        fields = [model._meta.get_field(name) for name in names]
        self.columns = [field.column for field in [*fields, *self.rest]]  # type: ignore[union-attr]
        self.constants = tuple(
            field.get_db_prep_save(field.get_default(), connection) for field in self.rest if not field.primary_key
        )
        self.rows: list[Sequence[Any]] = []
        self.last = self._highest()
        if any(field.primary_key for field in self.rest):
            raise ValueError(f"{model.__name__} needs its id named.")

    def _highest(self) -> int:
        return self.model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0

    def next_id(self) -> int:
        self.last += 1
        return self.last

    def write(self) -> None:
        """What has gathered, and forget it."""
        rows, self.rows = self.rows, []
        if rows:
            (_copy if connection.vendor == "postgresql" else _insert)(self, (*rows,))

    def finish(self) -> None:
        """PostgreSQL counts on from the last id only when told."""
        if connection.vendor == "postgresql" and self.model._meta.pk.column == "id":
            table = self.model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, max(self.last, 1)])


def _insert(table: Table, rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(table.columns))
    statement = f"INSERT INTO {table.model._meta.db_table} ({', '.join(table.columns)}) VALUES ({marks})"
    constants = table.constants
    connection.connection.executemany(statement, ((*row, *constants) for row in rows))


def _copy(table: Table, rows: Iterable[Sequence[Any]]) -> None:
    statement = f"COPY {table.model._meta.db_table} ({', '.join(table.columns)}) FROM STDIN"
    ending = "".join(f"\t{_text(value)}" for value in table.constants) + "\n"
    lines = ["\t".join(["\\N" if value is None else str(value) for value in row]) + ending for row in rows]
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join(lines))


def _text(value: Any) -> str:
    return "\\N" if value is None else str(value)
