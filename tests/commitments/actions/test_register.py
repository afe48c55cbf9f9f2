"""Registering and editing: the baseline is what was promised, and nothing foreign slips in."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commitments.actions import (
    CommitmentDraft,
    MilestoneDraft,
    ReviewDraft,
    Ruling,
    add_milestone,
    edit_commitment,
    finish_milestone,
    post_review,
    register_commitment,
    withdraw,
)
from commitments.models import Commitment, Milestone
from tests.factories import DocumentFactory, InstitutionFactory, PillarFactory
from tests.people import NOW, TODAY, standing_for


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway)


@pytest.fixture
def draft(ministry) -> CommitmentDraft:
    return CommitmentDraft(
        reference="NO-2017-02",
        title="Be represented in Tallinn",
        quotation="innen utgangen av 2018",
        quotation_language="nb",
        lead=ministry,
        due_phrase="innen utgangen av 2018",
        due_edtf="2018",
    )


@pytest.fixture
def by(coordinator):
    return standing_for(coordinator)


def test_the_promise_becomes_the_baseline(document, draft, by):
    commitment = register_commitment(document, draft, by=by, now=NOW)
    assert commitment.baseline_phrase == "innen utgangen av 2018"
    assert (commitment.baseline_earliest, commitment.baseline_latest) == (
        commitment.due_earliest,
        commitment.due_latest,
    )


def test_a_commitment_without_a_date_is_complete(document, draft, by):
    commitment = register_commitment(document, replace(draft, due_phrase="", due_edtf=""), by=by, now=NOW)
    commitment.refresh_from_db()
    assert commitment.due_window is None


def test_an_unclear_phrase_stands_without_a_window(document, draft, by):
    commitment = register_commitment(document, replace(draft, due_phrase="soon", due_edtf=""), by=by, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.due_phrase, commitment.due_latest) == ("soon", None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "x" * 10_000}, "title"),
        ({"title": ""}, "title"),
        ({"title": "a\0"}, "title"),
        ({"reference": "no spaces allowed"}, "reference"),
        ({"reference": "../etc"}, "reference"),
        ({"quotation": ""}, "quotation"),
        ({"description": "x" * 4001}, "description"),
        ({"due_edtf": "2016"}, "due_edtf"),
        ({"due_edtf": "2018-02-31"}, "due_edtf"),
        ({"due_edtf": "2018", "due_phrase": ""}, "due_phrase"),
        ({"due_phrase": "x" * 301}, "due_phrase"),
    ],
)
def test_a_bad_commitment_is_refused_by_field(fields, field, document, draft, by):
    with pytest.raises(ValidationError) as refusal:
        register_commitment(document, replace(draft, **fields), by=by, now=NOW)
    assert field in refusal.value.message_dict
    assert not Commitment.objects.exists()


def test_a_foreign_institution_is_refused(document, draft, by, lithuania):
    foreign = InstitutionFactory(country=lithuania)
    with pytest.raises(ValidationError, match="Choose an institution of Norway"):
        register_commitment(document, replace(draft, lead=foreign), by=by, now=NOW)
    with pytest.raises(ValidationError, match="Not in Norway"):
        register_commitment(document, replace(draft, contributors=(foreign,)), by=by, now=NOW)


def test_a_pillar_of_another_document_is_refused(document, draft, by):
    with pytest.raises(ValidationError, match="another document"):
        register_commitment(document, replace(draft, pillar=PillarFactory()), by=by, now=NOW)


def test_a_reference_is_used_once(document, draft, by):
    register_commitment(document, draft, by=by, now=NOW)
    with pytest.raises(ValidationError) as refusal:
        register_commitment(document, draft, by=by, now=NOW)
    assert set(refusal.value.message_dict) == {"reference"}


def test_editing_leaves_date_and_baseline_alone(document, draft, by):
    commitment = register_commitment(document, draft, by=by, now=NOW)
    edited = edit_commitment(commitment, replace(draft, title="Send somebody", due_edtf="2030"), by=by, now=NOW)
    assert (edited.title, edited.due_edtf, edited.revision) == ("Send somebody", "2018", 2)


def test_an_editor_does_not_register(document, draft, editor):
    with pytest.raises(PermissionDenied):
        register_commitment(document, draft, by=standing_for(editor), now=NOW)


def test_a_review_stands_beside_the_claim(document, draft, by):
    commitment = register_commitment(document, draft, by=by, now=NOW)
    post_review(commitment, ReviewDraft("limited", "No sign of it yet.", TODAY), by=by, now=NOW)
    commitment.refresh_from_db()
    assert (commitment.completion, commitment.reviews.get().completion) == ("no_evidence", "limited")


def test_the_owner_does_not_review(document, draft, by, head):
    commitment = register_commitment(document, draft, by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        post_review(commitment, ReviewDraft("complete", "All fine.", TODAY), by=standing_for(head), now=NOW)


def test_a_milestone_is_dated_and_reached(document, draft, by, editor):
    commitment = register_commitment(document, draft, by=by, now=NOW)
    milestone = add_milestone(
        commitment, MilestoneDraft("Apply", "by spring 2018", "2018-21"), by=standing_for(editor), now=NOW
    )
    finish_milestone(milestone, on=TODAY, by=standing_for(editor), now=NOW)
    milestone.refresh_from_db()
    assert (milestone.due_precision, milestone.done_on) == ("season", TODAY)


def test_a_milestone_is_reached_once(document, draft, by):
    commitment = register_commitment(document, draft, by=by, now=NOW)
    milestone = add_milestone(commitment, MilestoneDraft("Apply"), by=by, now=NOW)
    seen_by_another = Milestone.objects.get(pk=milestone.pk)
    finish_milestone(milestone, on=TODAY, by=by, now=NOW)
    finish_milestone(seen_by_another, on=TODAY - dt.timedelta(days=1), by=by, now=NOW)
    milestone.refresh_from_db()
    assert milestone.done_on == TODAY


def test_a_withdrawn_commitment_takes_no_milestones(document, draft, by):
    commitment = register_commitment(document, draft, by=by, now=NOW)
    milestone = add_milestone(commitment, MilestoneDraft("Apply"), by=by, now=NOW)
    withdraw(commitment, Ruling(TODAY, "The Cabinet", "It is not needed any more."), by=by, now=NOW)
    with pytest.raises(ValidationError, match="reopen it first"):
        add_milestone(commitment, MilestoneDraft("Join"), by=by, now=NOW)
    with pytest.raises(ValidationError, match="reopen it first"):
        finish_milestone(milestone, on=TODAY, by=by, now=NOW)


def test_a_milestone_is_not_reached_in_the_future(document, draft, by):
    commitment = register_commitment(document, draft, by=by, now=NOW)
    milestone = add_milestone(commitment, MilestoneDraft("Apply"), by=by, now=NOW)
    with pytest.raises(ValidationError) as refusal:
        finish_milestone(milestone, on=TODAY.replace(year=2019), by=by, now=NOW)
    assert set(refusal.value.message_dict) == {"done_on"}
