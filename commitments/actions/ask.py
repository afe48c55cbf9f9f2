"""Staff ask, the coordinator answers. A granted request is a decision like any other, and points at it."""

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import acts_for, decides_for, may_coordinate, may_replace, may_update, require
from commitments.actions.decide import Move, Ruling, move_date, supersede, withdraw
from commitments.actions.readings import PROPOSED, joined, words_in
from commitments.actions.settle import actor, locked, refuse_stale, settle
from commitments.choices import Answer, RequestKind
from commitments.models import Commitment, DateReading, Decision, DecisionRequest
from commitments.validators import read_window
from countries.access import Standing


@dataclass(frozen=True)
class RequestDraft:
    """`phrase` and `edtf` count for an extension, `other` for a merger or a replacement."""

    kind: str
    reason: str
    phrase: str = ""
    edtf: str = ""
    why: str = ""
    other: Commitment | None = None
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def ask_for_decision(
    commitment: Commitment,
    draft: RequestDraft,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None = None,
) -> DecisionRequest:
    """The same `submission` sent again gives back the first request."""
    require(may_update(by, commitment), "Only those who report on a commitment ask for a decision about it.")
    row = locked(commitment)
    posted = DecisionRequest.objects.filter(submission=draft.submission, commitment=row).first()
    if posted is not None:
        return posted
    refuse_stale(row, seen_revision)
    _refuse(row, draft)
    extends = draft.kind == RequestKind.EXTEND
    reading = _read(row, draft, by=by, now=now) if extends else None
    request = DecisionRequest(
        commitment=row,
        occurrence=row.occurrence if extends else None,
        kind=draft.kind,
        reason=draft.reason.strip(),
        proposed_phrase=draft.phrase.strip() if extends else "",
        proposed_edtf=draft.edtf.strip() if extends else "",
        proposed_reading=reading,
        other=draft.other if draft.kind in (RequestKind.MERGE, RequestKind.SUPERSEDE) else None,
        requested_by=actor(by),
        on_behalf_of=acts_for(by, row),
        posted_at=now,
        submission=draft.submission,
    )
    request.full_clean(validate_constraints=False)
    request.save()
    settle(row, now=now)
    return request


def _refuse(row: Commitment, draft: RequestDraft) -> None:
    if row.closed_as:
        raise ValidationError(
            f"{row.reference} is {row.get_closed_as_display().lower()} already. There is nothing left to ask for."
        )
    if DecisionRequest.objects.waiting().filter(commitment=row).exists():
        raise ValidationError(
            f"A request about {row.reference} waits for its answer. Wait for it before you ask again."
        )
    if draft.kind == RequestKind.EXTEND:
        _refuse_extension(row, draft)
    needs_other = draft.kind in (RequestKind.MERGE, RequestKind.SUPERSEDE)
    if needs_other and (draft.other is None or not may_replace(draft.other, row)):
        raise ValidationError(
            {"other": "Name another commitment of the same country by its reference, one that takes this one's place."}
        )


def _refuse_extension(row: Commitment, draft: RequestDraft) -> None:
    if not draft.phrase.strip():
        raise ValidationError({"phrase": "Say in words by when it can be done, such as “by the end of 2019”."})
    window = read_window(draft.edtf.strip(), field="edtf")
    if row.due_latest is not None and window.latest <= row.due_latest:
        raise ValidationError(
            {"edtf": f"This is not later than the date in force ({row.due_latest:%-d %B %Y}). Propose a later one."}
        )


def _read(row: Commitment, draft: RequestDraft, *, by: Standing, now: dt.datetime) -> DateReading | None:
    """Counted from the day of the request, which is when its words are said."""
    window = read_window(draft.edtf.strip(), field="edtf")
    words = words_in(row, draft.phrase, row.country.local_date(now))
    return joined(words, window, draft.why, fields=PROPOSED, by=by, now=now)[1]


@transaction.atomic
def grant_request(
    request: DecisionRequest, ruling: Ruling, *, by: Standing, now: dt.datetime, move: Move | None = None
) -> DecisionRequest:
    """Decide as asked; `move` gives a date other than the proposed one."""
    waiting = _waiting(request, by)
    if waiting.answer:
        return _settled(waiting, Answer.GRANTED)
    decision = _decide(waiting, ruling, move, by=by, now=now)
    _answer(waiting, Answer.GRANTED, ruling.reason, by=by, now=now, decision=decision)
    return waiting


@transaction.atomic
def refuse_request(request: DecisionRequest, reason: str, *, by: Standing, now: dt.datetime) -> DecisionRequest:
    waiting = _waiting(request, by)
    if waiting.answer:
        return _settled(waiting, Answer.REFUSED)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is refused. Who asked will read it."})
    _answer(waiting, Answer.REFUSED, reason, by=by, now=now, decision=None)
    settle(waiting.commitment, now=now)
    return waiting


def _waiting(request: DecisionRequest, by: Standing) -> DecisionRequest:
    """The request as it is now, its commitment locked."""
    require(may_coordinate(by, request.commitment), "Requests are answered by the coordinator of the country.")
    row = locked(request.commitment)
    waiting = DecisionRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    waiting.commitment = row
    return waiting


def _settled(request: DecisionRequest, answer: Answer) -> DecisionRequest:
    """Answered before: the same answer again is the same click, another one comes too late."""
    if request.answer == answer:
        return request
    raise ValidationError(
        f"This request was {request.get_answer_display().lower()} by {request.answered_by} meanwhile. "
        "Open it again to see why."
    )


def _decide(request: DecisionRequest, ruling: Ruling, move: Move | None, *, by: Standing, now: dt.datetime) -> Decision:
    commitment = request.commitment
    if request.kind == RequestKind.EXTEND:
        asked_for = request.occurrence.number if request.occurrence else 0
        return move_date(commitment, replace(move or _as_asked(request), occurrence=asked_for), ruling, by=by, now=now)
    if request.other is not None:
        return supersede(commitment, request.other, ruling, by=by, now=now)
    return withdraw(commitment, ruling, by=by, now=now)


def _as_asked(request: DecisionRequest) -> Move:
    """Words such as "within six months" were said on the day of the request: what they meant then still holds."""
    reading = request.proposed_reading
    asked_on = request.commitment.country.local_date(request.posted_at)
    why = reading.reason if reading else ""
    return Move(request.proposed_phrase, request.proposed_edtf, why or f"As asked on {asked_on:%-d %B %Y}.")


def _answer(
    request: DecisionRequest,
    answer: Answer,
    reason: str,
    *,
    by: Standing,
    now: dt.datetime,
    decision: Decision | None,
) -> None:
    request.answer, request.answer_reason = answer, reason.strip()
    request.answered_by, request.answered_at = actor(by), now
    request.answered_on_behalf_of = decides_for(by, request.commitment)
    request.decision = decision
    request.full_clean(validate_constraints=False)
    request.save()
