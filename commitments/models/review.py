"""An independent judgement of completion, shown beside the claim and never instead of it. Append-only."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from commitments.choices import Completion
from commitments.models.acting import in_words
from commitments.models.commitment import Commitment
from commitments.models.occurrence import Occurrence
from countries.models import Person
from countries.validators import validate_text


class Review(models.Model):
    """What comes back is judged by `occurrence`; a review that names none is about the one that was current then."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reviews")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField()
    reviewed_on = models.DateField()
    completion = models.CharField("judged completion", max_length=12, choices=Completion.choices)
    judgement = models.TextField(max_length=10_000, validators=[validate_text, MaxLengthValidator(10_000)])
    submission = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        ordering = ["-reviewed_on", "-id"]
        indexes = [models.Index(fields=["reviewed_on", "id"], name="review_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(completion__in=Completion.values), name="review_completion_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}, {self.reviewed_on}: {self.get_completion_display()}"

    @property
    def judged_by(self) -> str:
        return in_words(self.reviewer, self.on_behalf_of)
