"""Which policy of reminders a test runs under; loaded by `tests/conftest.py` as a plugin.

Most tests are about due dates, or about what was asked and decided: they run under a policy that speaks of nothing
else, weekly while overdue. A test of the rest asks for `shipped_policy`.
"""

import pytest
from django.db import connection

from commitments.choices import DEADLINE_KINDS, NOTICE_KINDS, StepKind
from commitments.models import ReminderPolicy
from commitments.reminders.steps import DEFAULTS, OWNERS, written

DATES_AND_NEWS = (
    *(step for step in DEFAULTS if step[0] in (*DEADLINE_KINDS, *NOTICE_KINDS) and step[0] != StepKind.OVERDUE),
    (StepKind.OVERDUE, 7, "7", OWNERS),
)


def in_force(*steps, country=None, since=None, by=None):
    """A further version, as if it had come with the tracker."""
    version = ReminderPolicy.objects.filter(country=country).count() + 1
    policy = ReminderPolicy.objects.create(
        country=country, version=version, reason="As the test says.", put_in_force_at=since, put_in_force_by=by
    )
    policy.steps.set(written(steps))
    return policy


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """In force from the start: to write it anew for each of thousands of tests takes longer than many of them."""
    with django_db_blocker.unblock():
        in_force(*DATES_AND_NEWS)


@pytest.fixture(scope="session")
def emptied() -> list[str]:
    """The tests after which nothing was left in the database: they are few, and come last."""
    return []


@pytest.fixture(autouse=True)
def _policy_of_dates_and_news(request, emptied):
    marked = request.node.get_closest_marker("django_db")
    asked = {"db", "transactional_db"} & {*request.fixturenames}
    if marked or asked:
        request.getfixturevalue("_django_db_helper")
        if emptied and not ReminderPolicy.objects.exists():
            in_force(*DATES_AND_NEWS)
        if not connection.in_atomic_block:
            emptied.append(request.node.nodeid)


@pytest.fixture
def shipped_policy(_policy_of_dates_and_news):
    return in_force(*DEFAULTS)
