"""Reminders with all that they name: each thing is read once, and nothing that is not named."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments import reminders
from commitments.actions import Move, Ruling, move_date
from commitments.models import Reminder
from commitments.reminders.lines import lines
from tests.factories import CommitmentFactory, SeatFactory
from tests.people import standing_for

pytestmark = pytest.mark.usefixtures("kept_here")


@pytest.fixture
def planned(promise, editor, morning):
    """Three people of one house told of two commitments."""
    SeatFactory.create_batch(2, institution=promise.lead)
    CommitmentFactory(lead=promise.lead, document=promise.document)
    reminders.run(morning)
    return Reminder.objects.order_by("pk")


def test_many_cost_as_many_queries_as_one(planned, django_assert_num_queries):
    with CaptureQueriesContext(connection) as for_one:
        list(lines(planned[:1]))
    with django_assert_num_queries(len(for_one)):
        assert len(list(lines(planned))) == 12  # with the step that was missed


def test_what_is_named_is_at_hand(planned, django_assert_num_queries):
    rows = list(lines(planned))
    with django_assert_num_queries(0):
        for row in rows:
            said = row.commitment.country.name, row.commitment.lead.name, str(row.step), row.recipient.full_name
            assert all(said)
            assert (row.decision, row.request, row.milestone, row.review_request) == (None, None, None, None)


def test_order_and_number_hold_across_portions(planned, monkeypatch):
    monkeypatch.setattr("commitments.reminders.lines.PORTION", 2)
    assert [row.pk for row in lines(planned.iterator())] == [row.pk for row in planned]


def test_nothing_in_nothing_out(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(lines([])) == []


def move(commitment, coordinator, year, now):
    ruling = Ruling(now.date(), "The government", reason="The law is late.")
    return move_date(commitment, Move(f"by {year}", year), ruling, by=standing_for(coordinator), now=now)


def test_move_that_was_overtaken_is_told_from_the_last_one(promise, editor, coordinator, morning):
    for year in ("2020", "2021"):
        move(promise, coordinator, year, morning)
        promise.refresh_from_db()
        reminders.run(morning + dt.timedelta(days=int(year) - 2019))
    moves = {row.decision.new_latest.year: row.moved_again for row in lines(Reminder.objects.filter(about="decision"))}
    assert moves == {2020: True, 2021: False}
