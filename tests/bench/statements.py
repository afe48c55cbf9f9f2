"""What some work asks the database, to be asked again by itself: how good the questions are, however they are put."""

from collections.abc import Callable
from typing import Any

from django.db import connection

Statement = tuple[str, Any]


def asked_by(work: Callable[[], object]) -> list[Statement]:
    found: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return found


def replay(statements: list[Statement]) -> list[list[Any]]:
    with connection.cursor() as cursor:
        answers = []
        for sql, params in statements:
            cursor.execute(sql, params)
            answers.append(cursor.fetchall())
    return answers


def fetched(statement: str, *values: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
