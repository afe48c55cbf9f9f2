"""Rows that vanish from the ledger beside others that are on their way: found, and at a price that does not grow."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments import reminders
from commitments.actions import RequestDraft, ask_for_decision
from commitments.models import JobRun, Reminder
from commitments.reminders.reconcile import JOB, reconcile
from commitments.reminders.scan import day_of
from countries.choices import Role
from tests.factories import CommitmentFactory, SeatFactory
from tests.people import standing_for

NIGHT = dt.datetime(2018, 12, 1, 4, tzinfo=dt.UTC)
LATER = NIGHT + dt.timedelta(minutes=15)


def reconciled(now=LATER):
    JobRun.objects.filter(job=JOB).delete()
    return reconcile(day_of(now), now)


@pytest.fixture
def ten(strategy, ministry, editor, head):
    return CommitmentFactory.create_batch(10, lead=ministry, document=strategy)


def test_one_of_two_that_vanishes_is_found_and_no_other_is_made(ten, head):
    reminders.run(NIGHT)
    Reminder.objects.filter(recipient=head, commitment__in=ten[:3]).delete()
    assert (reconciled(), reconciled()) == (3, 0)
    assert Reminder.objects.planned().count() == 20


def test_what_somebody_asked_of_a_coordinator_is_found_beside_another(promise, norway, editor, coordinator):
    second = SeatFactory(institution=promise.lead, role=Role.COORDINATOR).person
    draft = RequestDraft("extend", "The law is late.", "by the end of 2019", "2019")
    ask_for_decision(promise, draft, by=standing_for(editor), now=NIGHT)
    reminders.run(NIGHT)
    of_request = Reminder.objects.exclude(request=None)
    assert {row.recipient for row in of_request} == {coordinator, second}
    of_request.filter(recipient=second).delete()
    assert reconciled() == 1
    assert of_request.filter(recipient=second).exists()


def test_asks_as_often_for_ten_as_for_one(ten, promise):
    reminders.run(NIGHT)
    with CaptureQueriesContext(
        connection,
    ) as for_many:
        assert reconciled() == 0
    Reminder.objects.exclude(commitment=promise).delete()
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        assert reconciled() == 0
    assert len(for_many) == len(for_one)
    assert not any("planned_at" in query["sql"] for query in for_many)  # no whole row was read
