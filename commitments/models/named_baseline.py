"""Figures and a list kept for good under a name: what was known when they were kept. All append-only.

A long list is written in portions, and its figures last of all, counted from the list: a baseline is kept when it has
figures. Until then nobody sees it, and only until then the database lets it be cleared away.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.urls import reverse

from commitments.choices import KEPT_ASPECTS, Aspect
from commitments.models.baseline_terms import LONGEST_NOTE, BaselineTerms
from commitments.models.commitment import Commitment
from countries.access import Standing
from countries.models import Person
from countries.validators import validate_text

Place = Mapping[str, Any]  # all four of country, document, pillar and institution, None where it is wider


class NamedBaselineQuerySet(models.QuerySet["NamedBaseline"]):
    def visible_to(self, standing: Standing) -> Self:
        """One of all countries lists all of them."""
        kept = self.kept()
        return kept if standing.sees_all else kept.filter(country__in=standing.seen_countries)

    def last_before(self, on: dt.date, places: Sequence[Place]) -> "NamedBaseline | None":
        """The newest that still holds about the first of `places` that has any: exactly that place, nothing in it."""
        near = [When(Q(**dict(place)), then=Value(rank)) for rank, place in enumerate(places)]
        ranked = self.in_force().filter(on__lt=on).annotate(far=Case(*near, output_field=IntegerField()))
        return ranked.filter(far__isnull=False).order_by("far", "-on", "-id").first()

    def in_force(self) -> Self:
        return self.kept().filter(withdrawal__isnull=True)

    def kept(self) -> Self:
        return self.filter(Exists(BaselineFigure.objects.filter(baseline=OuterRef("pk"))))


class NamedBaseline(BaselineTerms):
    """Kept on `made_at`, which is also the moment whose states it has.

    Not to be mixed up with the first date of a commitment, its `baseline_latest`.
    """

    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = NamedBaselineQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="named_baseline_has_a_name"),
            models.CheckConstraint(
                condition=Q(country__isnull=False) | Q(document=None, pillar=None, institution=None),
                name="named_baseline_of_a_place_is_of_its_country",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("baseline-detail", args=[self.pk])


class BaselineEntry(models.Model):
    """One commitment of the list, in the words and with the states and dates of then; no state, no such aspect."""

    baseline = models.ForeignKey(NamedBaseline, on_delete=models.PROTECT, related_name="entries", db_index=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    lead_name = models.CharField(max_length=300)
    schedule = models.CharField(max_length=16)
    completion = models.CharField(max_length=16)
    reporting = models.CharField(max_length=16, blank=True)
    lateness = models.CharField(max_length=16, blank=True)
    horizon = models.CharField(max_length=16, blank=True)
    due_latest = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(null=True, blank=True, help_text="Of the commitment, as it was counted.")

    class Meta:
        ordering = ["reference"]
        verbose_name_plural = "baseline entries"
        indexes = [models.Index(fields=["baseline", "reference"], name="baseline_entry_by_reference")]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "commitment"], name="commitment_is_kept_once_per_baseline")
        ]

    def __str__(self) -> str:
        return f"{self.baseline_id}: {self.reference} {self.schedule}"


class BaselineFigure(models.Model):
    """How many entries were in a state."""

    baseline = models.ForeignKey(NamedBaseline, on_delete=models.PROTECT, related_name="figures", db_index=False)
    aspect = models.CharField(max_length=12, choices=Aspect.choices)
    state = models.CharField(max_length=16)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["baseline", "aspect", "state"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "state"], name="baseline_counts_each_state_once"),
            models.CheckConstraint(
                condition=Q(aspect__in=[aspect.value for aspect in KEPT_ASPECTS]),
                name="baseline_figure_aspect_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.baseline_id}: {self.count} {self.state}"


class BaselineWithdrawal(models.Model):
    """A baseline nobody shall rely on any more, and why. It stays to be read."""

    baseline = models.OneToOneField(NamedBaseline, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(max_length=LONGEST_NOTE, validators=[validate_text, MaxLengthValidator(LONGEST_NOTE)])
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()

    class Meta:
        ordering = ["baseline"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="baseline_withdrawal_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.baseline_id}: {self.reason}"
