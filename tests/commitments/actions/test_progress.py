"""Posting progress: what is taken, what is refused, and that nothing is lost or doubled."""

import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from commitments.actions import EvidenceDraft, ProgressDraft, Ruling, StaleForm, post_update, withdraw
from commitments.choices import Completion
from commitments.models import Evidence, ProgressUpdate
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for


@pytest.fixture
def commitment(norway, ministry):
    return CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry)


def draft(**fields) -> ProgressDraft:
    return ProgressDraft(**{"effective_on": TODAY, "completion": "limited", "narrative": "Begun.", **fields})


def test_an_update_sets_what_the_commitment_claims(commitment, editor):
    post_update(commitment, draft(completion="complete"), by=standing_for(editor), now=NOW)
    commitment.refresh_from_db()
    assert (commitment.completion, commitment.done_on, commitment.last_reported_on) == ("complete", TODAY, TODAY)
    assert commitment.revision == 2


def test_a_back_dated_update_does_not_undo_a_later_one(commitment, editor):
    post_update(commitment, draft(completion="substantial"), by=standing_for(editor), now=NOW)
    earlier = draft(completion="limited", effective_on=TODAY - dt.timedelta(days=30))
    post_update(commitment, earlier, by=standing_for(editor), now=NOW)
    commitment.refresh_from_db()
    assert commitment.completion == Completion.SUBSTANTIAL


def test_complete_is_reversible_and_the_reversal_stays_visible(commitment, editor):
    post_update(commitment, draft(completion="complete"), by=standing_for(editor), now=NOW)
    post_update(commitment, draft(completion="substantial"), by=standing_for(editor), now=NOW)
    commitment.refresh_from_db()
    assert (commitment.completion, commitment.done_on) == ("substantial", None)
    assert commitment.updates.count() == 2


def test_no_change_needs_no_words(commitment, editor):
    post_update(
        commitment, draft(completion="no_evidence", narrative="", no_change=True), by=standing_for(editor), now=NOW
    )
    assert commitment.updates.get().no_change


def test_no_change_of_an_earlier_day_repeats_what_was_said_by_then(commitment, editor):
    earlier = TODAY - dt.timedelta(days=90)
    by = standing_for(editor)
    post_update(commitment, draft(effective_on=earlier), by=by, now=NOW)
    post_update(commitment, draft(completion="complete"), by=by, now=NOW)
    silent = draft(effective_on=TODAY - dt.timedelta(days=30), completion="complete", narrative="", no_change=True)
    with pytest.raises(ValidationError) as refused:
        post_update(commitment, silent, by=by, now=NOW)
    assert "completion" in refused.value.message_dict
    post_update(commitment, replace(silent, completion="limited"), by=by, now=NOW)
    commitment.refresh_from_db()
    assert commitment.done_on == TODAY


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"effective_on": TODAY + dt.timedelta(days=1)}, "effective_on"),
        ({"effective_on": dt.date(2017, 9, 26)}, "effective_on"),
        ({"completion": "finished"}, "completion"),
        ({"completion": "complete", "no_change": True}, "completion"),
        ({"narrative": "  "}, "narrative"),
        ({"narrative": "a\0b"}, "narrative"),
        ({"narrative": "\ud800"}, "narrative"),
        ({"narrative": "x" * 10_001}, "narrative"),
        ({"next_step": "\x1b[31m"}, "next_step"),
        ({"forecast_on": TODAY - dt.timedelta(days=1)}, "forecast_on"),
        ({"forecast_on": dt.date(2201, 1, 1)}, "forecast_on"),
        ({"forecast_on": TODAY, "completion": "complete"}, "forecast_on"),
        ({"evidence": (EvidenceDraft("Proof", "javascript:alert(1)"),)}, "evidence"),
        ({"evidence": (EvidenceDraft("Proof", ""),)}, "evidence"),
        ({"evidence": (EvidenceDraft("", "https://example.org"),)}, "evidence"),
        (
            {"evidence": (EvidenceDraft("A", "https://example.org"), EvidenceDraft("B", "https://example.org"))},
            "evidence",
        ),
        ({"evidence": (EvidenceDraft("A", "https://example.org", dated_on="31.12.2018"),)}, "dated_on"),
        ({"evidence": (EvidenceDraft("A", file=SimpleUploadedFile("a.html", b"<script>")),)}, "file"),
        ({"evidence": (EvidenceDraft("A", file=SimpleUploadedFile("a.pdf", b"MZ")),)}, "file"),
        ({"evidence": (EvidenceDraft("A", file=SimpleUploadedFile("a.pdf", b"")),)}, "file"),
    ],
)
def test_bad_input_is_refused_by_field_and_leaves_nothing(fields, field, commitment, editor):
    with pytest.raises(ValidationError) as refusal:
        post_update(commitment, draft(**fields), by=standing_for(editor), now=NOW)
    assert set(refusal.value.message_dict) == {field}
    assert not ProgressUpdate.objects.exists()
    assert not Evidence.objects.exists()
    commitment.refresh_from_db()
    assert commitment.revision == 1


def test_today_is_the_day_of_the_country_not_of_the_server(commitment, editor):
    late_evening = dt.datetime(2018, 5, 31, 22, 30, tzinfo=dt.UTC)  # the first of June in Oslo
    post_update(commitment, draft(effective_on=dt.date(2018, 6, 1)), by=standing_for(editor), now=late_evening)
    assert commitment.updates.get().effective_on == dt.date(2018, 6, 1)


def test_the_same_form_posted_twice_is_one_update(commitment, editor):
    form = draft()
    first = post_update(commitment, form, by=standing_for(editor), now=NOW, seen_revision=1)
    second = post_update(commitment, form, by=standing_for(editor), now=NOW, seen_revision=1)
    assert first.pk == second.pk
    assert commitment.updates.count() == 1


def test_a_stale_form_is_told_and_writes_nothing(commitment, editor, colleague):
    post_update(commitment, draft(), by=standing_for(colleague), now=NOW, seen_revision=1)
    with pytest.raises(StaleForm) as stale:
        post_update(commitment, draft(), by=standing_for(editor), now=NOW, seen_revision=1)
    assert stale.value.commitment.revision == 2
    assert commitment.updates.get().author == colleague


def test_a_withdrawn_commitment_takes_no_update(commitment, editor, coordinator):
    ruling = Ruling(decided_on=TODAY, decided_by="The government", reason="Dropped.")
    withdraw(commitment, ruling, by=standing_for(coordinator), now=NOW)
    with pytest.raises(ValidationError, match="reopen"):
        post_update(commitment, draft(), by=standing_for(editor), now=NOW)


@pytest.mark.parametrize("name", ["viewer", "outsider"])
def test_who_may_not_report_cannot(name, commitment, request):
    with pytest.raises(PermissionDenied):
        post_update(commitment, draft(), by=standing_for(request.getfixturevalue(name)), now=NOW)


def test_evidence_carries_the_fingerprint_of_its_bytes(commitment, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    proof = EvidenceDraft("Minutes", file=SimpleUploadedFile("minutes.txt", b"agreed"))
    update = post_update(commitment, draft(evidence=(proof,)), by=standing_for(editor), now=NOW)
    assert update.evidence.get().fingerprint == hashlib.sha256(b"agreed").hexdigest()


def test_the_database_refuses_to_rewrite_an_update(commitment, editor):
    update = post_update(commitment, draft(), by=standing_for(editor), now=NOW)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        ProgressUpdate.objects.filter(pk=update.pk).update(narrative="Rewritten.")
    update.refresh_from_db()
    assert update.narrative == "Begun."
