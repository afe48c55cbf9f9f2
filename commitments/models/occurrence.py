"""A duty that comes back: its rule, and one row for each time it is due."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from commitments.choices import Completion, ScheduleState
from commitments.deadlines import Repetition, repetition_from_text
from commitments.models.commitment import Commitment
from commitments.models.due import PromisedByDate, window_is_whole
from commitments.models.schedule import occurrence_annotations_as_of, schedule_case
from commitments.timeline import schedule_state


class Series(models.Model):
    """The rule by which a commitment comes back, as it was accepted: `R7/2022-03-01/P1Y`. Append-only."""

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="series")
    rule = models.CharField(max_length=40)

    class Meta:
        ordering = ["commitment"]
        verbose_name_plural = "series"
        constraints = [models.CheckConstraint(condition=Q(rule__startswith="R"), name="series_has_a_rule")]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.rule}"

    @property
    def repetition(self) -> Repetition:
        return repetition_from_text(self.rule)


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def as_of(self, on: dt.date) -> Self:
        """Of commitments that had begun by `on`, with `schedule` and the `then_` columns as they were that day."""
        return self.filter(commitment__document__counted_from__lte=on).annotate(
            **occurrence_annotations_as_of(on),
            schedule=schedule_case(
                completion="then_completion",
                done_on="then_done_on",
                due_latest="then_due_latest",
                closed_as="then_closed_as",
                days=on,
            ),
        )


class Occurrence(PromisedByDate):
    """One time. The baseline is its own first promise and never moves; the due window is in force after decisions.

    `completion` and `done_on` repeat what the updates about it say today, as the commitment's do.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="occurrences")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=40, help_text="What people call it, such as 2025.")
    baseline_earliest = models.DateField()
    baseline_latest = models.DateField()
    baseline_edtf = models.CharField(max_length=40)
    completion = models.CharField(max_length=12, choices=Completion.choices, default=Completion.NO_EVIDENCE.value)
    done_on = models.DateField(null=True, blank=True)
    due_note = None  # type: ignore[assignment]  # the commitment's own says what there is to say

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["commitment_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="occurrence_number_is_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="occurrences_are_counted_from_one"),
            models.CheckConstraint(condition=window_is_whole("due"), name="occurrence_window_is_whole"),
            models.CheckConstraint(condition=Q(due_latest__isnull=False), name="occurrence_has_a_date"),
            models.CheckConstraint(
                condition=Q(baseline_earliest__lte=F("baseline_latest")) & ~Q(baseline_edtf=""),
                name="occurrence_baseline_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(completion=Completion.COMPLETE.value, done_on__isnull=False)
                | ~Q(completion=Completion.COMPLETE.value) & Q(done_on__isnull=True),
                name="occurrence_done_day_if_and_only_if_complete",
            ),
            models.CheckConstraint(
                condition=Q(completion__in=Completion.values), name="occurrence_completion_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slip(self) -> int | None:
        """Days between its own first promise and what happened or, when it was moved, what is in force."""
        reached = self.done_on or self.due_latest
        return (reached - self.baseline_latest).days if reached else None

    def schedule_on(self, on: dt.date) -> ScheduleState:
        """The state today or on a later day, if nothing changes; closed when its commitment is."""
        return schedule_state(
            due_latest=self.due_latest,
            completion=Completion(self.completion),
            done_on=self.done_on,
            closure=self.commitment.closure,
            on=on,
        )
