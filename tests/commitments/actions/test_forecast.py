"""The owner's own expectation: the newest one named counts, and it ends when there is nothing left to expect."""

import datetime as dt

import pytest

from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update, reopen, withdraw
from commitments.slippage import Slippages
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for

SPRING, AUTUMN = dt.date(2019, 4, 1), dt.date(2019, 10, 1)
RULING = Ruling(TODAY, "The Cabinet", "Parliament asked for it.")


@pytest.fixture
def commitment(norway, ministry):
    return CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry)


@pytest.fixture
def report(commitment, editor):
    def post(completion="limited", forecast=None, day=TODAY):
        draft = ProgressDraft(day, completion, "Talks went on.", forecast_on=forecast)
        post_update(commitment, draft, by=standing_for(editor), now=NOW)
        commitment.refresh_from_db()
        return commitment.forecast_on

    return post


def test_an_update_may_name_the_day_it_is_expected(report, commitment):
    assert report(forecast=SPRING) == SPRING
    assert commitment.due_latest == dt.date(2018, 12, 31)


def test_an_update_that_names_none_keeps_what_was_expected(report):
    report(forecast=SPRING)
    assert report() == SPRING


def test_a_newer_expectation_replaces_the_older(report):
    report(forecast=SPRING)
    assert report(forecast=AUTUMN) == AUTUMN


def test_a_back_dated_update_does_not_replace_a_later_expectation(report):
    report(forecast=AUTUMN)
    assert report(forecast=SPRING, day=TODAY - dt.timedelta(days=9)) == AUTUMN


def test_nothing_is_expected_of_what_is_done_until_it_is_undone(report):
    report(forecast=SPRING)
    assert report("complete") is None
    assert report("substantial") == SPRING


def test_nothing_is_expected_of_what_is_withdrawn_until_it_is_reopened(report, commitment, coordinator):
    report(forecast=SPRING)
    withdraw(commitment, RULING, by=standing_for(coordinator), now=NOW)
    commitment.refresh_from_db()
    assert commitment.forecast_on is None
    again = Ruling(TODAY, "The Cabinet", "It is needed after all.")
    reopen(commitment, again, by=standing_for(coordinator), now=NOW)
    commitment.refresh_from_db()
    assert commitment.forecast_on == SPRING


def test_each_date_has_its_own_slip_against_the_first_promise(report, commitment, coordinator):
    report(forecast=AUTUMN)
    move_date(commitment, Move("by June 2019", "2019-06"), RULING, by=standing_for(coordinator), now=NOW)
    commitment.refresh_from_db()
    assert commitment.slippages() == Slippages(current=181, forecast=274, done=None)
    assert commitment.slippages().expects_worse
    report("complete")
    assert commitment.slippages() == Slippages(current=181, forecast=None, done=-213)
    assert commitment.slippage() == -213


def test_an_undated_promise_has_a_forecast_and_no_slip(document_of, editor):
    undated = CommitmentFactory(document=document_of, lead=editor.seats.get().institution, due=None)
    draft = ProgressDraft(TODAY, "limited", "Talks went on.", forecast_on=SPRING)
    post_update(undated, draft, by=standing_for(editor), now=NOW)
    undated.refresh_from_db()
    assert undated.forecast_on == SPRING
    assert undated.slippages() == Slippages(None, None, None)


@pytest.fixture
def document_of(commitment):
    return commitment.document
