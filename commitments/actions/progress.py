"""Post a progress update with its evidence."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from commitments.access import acts_for, may_update, require
from commitments.actions.come_back import occurrence_of
from commitments.actions.files import note_file, taken_back_on_failure
from commitments.actions.settle import actor, locked, refuse_stale, settle
from commitments.choices import EvidenceKind
from commitments.facts import facts_of
from commitments.models import Commitment, Evidence, Occurrence, ProgressUpdate
from commitments.timeline import occurrences_on, snapshot
from commitments.validators import read_window, validate_claim, validate_effective_day, validate_file, validate_forecast
from countries.access import Standing


@dataclass(frozen=True)
class EvidenceDraft:
    """A link (`address`) or a `file`, never both."""

    title: str
    address: str = ""
    file: File | None = None
    dated_on: str = ""


@dataclass(frozen=True)
class ProgressDraft:
    """`occurrence` is the number of the one it speaks of; 0 is the current one, where something comes back."""

    effective_on: dt.date
    completion: str
    narrative: str = ""
    confidence: str = ""
    forecast_on: dt.date | None = None
    next_step: str = ""
    no_change: bool = False
    evidence: tuple[EvidenceDraft, ...] = ()
    occurrence: int = 0
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


@taken_back_on_failure
@transaction.atomic
def post_update(
    commitment: Commitment,
    draft: ProgressDraft,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None = None,
) -> ProgressUpdate:
    """Append the update. The same `submission` posted again (a double click) returns the first one."""
    require(may_update(by, commitment), "Only the lead institution or the coordinator reports progress.")
    row = locked(commitment)
    posted = ProgressUpdate.objects.filter(submission=draft.submission, commitment=row).first()
    if posted is not None:
        return posted
    refuse_stale(row, seen_revision)
    time = occurrence_of(row, draft.occurrence)
    _refuse(row, time, draft, now)
    update = ProgressUpdate(
        commitment=row,
        occurrence=time,
        author=actor(by),
        on_behalf_of=acts_for(by, row),
        posted_at=now,
        effective_on=draft.effective_on,
        completion=draft.completion,
        confidence=draft.confidence,
        forecast_on=draft.forecast_on,
        narrative=draft.narrative.strip(),
        next_step=draft.next_step.strip(),
        no_change=draft.no_change,
        submission=draft.submission,
    )
    update.full_clean(validate_constraints=False)
    proofs = _proofs(draft.evidence)
    update.save()
    for evidence in proofs:
        evidence.update = update
        evidence.save()
        note_file(evidence.file)
    settle(row, now=now)
    return update


def _refuse(row: Commitment, time: Occurrence | None, draft: ProgressDraft, now: dt.datetime) -> None:
    if row.closed_as:
        raise ValidationError(
            f"{row.reference} was {row.get_closed_as_display().lower()} on {row.closed_on:%-d %B %Y} and takes no "
            "updates. Ask the coordinator to reopen it first."
        )
    today = row.country.local_date(now)
    validate_effective_day(draft.effective_on, begins_on=row.document.counted_from, today=today)
    validate_claim(
        completion=draft.completion,
        narrative=draft.narrative,
        no_change=draft.no_change,
        previous=_said_by(row, time, draft.effective_on),
    )
    validate_forecast(draft.forecast_on, effective_on=draft.effective_on, completion=draft.completion)


def _said_by(row: Commitment, time: Occurrence | None, day: dt.date) -> str:
    """What "no change" repeats: a back-dated one must not carry today's completion into the past."""
    facts = facts_of(row)
    if time is not None:
        return next(shot.completion for shot in occurrences_on(facts, day) if shot.number == time.number)
    shot = snapshot(facts, day)
    return shot.completion if shot else row.completion


def _proofs(pieces: tuple[EvidenceDraft, ...]) -> list[Evidence]:
    """All checked before anything is written, so that a refused link leaves no file behind."""
    proofs = [_proof(piece) for piece in pieces]
    seen: set[str] = set()
    for proof in proofs:
        if proof.fingerprint in seen:
            raise ValidationError({"evidence": f"“{proof.title}” is given twice. Keep one of the two."})
        seen.add(proof.fingerprint)
    return proofs


def _proof(piece: EvidenceDraft) -> Evidence:
    evidence = Evidence(title=piece.title.strip(), dated_on=piece.dated_on)
    if piece.file is not None:
        validate_file(piece.file)
        evidence.kind, evidence.file = EvidenceKind.FILE, _renamed(piece.file)
        evidence.fingerprint = _fingerprint(piece.file)
    elif not piece.address.strip():
        raise ValidationError({"evidence": "Give the web address of the evidence, or attach a file."})
    else:
        evidence.kind, evidence.address = EvidenceKind.LINK, piece.address.strip()
        evidence.fingerprint = hashlib.sha256(evidence.address.encode("utf-8", "replace")).hexdigest()
    if evidence.dated_on:
        read_window(evidence.dated_on, field="dated_on")
    try:
        evidence.full_clean(exclude=["update"], validate_constraints=False)
    except ValidationError as problem:
        raise ValidationError({"evidence": problem.messages}) from problem
    return evidence


def _renamed(file: File) -> File:
    """Under a name nobody can guess; its ending has been checked."""
    return File(file, name=f"{uuid.uuid4().hex}{PurePosixPath(file.name or '').suffix.lower()}")


def _fingerprint(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
