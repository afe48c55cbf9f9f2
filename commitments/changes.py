"""Has anything changed that a mail may stand on? The database counts by trigger, so that no writer can forget it.

A mark is a moment in that count. PostgreSQL keeps one row per transaction that wrote, and a mark is what could be seen
then: whatever commits later is not in it, in whatever order transactions end. SQLite has one writer at a time, and a
number is enough. The triggers are looked after whenever migrations end, because SQLite drops them with a rebuilt table.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps as present
from django.apps.registry import Apps
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Mark = str | int

TABLE = "commitments_change"
WATCHED = (
    ("countries", ("country", "document", "institution", "person", "seat")),
    (
        "commitments",
        (
            *("commitment", "occurrence", "milestone", "progressupdate", "decision", "decisionrequest"),
            *("review", "reviewrequest", "dependency", "dependencymove"),
            *("acknowledgement", "mailchoices", "mailhold", "reminderpolicy", "reminderpolicy_steps"),
        ),
    ),
)
# An update is beside the point when only the first column of these changed: how far it has been counted, when they
# signed in. The others tell of a change that came with it.
_LESS = {
    "commitments_commitment": ("rolled_revision", "revision"),
    "countries_person": ("last_login", "email", "full_name", "language", "time_zone", "is_active", "is_superuser"),
}
_SQLITE_TABLE = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL);
INSERT OR IGNORE INTO {TABLE} VALUES (1, 0)
"""
_POSTGRESQL_TABLE = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (xid xid8 PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
CREATE OR REPLACE FUNCTION {TABLE}_note() RETURNS trigger AS $$
BEGIN INSERT INTO {TABLE} (xid) VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING; RETURN NULL; END
$$ LANGUAGE plpgsql
"""
# True as long as nothing was committed since the mark, which is given twice.
_POSTGRESQL_UNCHANGED = f"""NOT EXISTS (
SELECT FROM {TABLE} WHERE xid >= pg_snapshot_xmin(%s::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, %s::pg_snapshot)
AND {{whose}})"""
# What the asking transaction has written itself was read by whoever wrote it.
_BY_OTHERS = "xid IS DISTINCT FROM pg_current_xact_id_if_assigned()"
_SQLITE_UNCHANGED = f"(SELECT number FROM {TABLE}) = ?"
# Rows that a dump brought along from another server would look like changes for ever. The newest of the old ones stays
# and stands for them all: what is asked with a mark from before them is not told that nothing has changed.
_FOREIGN = "(xid >= pg_snapshot_xmax(pg_current_snapshot()) AND xid IS DISTINCT FROM pg_current_xact_id_if_assigned())"
_FORGET = f"""
DELETE FROM {TABLE} WHERE {_FOREIGN} OR at < now() - interval '1 day'
AND xid <> (SELECT xid FROM {TABLE} WHERE NOT {_FOREIGN} AND at < now() - interval '1 day' ORDER BY xid DESC LIMIT 1)
"""
# A mark that was put down may have come with a dump from a server that had counted further; and a snapshot does not
# tell what the asking transaction itself has written by then from what it writes later.
_POSSIBLE = f"""pg_snapshot_xmax(%s::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
AND NOT EXISTS (SELECT FROM {TABLE} WHERE xid = pg_current_xact_id_if_assigned())"""
_WRITTEN = {"postgresql": re.compile(r"\d+:\d+:[\d,]*"), "sqlite": re.compile(r"\d+")}


def mark() -> Mark:
    """Take it before reading the facts it is to vouch for."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_current_snapshot()::text")
        else:
            cursor.execute(f"SELECT number FROM {TABLE}")
        found: Mark = cursor.fetchone()[0]
    return found


def unchanged(since: Mark, *, by_others_only: bool = True) -> bool:
    return _is_true(*unchanged_sql(since, by_others_only=by_others_only))


def unchanged_since_kept(mark: str) -> bool:
    """Of a mark that was put down in a row: false, too, when it cannot be one of this database."""
    if not _WRITTEN[connection.vendor].fullmatch(mark):
        return False
    condition, values = unchanged_sql(mark, by_others_only=False)
    if connection.vendor == "postgresql":
        condition, values = f"{_POSSIBLE} AND {condition}", [mark, *values]
    return _is_true(condition, values)


def _is_true(condition: str, values: list[Mark]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {condition.replace('?', '%s')}", values)
        return bool(cursor.fetchone()[0])


def unchanged_sql(since: Mark, *, by_others_only: bool = True) -> tuple[str, list[Mark]]:
    """A condition for the statement that puts "sending" on record, in the words of the driver."""
    if connection.vendor == "postgresql":
        return _POSTGRESQL_UNCHANGED.format(whose=_BY_OTHERS if by_others_only else "TRUE"), [since, since]
    return _SQLITE_UNCHANGED, [int(since)]


def forget_old() -> None:
    """Nobody works for a day on what was read before it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_FORGET)


def keep_watch(*, using: str, apps: Apps = present, **_signal: Any) -> None:
    """Make what is missing; after every migration, and at no cost when nothing is."""
    database = connections[using]
    there = _there(database)
    missing = {name: sql for name, sql in _triggers(database, apps) if name not in there}
    if not missing:
        return
    with database.cursor() as cursor:
        table = _POSTGRESQL_TABLE if database.vendor == "postgresql" else _SQLITE_TABLE
        for statement in table.split(";\n") if database.vendor == "sqlite" else [table]:
            cursor.execute(statement)
        for sql in missing.values():
            cursor.execute(sql)


def _there(database: BaseDatabaseWrapper) -> set[str]:
    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with database.cursor() as cursor:
        cursor.execute(listed[database.vendor])
        return {name for (name,) in cursor.fetchall()}


def _triggers(database: BaseDatabaseWrapper, apps: Apps) -> Iterator[tuple[str, str]]:
    """Name and statement, of every model there is at this state of the migrations."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    make = _on_postgresql if database.vendor == "postgresql" else _on_sqlite
    for app, models in WATCHED:
        for table in (f"{app}_{model}" for model in models):
            if table in known:
                for event in ("insert", "update", "delete"):
                    yield f"{table}_{event}_counts", make(table, event)


def _on_sqlite(table: str, event: str) -> str:
    when = _when(table, event, same="IS", other="IS NOT")
    return (
        f"CREATE TRIGGER {table}_{event}_counts AFTER {event} ON {table} {when} "
        f"BEGIN UPDATE {TABLE} SET number = number + 1; END"
    )


def _on_postgresql(table: str, event: str) -> str:
    """A statement that changes a thousand rows is one change, unless each row has to be looked at."""
    when = _when(table, event, same="IS NOT DISTINCT FROM", other="IS DISTINCT FROM")
    each = "ROW" if when else "STATEMENT"
    return (
        f"CREATE OR REPLACE TRIGGER {table}_{event}_counts AFTER {event} ON {table} FOR EACH {each} {when} "
        f"EXECUTE FUNCTION {TABLE}_note()"
    )


def _when(table: str, event: str, *, same: str, other: str) -> str:
    if event != "update" or table not in _LESS:
        return ""
    first, *rest = _LESS[table]
    told = (f"OLD.{column} {other} NEW.{column}" for column in rest)
    return f"WHEN ({' OR '.join([f'OLD.{first} {same} NEW.{first}', *told])})"
