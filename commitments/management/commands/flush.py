"""Django's command to empty a database, which says what it meets: named baselines are kept for good."""

from typing import Any

from django.core.management import CommandError, CommandParser
from django.core.management.commands import flush
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_KEEPS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'commitments_%_kept'"
_BASELINES = "commitments_namedbaseline"


class Command(flush.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--with-baselines", action="store_true", help="Delete the named baselines, too.")

    def handle(self, *args: Any, with_baselines: bool = False, **options: Any) -> None:
        connection = connections[options["database"]]
        kept = _how_many(connection)
        if kept and not with_baselines:
            noun = "baseline was" if kept == 1 else "baselines were"
            raise CommandError(
                f"Nothing was deleted: {kept} named {noun} kept for good in this database, which refuses to lose them. "
                "To begin anew, use another database, or say --with-baselines if nobody needs them any more."
            )
        if kept and connection.vendor == "sqlite":
            self._without_the_lock(connection, *args, **options)
        else:
            super().handle(*args, **options)

    def _without_the_lock(self, connection: BaseDatabaseWrapper, *args: Any, **options: Any) -> None:
        """SQLite deletes row by row, past the triggers that refuse it; PostgreSQL truncates."""
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(_KEEPS)
            found = cursor.fetchall()
            for name, _ in found:
                cursor.execute(f"DROP TRIGGER {name}")
            super().handle(*args, **options)
            for _, statement in found:
                cursor.execute(statement)


def _how_many(connection: BaseDatabaseWrapper) -> int:
    if _BASELINES not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {_BASELINES}")
        found: int = cursor.fetchone()[0]
    return found
