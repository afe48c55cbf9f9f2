"""Ask somebody who does not own a commitment to judge it; they review it, or decline with a reason."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from commitments.access import may_update, require
from commitments.actions.settle import actor, locked, refuse_stale, settle
from commitments.models import Commitment, Review, ReviewRequest
from countries.access import Standing
from countries.choices import MANAGING_ROLES
from countries.models import Person, Seat


@dataclass(frozen=True)
class ReviewRequestDraft:
    asked: Person
    reason: str
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


def reviewers_of(commitment: Commitment, on: dt.date) -> QuerySet[Person]:
    """Managers of the country without a seat in the lead institution: the twin of `access.may_review`."""
    held = Seat.objects.held(on)
    managing = held.filter(institution__country=commitment.document.country_id, role__in=MANAGING_ROLES)
    owning = held.filter(institution=commitment.lead_id)
    people = Person.objects.filter(pk__in=managing.values("person")).exclude(pk__in=owning.values("person"))
    return people.order_by("full_name", "email")


@transaction.atomic
def ask_for_review(
    commitment: Commitment,
    draft: ReviewRequestDraft,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None = None,
) -> ReviewRequest:
    """The same `submission` sent again gives back the first request."""
    require(may_update(by, commitment), "Only the lead institution or the coordinator asks for a review.")
    row = locked(commitment)
    posted = ReviewRequest.objects.filter(submission=draft.submission, commitment=row).first()
    if posted is not None:
        return posted
    refuse_stale(row, seen_revision)
    _refuse(row, draft, by, now)
    request = ReviewRequest(
        commitment=row,
        asked=draft.asked,
        asked_by=actor(by),
        reason=draft.reason.strip(),
        posted_at=now,
        submission=draft.submission,
    )
    request.full_clean(validate_constraints=False)
    request.save()
    settle(row, now=now)
    return request


def _refuse(row: Commitment, draft: ReviewRequestDraft, by: Standing, now: dt.datetime) -> None:
    if row.closed_as:
        raise ValidationError(f"{row.reference} is {row.get_closed_as_display().lower()}. There is nothing to review.")
    if draft.asked == actor(by):
        raise ValidationError({"asked": "You cannot ask yourself. Choose somebody else, or review it at once."})
    if not reviewers_of(row, row.country.local_date(now)).filter(pk=draft.asked.pk).exists():
        raise ValidationError({"asked": "They may not review this. Choose a manager outside the lead institution."})
    if ReviewRequest.objects.waiting().filter(commitment=row, asked=draft.asked).exists():
        raise ValidationError({"asked": f"{draft.asked.full_name} has been asked already and has not answered yet."})
    if not draft.reason.strip():
        raise ValidationError({"reason": "Say in a sentence what shall be looked at."})


def is_asked(request: ReviewRequest, by: Standing) -> bool:
    """Who is asked, or sits in for them in a seat that lets them judge."""
    managing = (one.person.pk for one in by.stands_in if one.role in MANAGING_ROLES)
    return by.person is not None and request.asked_id in (by.person.pk, *managing)


@transaction.atomic
def decline_review(request: ReviewRequest, reason: str, *, by: Standing, now: dt.datetime) -> ReviewRequest:
    """Declined twice is the same click; after a review it comes too late."""
    require(is_asked(request, by), "Only who is asked declines.")
    row = locked(request.commitment)
    waiting = ReviewRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if waiting.answered_at is not None:
        if waiting.refusal:
            return waiting
        raise ValidationError("You have reviewed it meanwhile; there is nothing left to decline.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why, so that somebody else can be asked."})
    waiting.refusal, waiting.answered_at = reason.strip(), now
    waiting.full_clean(validate_constraints=False)
    waiting.save()
    settle(row, now=now)
    return waiting


def settle_request(review: Review) -> None:
    """A review answers the request to whoever made it, if there is one."""
    asked = [review.reviewer, *([review.on_behalf_of] if review.on_behalf_of else [])]
    waiting = ReviewRequest.objects.waiting().filter(commitment=review.commitment, asked__in=asked)
    waiting.update(review=review, answered_at=review.posted_at)
