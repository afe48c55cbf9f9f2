"""Requests of staff and answers of the coordinator: both stay, and a granted one is a decision."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from commitments.actions import (
    Move,
    RequestDraft,
    Ruling,
    StaleForm,
    ask_for_decision,
    grant_request,
    refuse_request,
    withdraw,
)
from commitments.models import DecisionRequest
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for


@pytest.fixture
def commitment(norway, ministry):
    return CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry)


@pytest.fixture
def by(coordinator):
    return standing_for(coordinator)


def extension(**fields) -> RequestDraft:
    return RequestDraft(
        **{"kind": "extend", "reason": "The law is late.", "phrase": "by 2019", "edtf": "2019", **fields}
    )


def ruling(**fields) -> Ruling:
    return Ruling(**{"decided_on": TODAY, "decided_by": "The ministry", "reason": "Agreed.", **fields})


@pytest.fixture
def asked(commitment, editor) -> DecisionRequest:
    return ask_for_decision(commitment, extension(), by=standing_for(editor), now=NOW)


def test_asking_changes_no_date(asked, commitment):
    commitment.refresh_from_db()
    assert (commitment.due_edtf, asked.answer) == ("2018", "")


def test_granting_moves_the_date_as_proposed_and_keeps_both(asked, commitment, by):
    granted = grant_request(asked, ruling(), by=by, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.due_phrase, commitment.due_edtf, commitment.baseline_edtf) == ("by 2019", "2019", "2018")
    assert (granted.answer, granted.decision) == ("granted", commitment.decisions.get())


def test_what_a_request_was_read_as_is_kept_and_granted(commitment, editor, by):
    draft = RequestDraft("extend", "The law is late.", "within 12 months", "2019-06-01")
    asked = ask_for_decision(commitment, draft, by=standing_for(editor), now=NOW)
    assert (asked.proposed_reading.how, asked.proposed_reading.read_by) == ("clear", editor)
    later = NOW + dt.timedelta(days=10)
    grant_request(asked, ruling(decided_on=later.date()), by=by, now=later)
    commitment.refresh_from_db()
    assert (commitment.due_edtf, commitment.due_reading.reason) == ("2019-06-01", "As asked on 1 June 2018.")


def test_the_coordinator_may_grant_another_date(asked, commitment, by):
    grant_request(asked, ruling(), by=by, now=NOW, move=Move("by June 2019", "2019-06"))
    commitment.refresh_from_db()
    assert commitment.due_edtf == "2019-06"
    asked.refresh_from_db()
    assert asked.proposed_edtf == "2019"


def test_refusing_leaves_everything_and_says_why(asked, commitment, by):
    refused = refuse_request(asked, "No reason to.", by=by, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.due_edtf, refused.answer_reason, refused.decision) == ("2018", "No reason to.", None)


def test_dropping_withdraws(commitment, editor, by):
    asked = ask_for_decision(commitment, RequestDraft("drop", "Overtaken."), by=standing_for(editor), now=NOW)
    grant_request(asked, ruling(), by=by, now=NOW)
    commitment.refresh_from_db()
    assert commitment.closed_as == "withdrawn"


@pytest.mark.parametrize("kind", ["merge", "supersede"])
def test_merging_or_replacing_names_the_successor(kind, commitment, editor, by):
    other = CommitmentFactory(document=commitment.document, lead=commitment.lead)
    draft = RequestDraft(kind, "They are one.", other=other)
    grant_request(ask_for_decision(commitment, draft, by=standing_for(editor), now=NOW), ruling(), by=by, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.closed_as, commitment.superseded_by) == ("superseded", other)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (extension(edtf="2017"), "edtf"),
        (extension(edtf="2018"), "edtf"),
        (extension(edtf="soon"), "edtf"),
        (extension(phrase=" "), "phrase"),
        (extension(reason=" "), "reason"),
        (extension(reason="x" * 4001), "reason"),
        (extension(kind="forget"), "kind"),
        (RequestDraft("merge", "They are one."), "other"),
    ],
)
def test_a_bad_request_is_refused_by_field(draft, field, commitment, editor):
    with pytest.raises(ValidationError) as refusal:
        ask_for_decision(commitment, draft, by=standing_for(editor), now=NOW)
    assert field in refusal.value.message_dict
    assert not DecisionRequest.objects.exists()


def test_a_commitment_is_not_merged_into_itself(commitment, editor):
    with pytest.raises(ValidationError, match="another commitment"):
        ask_for_decision(
            commitment, RequestDraft("merge", "Why not.", other=commitment), by=standing_for(editor), now=NOW
        )


def test_one_request_waits_at_a_time(asked, commitment, colleague):
    with pytest.raises(ValidationError, match="waits for its answer"):
        ask_for_decision(commitment, extension(edtf="2020"), by=standing_for(colleague), now=NOW)


def test_the_same_request_sent_twice_is_one(commitment, editor):
    draft = extension()
    first = ask_for_decision(commitment, draft, by=standing_for(editor), now=NOW, seen_revision=1)
    assert ask_for_decision(commitment, draft, by=standing_for(editor), now=NOW, seen_revision=1) == first


def test_asking_on_a_stale_form_is_told(commitment, editor):
    with pytest.raises(StaleForm):
        ask_for_decision(commitment, extension(), by=standing_for(editor), now=NOW, seen_revision=9)


def test_nothing_is_asked_of_what_is_closed(commitment, editor, by):
    withdraw(commitment, ruling(), by=by, now=NOW)
    with pytest.raises(ValidationError, match="nothing left to ask"):
        ask_for_decision(commitment, extension(), by=standing_for(editor), now=NOW)


def test_the_same_answer_twice_is_one_decision(asked, commitment, by):
    grant_request(asked, ruling(), by=by, now=NOW)
    grant_request(asked, ruling(), by=by, now=NOW)
    assert commitment.decisions.count() == 1


def test_a_second_coordinator_with_another_answer_comes_too_late(asked, by):
    refuse_request(asked, "No.", by=by, now=NOW)
    with pytest.raises(ValidationError, match="refused by Coordinator meanwhile"):
        grant_request(asked, ruling(), by=by, now=NOW)


def test_a_refusal_needs_a_reason(asked, by):
    with pytest.raises(ValidationError) as refusal:
        refuse_request(asked, " ", by=by, now=NOW)
    assert set(refusal.value.message_dict) == {"reason"}


def test_a_decision_that_is_refused_leaves_the_request_waiting(asked, by):
    with pytest.raises(ValidationError):
        grant_request(asked, ruling(decided_on=TODAY + dt.timedelta(days=1)), by=by, now=NOW)
    asked.refresh_from_db()
    assert asked.answer == ""


@pytest.mark.parametrize("name", ["viewer", "outsider"])
def test_who_does_not_report_does_not_ask(name, commitment, request):
    with pytest.raises(PermissionDenied):
        ask_for_decision(commitment, extension(), by=standing_for(request.getfixturevalue(name)), now=NOW)


@pytest.mark.parametrize("name", ["editor", "head", "viewer", "outsider"])
def test_only_the_coordinator_answers(name, asked, request):
    standing = standing_for(request.getfixturevalue(name))
    with pytest.raises(PermissionDenied):
        grant_request(asked, ruling(), by=standing, now=NOW)
    with pytest.raises(PermissionDenied):
        refuse_request(asked, "No.", by=standing, now=NOW)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("request_kind_is_known|other_commitment_if", {"kind": "forget"}),  # each database names another first
        ("request_has_a_reason", {"reason": ""}),
        ("proposed_date_if_and_only_if_an_extension", {"proposed_edtf": ""}),
        ("other_commitment_if_and_only_if_merged_or_superseded", {"kind": "merge", "proposed_edtf": ""}),
        ("request_is_answered_by_somebody_at_some_time", {"answer": "refused"}),
        ("decision_if_and_only_if_granted", {"answer": "granted", "answered_at": NOW}),
    ],
)
def test_a_request_cannot_contradict_itself(name, change, asked, editor):
    if "answered_at" in change:
        change = {**change, "answered_by": editor}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        DecisionRequest.objects.filter(pk=asked.pk).update(**change)
