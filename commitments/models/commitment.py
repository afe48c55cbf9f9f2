"""One checkable promise. Written only by `commitments.actions`; read by everything."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from commitments.choices import Aspect, Closure, Completion, ScheduleState
from commitments.models.bands import Days, band_condition
from commitments.models.date_reading import DateReading
from commitments.models.due import PromisedByDate, window_is_whole
from commitments.models.schedule import annotations_as_of, schedule_case
from commitments.models.slip_days import SLIP_DAYS
from commitments.slippage import Slippages, slippages
from commitments.timeline import schedule_state
from countries.access import Standing
from countries.models import Country, Document, Institution, Pillar
from countries.validators import validate_language, validate_line, validate_reference, validate_text


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, standing: Standing) -> Self:
        if standing.sees_all:
            return self
        return self.filter(document__country__in=standing.seen_countries)

    def owned_by(self, standing: Standing) -> Self:
        """Those the person's institutions answer for."""
        return self.filter(lead__in=standing.owned_institutions)

    def open(self) -> Self:
        return self.filter(closed_as="").exclude(completion=Completion.COMPLETE)

    def awaiting_rollup(self) -> Self:
        return self.exclude(rolled_revision=F("revision"))

    def anything_awaits_rollup(self) -> bool:
        """In the order of its index: PostgreSQL expects nearly all to wait, and would read all to find none."""
        return self.awaiting_rollup().order_by("pk").values_list("pk", flat=True).first() is not None

    def for_rows(self) -> Self:
        """Everything a row in a list shows, in one query; not the text of its document."""
        return self.select_related("document__country", "pillar", "lead", "occurrence", "series").defer(
            "document__text"
        )

    def in_band(self, aspect: Aspect, states: Iterable[str], days: Days) -> Self:
        """Those in one of `states` today; on a past day ask `rollups.which`."""
        return self.filter(band_condition(aspect, states, days))

    def with_schedule(self, days: Days) -> Self:
        """Annotate `schedule` for today and later; `days` is one day, or the local day of each country by id."""
        return self.annotate(
            schedule=schedule_case(
                completion="completion", done_on="done_on", due_latest="due_latest", closed_as="closed_as", days=days
            )
        )

    def as_of(self, on: dt.date) -> Self:
        """Those that had begun by `on`, with `schedule` and the `then_` columns as they were that day."""
        return self.filter(document__counted_from__lte=on).annotate(
            **annotations_as_of(on),
            schedule=schedule_case(
                completion="then_completion",
                done_on="then_done_on",
                due_latest="then_due_latest",
                closed_as="then_closed_as",
                days=on,
            ),
        )


