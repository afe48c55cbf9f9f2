"""Take a promise into the tracker, and correct its description later. Dates move by decision only (`decide.py`)."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from commitments import search
from commitments.access import may_coordinate, require
from commitments.actions.come_back import begin_series, lay_out
from commitments.actions.readings import DUE, joined, joined_series
from commitments.actions.settle import locked, refuse_stale, settle
from commitments.deadlines import Repetition, is_repetition
from commitments.deadlines.agreement import Words
from commitments.models import Commitment, Dependency
from commitments.validators import validate_promise, validate_series
from countries.access import Standing
from countries.models import Document, Institution, Pillar


@dataclass(frozen=True)
class CommitmentDraft:
    """What a coordinator writes down. The due fields count at registration only; `due_why` says why the figures are not
    what the words say, when they are not. `due_edtf` may be the rule of what comes back, such as R7/2022-03-01/P1Y."""

    reference: str
    title: str
    quotation: str
    quotation_language: str
    lead: Institution
    pillar: Pillar | None = None
    contributors: tuple[Institution, ...] = ()
    description: str = ""
    translation: str = ""
    place: str = ""
    due_phrase: str = ""
    due_edtf: str = ""
    due_why: str = ""
    due_note: str = ""


@transaction.atomic
def register_commitment(document: Document, draft: CommitmentDraft, *, by: Standing, now: dt.datetime) -> Commitment:
    """The due window becomes the baseline, which nothing moves afterwards; of what comes back, that of each time."""
    commitment = Commitment(document=document, registered_at=now, reference=draft.reference.strip())
    require(may_coordinate(by, commitment), "Commitments are registered by the coordinator of the country.")
    _refuse_taken(commitment.reference)
    _describe(commitment, draft)
    repetition = _promise(commitment, draft, by=by, now=now)
    commitment.baseline_phrase = commitment.due_phrase
    commitment.baseline_edtf = commitment.due_edtf
    commitment.baseline_earliest, commitment.baseline_latest = commitment.due_earliest, commitment.due_latest
    commitment.baseline_reading = commitment.due_reading
    commitment.full_clean()
    _insert(commitment)
    commitment.contributors.set(draft.contributors)
    search.index([commitment])
    if repetition is not None:
        begin_series(commitment, repetition, _today(commitment, now))
    return commitment


def _promise(commitment: Commitment, draft: CommitmentDraft, *, by: Standing, now: dt.datetime) -> Repetition | None:
    """Of what comes back the window is that of the first time, and its rule is given back."""
    begins_on, today = commitment.document.counted_from, _today(commitment, now)
    commitment.due_phrase, commitment.due_note = draft.due_phrase.strip(), draft.due_note
    words = Words(commitment.due_phrase, draft.quotation_language, commitment.document.country.code, begins_on)
    repetition = validate_series(draft.due_edtf, draft.due_phrase, begins_on=begins_on, today=today)
    if repetition is not None:
        commitment.set_due(repetition.first)
        commitment.due_reading = joined_series(words, repetition, draft.due_why, fields=DUE, by=by, now=now)
        return repetition
    window = validate_promise(draft.due_edtf, draft.due_phrase, begins_on=begins_on)
    window, commitment.due_reading = joined(words, window, draft.due_why, fields=DUE, by=by, now=now)
    commitment.set_due(window)
    return None


def _today(commitment: Commitment, now: dt.datetime) -> dt.date:
    return max(commitment.document.country.local_date(now), commitment.document.counted_from)


def _insert(commitment: Commitment) -> None:
    """Somebody may have taken the reference since it was checked; checked again, it is refused in words."""
    try:
        with transaction.atomic():
            commitment.save()
    except IntegrityError:
        commitment.full_clean()
        raise


@transaction.atomic
def edit_commitment(
    commitment: Commitment,
    draft: CommitmentDraft,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None = None,
) -> Commitment:
    """Everything of the draft except the reference and the due date; only what was kept as one date, or none, may be
    given the rule by which it comes back, before anything has happened to it."""
    require(may_coordinate(by, commitment), "A commitment's text is edited by the coordinator of the country.")
    row = locked(commitment)
    refuse_stale(row, seen_revision)
    _describe(row, draft)
    row.due_note = draft.due_note
    row.full_clean(exclude=["reference"])
    row.contributors.set(draft.contributors)
    if is_repetition(draft.due_edtf) and row.occurrence_id is None:
        _come_back(row, draft, by=by, now=now)
    settle(row, now=now)
    search.index([row])
    return row


def _come_back(row: Commitment, draft: CommitmentDraft, *, by: Standing, now: dt.datetime) -> None:
    """Each time keeps a first promise of its own. What was said of the one date would be of no time, so none may be."""
    happened = (row.updates, row.decisions, row.requests, row.awaited_by, Dependency.objects.filter(commitment=row))
    if row.closed_as or any(rows.exists() for rows in happened):
        raise ValidationError(
            {
                "due_edtf": "It has been reported on, decided about or waited for as one date already. Register it "
                "anew with its times, and let that one supersede this one."
            }
        )
    begins_on, today = row.document.counted_from, _today(row, now)
    repetition = validate_series(draft.due_edtf, row.due_phrase, begins_on=begins_on, today=today)
    assert repetition is not None  # the caller asked
    words = Words(row.due_phrase, row.quotation_language, row.document.country.code, begins_on)
    reading = joined_series(words, repetition, draft.due_why, fields=DUE, by=by, now=now)
    lay_out(row, repetition, today)
    row.occurrences.update(due_reading=reading)
    row.due_reading = reading


def _describe(commitment: Commitment, draft: CommitmentDraft) -> None:
    _refuse_foreign(commitment, draft)
    commitment.title, commitment.description = draft.title.strip(), draft.description.strip()
    commitment.quotation, commitment.translation = draft.quotation.strip(), draft.translation.strip()
    commitment.quotation_language, commitment.place = draft.quotation_language, draft.place.strip()
    commitment.lead, commitment.pillar = draft.lead, draft.pillar


def _refuse_taken(reference: str) -> None:
    """Whatever its capitals: people copy references from paper and mails."""
    taken = Commitment.objects.filter(reference__iexact=reference).first()
    if taken is not None:
        raise ValidationError({"reference": f"{taken.reference} is “{taken.title}” already. Choose another reference."})


def _refuse_foreign(commitment: Commitment, draft: CommitmentDraft) -> None:
    country = commitment.document.country
    if draft.lead.country_id != country.pk:
        raise ValidationError({"lead": f"{draft.lead} is not in {country}. Choose an institution of {country}."})
    foreign = [str(i) for i in draft.contributors if i.country_id != country.pk]
    if foreign:
        raise ValidationError({"contributors": f"Not in {country}: {', '.join(foreign)}. Remove them."})
    if draft.lead in draft.contributors:
        raise ValidationError({"contributors": f"{draft.lead} leads it already. Remove it from the contributors."})
    if draft.pillar is not None and draft.pillar.document_id != commitment.document_id:
        raise ValidationError({"pillar": "This pillar belongs to another document. Choose one of this document."})
