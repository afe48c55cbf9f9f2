"""The three countries and the demonstration's people as shipped, loaded once for all tests of a module.

Each test still runs in a transaction of its own inside, so what one changes the next does not see.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from django.utils import timezone

from commitments import reminders
from commitments.intake.fixtures import load_fixtures
from commitments.intake.tally import Tally
from commitments.rollups.apply import apply_waiting
from countries.demo import add_demo_people
from tracker.environment import ROOT

FILES = sorted((ROOT / "fixtures").glob("*.toml"))
SHIPPED_AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def of_the_module(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What a fixture makes after this stands for all tests of a module; each still takes back what it adds."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def shipped_once(of_the_module: None) -> Tally:
    tally = load_fixtures(FILES, now=SHIPPED_AT)
    add_demo_people()
    return tally


@pytest.fixture
def shipped(shipped_once: Tally, db: None) -> Tally:
    return shipped_once


@pytest.fixture
def shipped_for_all(transactional_db: None, made_before: dict[str, sqlite3.Connection]) -> None:
    """Really in the database, where the server of a browser test sees it, and counted."""
    _as_before("shipped", made_before, _load)


@pytest.fixture
def mailed_for_all(shipped_for_all: None, made_before: dict[str, sqlite3.Connection]) -> None:
    """At noon everybody has the mail of the day."""
    noon = dt.datetime.combine(timezone.now().date(), dt.time(12), dt.UTC)
    _as_before("mailed", made_before, lambda: reminders.run(noon))


def _load() -> None:
    load_fixtures(FILES, now=timezone.now())
    add_demo_people()
    apply_waiting(timezone.now())


def _as_before(name: str, made: dict[str, sqlite3.Connection], make: Callable[[], object]) -> None:
    """What the first test made is copied for the others where that is possible: page by page, at once."""
    connection.ensure_connection()
    if name in made:
        made[name].backup(connection.connection)
        return
    make()
    if connection.vendor == "sqlite":
        made[name] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(made[name])


@pytest.fixture(scope="session")
def made_before() -> Iterator[dict[str, sqlite3.Connection]]:
    copies: dict[str, sqlite3.Connection] = {}
    yield copies
    for copy in copies.values():
        copy.close()
