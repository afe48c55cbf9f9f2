"""Somebody who does not own a commitment is asked to judge it: they review it, or decline with a reason."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from commitments.models.commitment import Commitment
from commitments.models.review import Review
from countries.models import Person
from countries.validators import validate_text


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def waiting(self) -> "ReviewRequestQuerySet":
        return self.filter(answered_at=None)


class ReviewRequest(models.Model):
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="review_requests")
    asked = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews_asked_of")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews_asked_for")
    reason = models.TextField(max_length=2000, validators=[validate_text, MaxLengthValidator(2000)])
    posted_at = models.DateTimeField()
    submission = models.UUIDField(default=uuid.uuid4, unique=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    review = models.OneToOneField(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_request"
    )
    refusal = models.TextField(blank=True, max_length=2000, validators=[validate_text, MaxLengthValidator(2000)])

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="review_is_asked_for_with_a_reason"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, review__isnull=True, refusal="")
                | Q(answered_at__isnull=False, review__isnull=False, refusal="")
                | Q(answered_at__isnull=False, review__isnull=True) & ~Q(refusal=""),
                name="review_request_is_answered_one_way",
            ),
            models.UniqueConstraint(
                fields=["commitment", "asked"],
                condition=Q(answered_at__isnull=True),
                name="nobody_is_asked_twice_for_a_review",
            ),
            models.CheckConstraint(
                condition=~Q(asked=models.F("asked_by")), name="nobody_asks_themselves_for_a_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: review by {self.asked_id}"
