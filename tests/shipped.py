"""The three countries and the demonstration's people as shipped, loaded once for all tests of a module.

Each test still runs in a transaction of its own inside, so what one changes the next does not see.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.utils import timezone

from commitments.intake.fixtures import load_fixtures
from commitments.intake.tally import Tally
from commitments.rollups.apply import apply_waiting
from countries.demo import add_demo_people
from tracker.environment import ROOT

FILES = sorted((ROOT / "fixtures").glob("*.toml"))
SHIPPED_AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def shipped_once(django_db_setup, django_db_blocker) -> Iterator[Tally]:
    with django_db_blocker.unblock(), transaction.atomic():
        tally = load_fixtures(FILES, now=SHIPPED_AT)
        add_demo_people()
        yield tally
        transaction.set_rollback(True)


@pytest.fixture
def shipped(shipped_once: Tally, db: None) -> Tally:
    return shipped_once


@pytest.fixture
def shipped_for_all(transactional_db: None, loaded_before: list[sqlite3.Connection]) -> None:
    """Really in the database, where the server of a browser test sees it, and counted.

    What the first test loaded is copied for the others where that is possible: page by page, at once.
    """
    connection.ensure_connection()
    if loaded_before:
        loaded_before[0].backup(connection.connection)
        return
    load_fixtures(FILES, now=timezone.now())
    add_demo_people()
    apply_waiting(timezone.now())
    if connection.vendor == "sqlite":
        loaded_before.append(sqlite3.connect(":memory:", check_same_thread=False))
        connection.connection.backup(loaded_before[0])


@pytest.fixture(scope="session")
def loaded_before() -> Iterator[list[sqlite3.Connection]]:
    copies: list[sqlite3.Connection] = []
    yield copies
    for copy in copies:
        copy.close()
