"""Record an independent judgement beside the claim; it changes nothing about the claim itself."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import may_review, require, reviews_for
from commitments.actions.ask_review import settle_request
from commitments.actions.come_back import occurrence_of
from commitments.actions.settle import actor, locked, refuse_stale, settle
from commitments.models import Commitment, Occurrence, Review
from commitments.validators import validate_effective_day
from countries.access import Standing


@dataclass(frozen=True)
class ReviewDraft:
    """`occurrence` is the number of the one it judges; 0 is the one that was current on that day."""

    completion: str
    judgement: str
    reviewed_on: dt.date
    occurrence: int = 0
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def post_review(
    commitment: Commitment,
    draft: ReviewDraft,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None = None,
) -> Review:
    """`seen_revision`: a judgement of something that changed meanwhile is refused as a stale form."""
    require(may_review(by, commitment), "A review is made by a manager who has no seat in the lead institution.")
    row = locked(commitment)
    posted = Review.objects.filter(submission=draft.submission, commitment=row).first()
    if posted is not None:
        return posted
    refuse_stale(row, seen_revision)
    _refuse(row, draft, now)
    time = occurrence_of(row, draft.occurrence) if draft.occurrence else None
    _refuse_own_claim(row, time, by)
    review = Review(
        commitment=row,
        occurrence=time,
        reviewer=actor(by),
        on_behalf_of=reviews_for(by, row),
        posted_at=now,
        reviewed_on=draft.reviewed_on,
        completion=draft.completion,
        judgement=draft.judgement.strip(),
        submission=draft.submission,
    )
    review.full_clean(validate_constraints=False)
    review.save()
    settle_request(review)
    settle(row, now=now)
    return review


def _refuse(row: Commitment, draft: ReviewDraft, now: dt.datetime) -> None:
    today = row.country.local_date(now)
    validate_effective_day(draft.reviewed_on, begins_on=row.document.counted_from, today=today, field="reviewed_on")
    if not draft.judgement.strip():
        raise ValidationError({"judgement": "Say in a sentence what the judgement rests on."})


def _refuse_own_claim(row: Commitment, time: Occurrence | None, by: Standing) -> None:
    """Administrators may: they write down what auditors and others have published."""
    claim = (row.updates.filter(occurrence=time) if time else row.updates).first()
    if claim is not None and claim.author_id == actor(by).pk and not by.is_administrator:
        raise ValidationError(
            f"You reported this yourself, as of {claim.effective_on:%-d %B %Y}, so somebody else has to judge it. "
            "Ask another manager of the country, or an administrator."
        )
