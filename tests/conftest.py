"""What every test may ask for. The servers themselves start in `tests/servers.py`."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.db import connection

from tests import said_once

pytest_plugins = [
    "tests.browser",
    "tests.mailbox",
    "tests.people",
    "tests.policy",
    "tests.shipped",
    "tests.statements",
]

# How long one example takes depends on what else the machine does.
hypothesis.settings.register_profile(
    "tracker", deadline=None, max_examples=50, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("tracker")

# Marked `once`: what a page says, whom it lets in and what it refuses, which hangs on no database; and whatever sends
# PostgreSQL nothing that other tests do not send as well (`tests/said_once.py`). `test_every_page.py` opens every page.
HERE = Path(__file__).parent
PAGES = HERE / "commitments" / "web"
PAGES_ON_BOTH = {
    "test_bad_phrases",
    "test_commitment_list",
    "test_contradictions",
    "test_dashboard",
    "test_desk",
    "test_malformed",
    "test_saved",
}
SAID_ONCE = frozenset(said_once.names())

OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = [one for one in items if one.get_closest_marker("postgresql")]
    if elsewhere and config.getoption("database") == "sqlite":
        items[:] = [one for one in items if one not in elsewhere]
        config.hook.pytest_deselected(items=elsewhere)
    chosen = frozenset() if config.getoption("statements") else SAID_ONCE
    for item in items:
        if _is_page(item.path) or _name(item) in chosen:
            item.add_marker(pytest.mark.once)


def _is_page(path: Path) -> bool:
    return path.parent == PAGES and path.stem not in PAGES_ON_BOTH


def _name(item: pytest.Item) -> str:
    return f"{item.path.relative_to(HERE).as_posix()}::{getattr(item, 'originalname', item.name)}"


@pytest.fixture(autouse=True)
def _at(pytestconfig: pytest.Config) -> Iterator[None]:
    moment = pytestconfig.getoption("at")
    with time_machine.travel(moment) if moment else nullcontext():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """PostgreSQL drops no database somebody is in; a program that a test killed may leave its session for a moment."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(OTHERS)
