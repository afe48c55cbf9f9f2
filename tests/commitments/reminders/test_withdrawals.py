"""What is planned is asked about again when a fact has changed, and not each minute."""

import datetime as dt

import pytest

from commitments.choices import Completion, ReminderStatus
from commitments.models import Commitment, Reminder
from commitments.reminders import withdrawals
from commitments.reminders.planner import plan
from commitments.reminders.scan import seen_at
from commitments.reminders.withdrawals import EVERY, withdraw_unowed

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def asked(promise, editor, morning, monkeypatch):
    """Planned and asked about once; from here on each asking is counted."""
    seen = seen_at(morning)
    plan(seen.today, now=morning)
    withdraw_unowed(seen_at(morning), morning)
    count = []

    def counting(today, settle=withdrawals.settle_planned):
        count.append(1)
        return settle(today)

    monkeypatch.setattr(withdrawals, "settle_planned", counting)
    return count


def test_nothing_has_changed(asked, morning):
    assert withdraw_unowed(seen_at(morning + MINUTE), morning + MINUTE) == 0
    assert asked == []


def test_completed_meanwhile(asked, promise, morning):
    Commitment.objects.update(completion=Completion.COMPLETE, done_on=morning.date())
    assert withdraw_unowed(seen_at(morning + MINUTE), morning + MINUTE) == 1
    assert not Reminder.objects.filter(status=ReminderStatus.PLANNED).exists()


@pytest.mark.parametrize("later", [EVERY, dt.timedelta(hours=15)], ids=["an hour", "another day"])
def test_asked_again_in_time(asked, morning, later):
    withdraw_unowed(seen_at(morning + later), morning + later)
    assert asked == [1]


def test_marks_too_long_to_keep_are_no_marks(asked, morning, monkeypatch):
    monkeypatch.setattr(withdrawals, "LONGEST", 10)
    for minutes in (61, 62):
        withdraw_unowed(seen_at(morning + minutes * MINUTE), morning + minutes * MINUTE)
    assert asked == [1, 1]
