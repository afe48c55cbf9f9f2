"""What every test may ask for. The servers themselves start in `tests/servers.py`."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.db import connection

pytest_plugins = ["tests.browser", "tests.mailbox", "tests.people", "tests.policy", "tests.shipped"]

# How long one example takes depends on what else the machine does.
hypothesis.settings.register_profile(
    "tracker", deadline=None, max_examples=50, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("tracker")

# Marked `once`: what hangs on no database. That is what a page says, whom it lets in and what it refuses; and whatever
# sends PostgreSQL hardly a statement that other tests do not send as well (counted by recording the statements of each
# file, and of the slowest tests). On both: what asks the database much, or sends it texts it may refuse.
# `test_every_page.py` opens every page.
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
SAID_ONCE = {
    "commitments/actions/test_decide.py",
    "commitments/intake/test_refusal.py",
    "commitments/pictures/test_findings.py",
    "commitments/pictures/test_sheet.py",
    "commitments/pictures/test_svg.py",
    "commitments/press/test_report.py",
    "commitments/reminders/test_absences.py",
    "commitments/reminders/test_breaker.py::test_dead_server_uses_up_no_attempt_and_no_patience",
    "commitments/reminders/test_breaker.py::test_disliked_mail_bears_the_blame_once_others_have_gone",
    "commitments/reminders/test_breaker.py::test_probe_takes_a_mail_at_which_nothing_broke_off",
    "commitments/reminders/test_catching_up.py",
    "commitments/reminders/test_chosen.py",
    "commitments/reminders/test_clock.py",
    "commitments/reminders/test_explain.py",
    "commitments/reminders/test_follows.py",
    "commitments/reminders/test_holds.py::test_first_mails_of_an_upgrade_wait_to_be_looked_at",
    "commitments/reminders/test_holds.py::test_marked_as_told_stays_told_when_it_fell_due_after_the_backup",
    "commitments/reminders/test_letter.py",
    "commitments/reminders/test_notices.py",
    "commitments/reminders/test_outlook.py",
    "commitments/reminders/test_preview.py",
    "commitments/reminders/test_slip.py",
    "commitments/reminders/test_withdrawals.py",
    "commitments/reminders/test_work.py::test_escalation_ten_working_days_after_the_mail_was_sent",
    "commitments/reminders/test_work.py::test_report_before_the_escalation_leaves",
    "commitments/reminders/test_work.py::test_review_is_asked_for_until_it_is_answered",
    "commitments/rollups/test_sweep.py",
    "commitments/test_timeline.py",
    "journeys/test_deadline.py",
    "tracker/test_gate.py",
}

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
    for item in items:
        if _is_said_once(item.path, getattr(item, "originalname", item.name)):
            item.add_marker(pytest.mark.once)


def _is_said_once(path: Path, name: str) -> bool:
    if path.parent == PAGES:
        return path.stem not in PAGES_ON_BOTH
    file = path.relative_to(HERE).as_posix()
    return file in SAID_ONCE or f"{file}::{name}" in SAID_ONCE


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
