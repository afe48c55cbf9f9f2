"""Decisions: dates move openly, closing is undone openly, and the baseline stays."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commitments.actions import Move, Ruling, StaleForm, move_date, reopen, supersede, withdraw
from commitments.choices import ScheduleState
from commitments.models import Decision
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for


@pytest.fixture
def commitment(norway, ministry):
    return CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry)


@pytest.fixture
def by(coordinator):
    return standing_for(coordinator)


def ruling(**fields) -> Ruling:
    return Ruling(**{"decided_on": TODAY, "decided_by": "The ministry", "reason": "More time is needed.", **fields})


def test_a_moved_date_keeps_the_baseline_and_both_dates(commitment, by):
    decision = move_date(commitment, Move("innen utgangen av 2019", "2019"), ruling(), by=by, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.due_phrase, commitment.due_edtf, commitment.due_revision) == (
        "innen utgangen av 2019",
        "2019",
        2,
    )
    assert (commitment.baseline_edtf, commitment.slippage()) == ("2018", 365)
    assert (decision.old_edtf, decision.new_edtf, decision.days_moved, decision.after_due) == (
        "2018",
        "2019",
        365,
        False,
    )


def test_a_date_moved_after_it_had_passed_is_marked_for_ever(commitment, by):
    later = dt.datetime(2019, 2, 1, 12, tzinfo=dt.UTC)
    decision = move_date(commitment, Move("by 2020", "2020"), ruling(decided_on=dt.date(2019, 1, 1)), by=by, now=later)
    assert decision.after_due


@pytest.mark.parametrize(
    ("hour", "day", "after_due"),
    [
        (dt.datetime(2018, 12, 31, 22, 59, tzinfo=dt.UTC), dt.date(2018, 12, 31), False),
        (dt.datetime(2018, 12, 31, 23, 1, tzinfo=dt.UTC), dt.date(2019, 1, 1), True),  # past midnight in Oslo
    ],
)
def test_the_day_of_a_decision_is_that_of_its_country(commitment, by, hour, day, after_due):
    with pytest.raises(ValidationError, match="is in the future"):
        move_date(commitment, Move("by 2020", "2020"), ruling(decided_on=day + dt.timedelta(days=1)), by=by, now=hour)
    decision = move_date(commitment, Move("by 2020", "2020"), ruling(decided_on=day), by=by, now=hour)
    assert (decision.after_due, decision.recorded_after_due) == (after_due, False)


def test_a_decision_dated_back_says_that_it_was_recorded_late(commitment, by):
    later = dt.datetime(2019, 2, 1, 12, tzinfo=dt.UTC)
    day = dt.date(2018, 12, 31)
    decision = move_date(commitment, Move("by 2020", "2020"), ruling(decided_on=day), by=by, now=later)
    assert (decision.after_due, decision.recorded_after_due) == (False, True)


def test_the_mark_is_of_the_date_then_in_force_not_of_the_first_promise(commitment, by):
    """Moved in time, then moved again past the first promise but inside the date in force."""
    move_date(commitment, Move("by 2020", "2020"), ruling(), by=by, now=NOW)
    later = dt.datetime(2019, 6, 1, 12, tzinfo=dt.UTC)
    decision = move_date(commitment, Move("by 2021", "2021"), ruling(decided_on=later.date()), by=by, now=later)
    assert not decision.after_due


def test_a_decision_keeps_how_its_words_were_read(commitment, by):
    move = Move("as soon as can be", "2019-06", "So the Cabinet's minutes.")
    decision = move_date(commitment, move, ruling(), by=by, now=NOW)
    commitment.refresh_from_db()
    kept = decision.new_reading
    assert (kept.how, kept.edtf, kept.reason, kept.read_by) == ("given", "2019-06", move.why, by.person)
    assert (commitment.due_reading, commitment.baseline_reading) == (kept, None)


def test_figures_against_the_words_of_a_decision_are_refused(commitment, by):
    with pytest.raises(ValidationError) as refusal:
        move_date(commitment, Move("by the end of 2019", "2020"), ruling(), by=by, now=NOW)
    assert set(refusal.value.message_dict) == {"new_edtf"}


def test_the_words_of_a_decision_count_from_its_day(commitment, by):
    decision = move_date(commitment, Move("within 12 months", "2019-06-01"), ruling(), by=by, now=NOW)
    assert decision.new_reading.how == "clear"


def test_the_last_day_of_the_window_is_not_after_it(commitment, by):
    later = dt.datetime(2019, 2, 1, 12, tzinfo=dt.UTC)
    decision = move_date(
        commitment, Move("by 2020", "2020"), ruling(decided_on=dt.date(2018, 12, 31)), by=by, now=later
    )
    assert not decision.after_due


def test_withdrawing_closes_and_reopening_opens(commitment, by):
    withdraw(commitment, ruling(), by=by, now=NOW)
    commitment.refresh_from_db()
    assert commitment.schedule_on(dt.date(2030, 1, 1)) == ScheduleState.CLOSED
    reopen(commitment, ruling(), by=by, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.closed_as, commitment.closed_on) == ("", None)
    assert commitment.decisions.count() == 2


def test_superseding_names_the_successor(commitment, by):
    successor = CommitmentFactory(document=commitment.document, lead=commitment.lead)
    supersede(commitment, successor, ruling(), by=by, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.closed_as, commitment.superseded_by) == ("superseded", successor)


def test_a_commitment_is_not_superseded_abroad_where_its_readers_do_not_follow(commitment, administrator, lithuania):
    abroad = CommitmentFactory(document=DocumentFactory(country=lithuania))
    with pytest.raises(ValidationError, match="of the same country"):
        supersede(commitment, abroad, ruling(), by=standing_for(administrator), now=NOW)


def test_what_it_replaced_does_not_replace_it_again(commitment, by):
    second = CommitmentFactory(document=commitment.document, lead=commitment.lead)
    third = CommitmentFactory(document=commitment.document, lead=commitment.lead)
    supersede(commitment, second, ruling(), by=by, now=NOW)
    supersede(second, third, ruling(), by=by, now=NOW)
    commitment.refresh_from_db()
    with pytest.raises(ValidationError, match="another commitment"):
        supersede(third, commitment, ruling(), by=by, now=NOW)


def test_a_commitment_does_not_supersede_itself(commitment, by):
    with pytest.raises(ValidationError, match="another commitment"):
        supersede(commitment, commitment, ruling(), by=by, now=NOW)


@pytest.mark.parametrize(
    ("fields", "move", "field"),
    [
        ({"decided_on": TODAY + dt.timedelta(days=1)}, Move("by 2019", "2019"), "decided_on"),
        ({"decided_on": dt.date(2017, 1, 1)}, Move("by 2019", "2019"), "decided_on"),
        ({"reason": " "}, Move("by 2019", "2019"), "reason"),
        ({"source": "javascript:alert(1)"}, Move("by 2019", "2019"), "source"),
        ({"decided_by": "A\r\nBcc: b@example.org"}, Move("by 2019", "2019"), "decided_by"),
        ({}, Move("", "2019"), "new_phrase"),
        ({}, Move("soon", "soon"), "new_edtf"),
        ({}, Move("by 2016", "2016"), "new_edtf"),
        ({}, Move("by 2018", "2018"), "new_edtf"),
    ],
)
def test_a_bad_decision_is_refused_by_field_and_moves_nothing(fields, move, field, commitment, by):
    with pytest.raises(ValidationError) as refusal:
        move_date(commitment, move, ruling(**fields), by=by, now=NOW)
    assert field in refusal.value.message_dict
    assert not Decision.objects.exists()
    commitment.refresh_from_db()
    assert (commitment.due_edtf, commitment.revision) == ("2018", 1)


def test_what_is_closed_takes_no_further_decision_but_reopening(commitment, by):
    withdraw(commitment, ruling(), by=by, now=NOW)
    with pytest.raises(ValidationError, match="Reopen it first"):
        move_date(commitment, Move("by 2019", "2019"), ruling(), by=by, now=NOW)


def test_what_is_open_is_not_reopened(commitment, by):
    with pytest.raises(ValidationError, match="open already"):
        reopen(commitment, ruling(), by=by, now=NOW)


def test_a_decision_before_the_last_one_is_refused(commitment, by):
    move_date(commitment, Move("by 2019", "2019"), ruling(), by=by, now=NOW)
    with pytest.raises(ValidationError) as refusal:
        withdraw(commitment, ruling(decided_on=TODAY - dt.timedelta(days=1)), by=by, now=NOW)
    assert set(refusal.value.message_dict) == {"decided_on"}


def test_the_same_decision_posted_twice_is_one(commitment, by):
    form = ruling()
    withdraw(commitment, form, by=by, now=NOW)
    withdraw(commitment, form, by=by, now=NOW)
    assert commitment.decisions.count() == 1


def test_a_decision_on_a_stale_form_is_told(commitment, by):
    with pytest.raises(StaleForm):
        withdraw(commitment, ruling(), by=by, now=NOW, seen_revision=7)


@pytest.mark.parametrize("name", ["editor", "head", "viewer", "outsider"])
def test_only_the_coordinator_decides(name, commitment, request):
    with pytest.raises(PermissionDenied):
        withdraw(commitment, ruling(), by=standing_for(request.getfixturevalue(name)), now=NOW)
