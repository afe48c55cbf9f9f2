"""A decision about a commitment: its date moved, or the whole of it withdrawn, superseded, reopened. Append-only."""

import uuid
from typing import Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from commitments.choices import DecisionKind, Precision
from commitments.models.acting import in_words
from commitments.models.commitment import Commitment
from commitments.models.date_reading import DateReading
from commitments.models.occurrence import Occurrence
from countries.models import Person
from countries.validators import validate_line, validate_text, validate_web_address


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of_current_date(self) -> Self:
        """Of what comes back, those about the current occurrence: what became of earlier ones is no slip of this."""
        return self.filter(Q(occurrence__isnull=True) | Q(occurrence=F("commitment__occurrence")))


class Decision(models.Model):
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="decisions")
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    kind = models.CharField(max_length=12, choices=DecisionKind.choices)
    decided_on = models.DateField()
    decided_by = models.CharField("who decided", max_length=200, validators=[validate_line])
    reason = models.TextField(max_length=4000, validators=[validate_text, MaxLengthValidator(4000)])
    source = models.URLField(max_length=500, blank=True, validators=[validate_web_address])
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField()
    successor = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    old_latest = models.DateField(null=True, blank=True)
    old_edtf = models.CharField(max_length=40, blank=True)
    new_phrase = models.CharField(max_length=300, blank=True, validators=[validate_line])
    new_earliest = models.DateField(null=True, blank=True)
    new_latest = models.DateField(null=True, blank=True)
    new_precision = models.CharField(max_length=12, choices=Precision.choices, blank=True)
    new_edtf = models.CharField(max_length=40, blank=True)
    new_reading = models.ForeignKey(
        DateReading, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    after_due = models.BooleanField("taken after the date had passed", default=False)
    submission = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "id"]
        indexes = [
            models.Index(fields=["posted_at"], name="moves_by_moment", condition=Q(kind="move_date")),
            models.Index(
                fields=["decided_on", "new_latest", "commitment"], name="moves_by_day", condition=Q(kind="move_date")
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DecisionKind.values), name="decision_kind_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.MOVE_DATE.value, new_latest__isnull=False)
                | ~Q(kind=DecisionKind.MOVE_DATE.value) & Q(new_latest__isnull=True),
                name="moved_date_if_and_only_if_the_decision_moves_it",
            ),
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.SUPERSEDE.value, successor__isnull=False)
                | ~Q(kind=DecisionKind.SUPERSEDE.value) & Q(successor__isnull=True),
                name="successor_if_and_only_if_superseded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}, {self.decided_on}: {self.get_kind_display()}"

    @property
    def written_down_by(self) -> str:
        return in_words(self.recorded_by, self.on_behalf_of)

    @property
    def recorded_after_due(self) -> bool:
        """Said to have been taken in time, and written down only when the date had passed."""
        if self.after_due or self.old_latest is None:
            return False
        return self.commitment.country.local_date(self.posted_at) > self.old_latest

    @property
    def days_moved(self) -> int | None:
        if self.new_latest is None or self.old_latest is None:
            return None
        return (self.new_latest - self.old_latest).days
