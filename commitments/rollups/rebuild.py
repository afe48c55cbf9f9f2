"""Count everything from nothing, in one transaction: after an import of many, or when nobody trusts what stands.

Readers on PostgreSQL and writers on SQLite wait until it ends, so it is an operator's command and never a job. Country
by country, because the places of one country are written once and then done with; memory holds one country's changes.
"""

import datetime as dt
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter

from django.db import connection, transaction

from commitments.choices import ScopeKind
from commitments.facts import facts_by_commitment
from commitments.models import Commitment, CommitmentSpan, RollupDelta
from commitments.rollups import rows
from commitments.rollups.apply import mark_counted
from commitments.rollups.changes import Changes, DeltaKey, Vector
from commitments.rollups.ledger import add_to_deltas, hold_the_ledger, insert_deltas
from commitments.rollups.spans import CountedSpan, place_of
from commitments.rollups.sweep import sweep
from countries.models import Country

CHUNK = 2000
MOST_CHANGES = 500_000  # days of places held in memory
_TEXTS = ("title", "description", "quotation", "translation", "due_note", "document__text", "document__note")
Rows = dict[DeltaKey, Vector]
_IN_ORDER = attrgetter("aspect", "first")  # of the unique index


@transaction.atomic
def rebuild(now: dt.datetime, told: Callable[[int], None] = lambda done: None) -> int:
    """How many commitments were counted; `told` hears it as it goes."""
    run, done = hold_the_ledger(now), 0
    with _plenty_of_room(), _without_indexes():
        _clear()
        everywhere: Rows = {}
        for country in _countries():
            ids = Commitment.objects.filter(document__country=country).order_by("pk").values_list("pk", flat=True)
            for counted in _count_country(list(ids), everywhere):
                done += counted
                told(done)
        insert_deltas((key, vector) for key, vector in sorted(everywhere.items()) if any(vector))
    run.started_at = run.finished_at = now
    run.stamp = uuid.uuid4()
    run.outcome = f"Everything counted afresh: {done} commitments."
    run.save()
    return done


def _countries() -> list[int]:
    return list(Country.objects.order_by("pk").values_list("pk", flat=True))


def _count_country(ids: list[int], everywhere: Rows) -> Iterator[int]:
    """Its places are new to the ledger until something had to be written before all of it was counted. What is counted
    of all countries together is no more than their days, and is added to `everywhere`."""
    changes, is_new = Changes(), True
    for start in range(0, len(ids), CHUNK):
        found = _read(ids[start : start + CHUNK])
        changes.add(_write_spans(found))
        mark_counted([row for row in found if row.rolled_revision != row.revision])
        yield len(found)
        if len(changes) > MOST_CHANGES:
            add_to_deltas(_without_everywhere(changes, everywhere))
            changes, is_new = Changes(), False
    write = insert_deltas if is_new else add_to_deltas
    write(_without_everywhere(changes, everywhere))


def _without_everywhere(changes: Changes, everywhere: Rows) -> list[tuple[DeltaKey, Vector]]:
    own = []
    for key, vector in changes.rows():
        if key[0] != ScopeKind.ALL:
            own.append((key, vector))
        elif key in everywhere:
            everywhere[key] = [a + b for a, b in zip(everywhere[key], vector, strict=True)]
        else:
            everywhere[key] = vector
    return own


def _read(ids: list[int]) -> list[Commitment]:
    return list(Commitment.objects.filter(pk__in=ids).select_related("document").defer(*_TEXTS).order_by("pk"))


def _write_spans(found: list[Commitment]) -> list[CountedSpan]:
    facts = facts_by_commitment(found)
    counted = [(row.pk, span) for row in found for span in sorted(sweep(facts[row.pk], place_of(row)), key=_IN_ORDER)]
    rows.write(counted)
    return [span for _, span in counted]


def _clear() -> None:
    tables = [model._meta.db_table for model in (CommitmentSpan, RollupDelta)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)}")
            return
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")


@contextmanager
def _plenty_of_room() -> Iterator[None]:
    """SQLite works in two megabytes otherwise, and a country's rows lie all over the index that cannot be dropped: the
    same pages would go to the journal and come back from it for every country, from one that grows with each."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{_kilobytes_of_room()}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


def _kilobytes_of_room() -> int:
    """A quarter of the machine, taken only as it is filled."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4 // 1024


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Made at the end from sorted rows, they cost a fraction."""
    editor = connection.schema_editor(collect_sql=True)
    made = [str(index.create_sql(CommitmentSpan, editor)) for index in CommitmentSpan._meta.indexes]
    with connection.cursor() as cursor:
        for index in CommitmentSpan._meta.indexes:
            cursor.execute(f"DROP INDEX {index.name}")
        yield
        if connection.vendor == "postgresql":  # makes no index while references wait to be looked up
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in made:
            cursor.execute(statement)
