"""A person who owes something says: I know, do not ask me before then. Append-only; the newest counts."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from commitments.models.acting import in_words
from commitments.models.commitment import Commitment
from countries.models import Person
from countries.validators import validate_text

LAST = dt.date.max - dt.timedelta(days=2)  # beyond it nobody can count


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def in_force(self, days: Mapping[int, dt.date]) -> "AcknowledgementQuerySet":
        """`days` is country id to the day there. A date that moved since is news, whatever was said before."""
        found = Q(pk__in=[])
        for day in set(days.values()):
            there = [country for country, its_day in days.items() if its_day == day]
            known = Q(made_at__lt=_end_of(day))
            later = Acknowledgement.objects.filter(
                known, commitment=OuterRef("commitment"), person=OuterRef("person"), pk__gt=OuterRef("pk")
            )
            found |= known & ~Exists(later) & Q(commitment__document__country__in=there, until__gt=day)
        return self.filter(found, due_revision=F("commitment__due_revision"))


def _end_of(day: dt.date) -> dt.datetime:
    """Wherever on earth the day is; on a past day nobody knew what was said later."""
    return dt.datetime.combine(min(day, LAST), dt.time(12), dt.UTC) + dt.timedelta(days=1)


class Acknowledgement(models.Model):
    """`until` is the first day on which the person is asked again; without one it takes back what they said before.
    It holds for the due date it was said about, the `due_revision`."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acknowledgements")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField("asked again on", null=True, blank=True)
    reason = models.TextField(blank=True, max_length=1000, validators=[validate_text, MaxLengthValidator(1000)])
    due_revision = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    submission = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["commitment", "person", "-id"], name="acknowledged_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True, reason="") | Q(until__isnull=False) & ~Q(reason=""),
                name="acknowledgement_has_a_day_and_a_reason_or_neither",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}, {self.person_id}: {self.until or 'asked again'}"

    @property
    def said_by(self) -> str:
        return in_words(self.person, self.on_behalf_of)