class Commitment(PromisedByDate):
    """`completion`, `done_on`, `forecast_on`, `closed_*`, `last_reported_on` repeat what updates and decisions say
    today; actions derive them with `timeline.snapshot`, so they can be rebuilt at any time. Of a duty that comes back
    they and both windows are those of the current `occurrence`."""

    reference = models.CharField(max_length=40, unique=True, validators=[validate_reference])
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="commitments")
    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    title = models.CharField("English title", max_length=200, validators=[validate_line])
    description = models.TextField(blank=True, max_length=4000, validators=[validate_text, MaxLengthValidator(4000)])
    quotation = models.TextField(
        max_length=2000,
        validators=[validate_text, MaxLengthValidator(2000)],
        help_text="Word for word, in the original language.",
    )
    quotation_language = models.CharField(max_length=12, validators=[validate_language])
    translation = models.TextField(
        blank=True, max_length=2000, validators=[validate_text, MaxLengthValidator(2000)], help_text="Into English."
    )
    place = models.CharField("place in the document", max_length=120, blank=True, validators=[validate_line])
    lead = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="led_commitments", verbose_name="lead institution"
    )
    contributors = models.ManyToManyField(
        Institution, blank=True, related_name="helped_commitments", verbose_name="contributing institutions"
    )

    baseline_phrase = models.CharField(max_length=300, blank=True)
    baseline_earliest = models.DateField(null=True, blank=True)
    baseline_latest = models.DateField(null=True, blank=True)
    baseline_edtf = models.CharField(max_length=40, blank=True)
    baseline_reading = models.ForeignKey(
        DateReading, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    completion = models.CharField(max_length=12, choices=Completion.choices, default=Completion.NO_EVIDENCE.value)
    done_on = models.DateField(null=True, blank=True)
    forecast_on = models.DateField(null=True, blank=True, help_text="When the owner expects it to be done.")
    closed_as = models.CharField(max_length=12, choices=Closure.choices, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    last_reported_on = models.DateField(null=True, blank=True)
    occurrence = models.ForeignKey(
        "commitments.Occurrence",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of a duty that comes back: the current one, whose dates these are.",
    )

    registered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1, help_text="Grows with every change.")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When it last grew; empty since registered.")
    due_revision = models.PositiveIntegerField(default=1, help_text="Grows when the due date moves.")
    rolled_revision = models.PositiveIntegerField(default=0, help_text="The revision the rollups count.")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        indexes = [
            models.Index(
                fields=["due_latest", "reference"], name="open_by_due", condition=Q(done_on=None, closed_on=None)
            ),
            models.Index(fields=["due_latest", "reference"], name="by_due"),
            models.Index(fields=["last_reported_on"], name="open_by_report", condition=Q(done_on=None, closed_on=None)),
            models.Index(fields=["title", "reference"], name="by_title"),
            models.Index(fields=["completion", "reference"], name="by_completion"),
            models.Index(fields=["last_reported_on", "reference"], name="by_report"),
            models.Index(fields=["done_on", "reference"], name="by_done", condition=Q(done_on__isnull=False)),
            models.Index(SLIP_DAYS, "reference", name="by_slip"),
            models.Index(fields=["lead", "due_latest"], name="by_lead_and_due"),
            models.Index(fields=["document", "pillar"], name="by_document_and_pillar"),
            models.Index(fields=["id"], name="awaiting_rollup", condition=~Q(rolled_revision=F("revision"))),
        ]
        constraints = [
            models.CheckConstraint(condition=window_is_whole("due"), name="due_window_is_whole"),
            models.CheckConstraint(condition=window_is_whole("baseline"), name="baseline_window_is_whole"),
            models.CheckConstraint(
                condition=Q(due_latest__isnull=True) | ~Q(due_phrase=""), name="due_window_has_its_phrase"
            ),
            models.CheckConstraint(
                condition=Q(completion=Completion.COMPLETE.value, done_on__isnull=False)
                | ~Q(completion=Completion.COMPLETE.value) & Q(done_on__isnull=True),
                name="done_day_if_and_only_if_complete",
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", closed_on__isnull=True)
                | Q(closed_as__in=Closure.values, closed_on__isnull=False),
                name="closing_day_if_and_only_if_closed",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(closed_as=Closure.SUPERSEDED.value),
                name="only_superseded_has_a_successor",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
                name="commitment_does_not_supersede_itself",
            ),
            models.CheckConstraint(
                condition=Q(completion__in=Completion.values), name="commitment_completion_is_known"
            ),
            models.CheckConstraint(condition=Q(rolled_revision__lte=F("revision")), name="rollup_is_never_ahead"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("commitment-detail", args=[self.reference])

    @property
    def country(self) -> Country:
        return self.document.country

    def schedule_on(self, on: dt.date) -> ScheduleState:
        """The state today or on a later day, if nothing changes."""
        return schedule_state(
            due_latest=self.due_latest,
            completion=Completion(self.completion),
            done_on=self.done_on,
            closure=self.closure,
            on=on,
        )

    @property
    def closure(self) -> Closure | None:
        return Closure(self.closed_as) if self.closed_as else None

    def days_late(self, on: dt.date) -> int | None:
        """Days past the latest day of the window: when done, or until `on`. Negative is early, None undated."""
        if self.due_latest is None or self.closed_as:
            return None
        return ((self.done_on or on) - self.due_latest).days

    def slippage(self) -> int | None:
        """Days between what was first promised and what happened, or what is in force now."""
        return self.slippages().told

    def slippages(self) -> Slippages:
        return slippages(self.baseline_latest, current=self.due_latest, forecast=self.forecast_on, done=self.done_on)
