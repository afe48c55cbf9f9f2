"""One state of one aspect of one commitment, from a day on until another: which ones, on any day."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q

from commitments.choices import Aspect
from commitments.models.commitment import Commitment
from countries.models import Country, Document, Institution, Pillar


class CommitmentSpanQuerySet(models.QuerySet["CommitmentSpan"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(first__lte=day, until__gt=day)

    def in_states(self, aspect: Aspect, states: Iterable[str]) -> Self:
        return self.filter(aspect=aspect, state__in=list(states))


class CommitmentSpan(models.Model):
    """Written by `rollups.apply` alone, together with the deltas it adds up to.

    `until` is the first day the state no longer holds, `timeline.FOR_EVER` while nothing is known to end it.
    The places are kept as they were counted, so that a later edit can take exactly the old count back.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="spans", db_index=False)
    aspect = models.CharField(max_length=12, choices=Aspect.choices)
    state = models.CharField(max_length=16)
    first = models.DateField()
    until = models.DateField()
    due_latest = models.DateField(null=True, blank=True, help_text="In force during a span of the schedule.")
    country = models.ForeignKey(
        Country, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    document = models.ForeignKey(
        Document, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    pillar = models.ForeignKey(
        Pillar, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, null=True
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )

    objects = CommitmentSpanQuerySet.as_manager()

    class Meta:
        indexes = [
            # All that is asked when two days of everything are compared, so that no row is looked at.
            models.Index(fields=["state", "first", "until", "commitment", "due_latest"], name="span_by_state_and_days"),
            models.Index(
                fields=["state", "due_latest", "commitment"],
                name="span_by_state_due_and_promise",
                condition=Q(due_latest__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "aspect", "first"], name="span_begins_once_per_aspect"),
            models.CheckConstraint(condition=Q(first__lt=F("until")), name="span_lasts_a_day_or_more"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.state} from {self.first} until {self.until}"
