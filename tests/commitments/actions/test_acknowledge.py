"""Who answers for something may put off being asked: for a while, with a reason, and never for ever."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from commitments.actions import (
    AcknowledgementDraft,
    Move,
    ProgressDraft,
    Ruling,
    StaleForm,
    acknowledge,
    ask_me_again,
    last_day_to_put_off,
    move_date,
    post_update,
)
from commitments.models import Acknowledgement
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2199, 1, 1))


@pytest.fixture
def commitment(norway, ministry):
    return CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry)


def put_off(commitment, person, until=TODAY + dt.timedelta(days=30), reason="The law is before parliament.", **options):
    draft = AcknowledgementDraft(until=until, reason=reason)
    return acknowledge(commitment, draft, by=standing_for(person), now=NOW, **options)


def in_force(commitment, on=TODAY):
    return list(Acknowledgement.objects.in_force({commitment.document.country_id: on}))


def test_it_holds_until_the_day_named_and_not_on_it(commitment, editor):
    said = put_off(commitment, editor, until=TODAY + dt.timedelta(days=30))
    assert in_force(commitment, TODAY + dt.timedelta(days=29)) == [said]
    assert in_force(commitment, TODAY + dt.timedelta(days=30)) == []


def test_the_newest_counts_even_when_it_is_shorter(commitment, editor):
    put_off(commitment, editor, until=TODAY + dt.timedelta(days=30))
    shorter = put_off(commitment, editor, until=TODAY + dt.timedelta(days=3))
    assert in_force(commitment) == [shorter]
    assert in_force(commitment, TODAY + dt.timedelta(days=4)) == []


def test_taking_it_back_leaves_both_on_record(commitment, editor):
    put_off(commitment, editor)
    ask_me_again(commitment, by=standing_for(editor), now=NOW)
    assert in_force(commitment) == []
    assert Acknowledgement.objects.count() == 2


def test_nothing_to_take_back_writes_nothing(commitment, editor):
    assert ask_me_again(commitment, by=standing_for(editor), now=NOW) is None
    assert Acknowledgement.objects.count() == 0


def test_it_is_one_persons_own(commitment, editor, colleague):
    mine = put_off(commitment, editor)
    assert [one.person for one in in_force(commitment)] == [mine.person]
    ask_me_again(commitment, by=standing_for(colleague), now=NOW)
    assert in_force(commitment) == [mine]


def test_a_date_that_moved_is_news(commitment, editor, coordinator):
    put_off(commitment, editor)
    ruling = Ruling(TODAY, "The Cabinet", "More time.")
    move_date(commitment, Move("by the end of 2019", "2019"), ruling, by=standing_for(coordinator), now=NOW)
    assert in_force(commitment) == []


@pytest.mark.parametrize("name", ["coordinator", "viewer", "outsider", "administrator"])
def test_who_does_not_answer_for_it_cannot_put_it_off(request, commitment, name):
    with pytest.raises(PermissionDenied):
        put_off(commitment, request.getfixturevalue(name))


@pytest.mark.parametrize(
    ("due", "days", "words"),
    [
        ("2018", 0, "Choose a day after today"),
        ("2018", -5, "Choose a day after today"),
        ("2018", 61, "for 60 days. Choose 31 July 2018"),
        (None, 61, "for 60 days"),
        ("2018-06-10", 24, "until two weeks after the date. Choose 24 June 2018"),
        ("2018-05-01", 15, "for two weeks at a time while it is overdue. Choose 15 June 2018"),
    ],
)
def test_a_day_out_of_reach_says_which_is_in_reach(norway, ministry, editor, due, days, words):
    commitment = CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry, due=due)
    with pytest.raises(ValidationError) as refused:
        put_off(commitment, editor, until=TODAY + dt.timedelta(days=days))
    assert words in refused.value.message_dict["until"][0]


@given(due=st.none() | DAYS, today=DAYS)
def test_overdue_is_never_off_and_nothing_is_put_off_for_long(due, today):
    last = last_day_to_put_off(due, today)
    assert today < last <= today + dt.timedelta(days=60)
    assert due is None or last <= max(today, due) + dt.timedelta(days=14)


def test_without_a_reason_it_is_refused(commitment, editor):
    with pytest.raises(ValidationError) as refused:
        put_off(commitment, editor, reason=" ")
    assert "reason" in refused.value.message_dict


def test_what_is_done_is_not_asked_about(commitment, editor):
    post_update(commitment, ProgressDraft(TODAY, "complete", "Done."), by=standing_for(editor), now=NOW)
    with pytest.raises(ValidationError, match="nobody is asked"):
        put_off(commitment, editor)


def test_the_same_form_sent_twice_is_said_once(commitment, editor):
    draft = AcknowledgementDraft(until=TODAY + dt.timedelta(days=5), reason="Soon.")
    first, second = (acknowledge(commitment, draft, by=standing_for(editor), now=NOW) for _ in range(2))
    assert first == second


def test_who_saw_an_older_state_is_told(commitment, editor):
    with pytest.raises(StaleForm):
        put_off(commitment, editor, seen_revision=commitment.revision + 1)


def test_it_changes_nothing_about_the_commitment(commitment, editor):
    put_off(commitment, editor)
    before = commitment.revision
    commitment.refresh_from_db()
    assert commitment.revision == before


def test_the_database_refuses_to_rewrite_it(commitment, editor):
    said = put_off(commitment, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.filter(pk=said.pk).update(reason="Other.")
