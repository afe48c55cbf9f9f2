"""Which commitments somebody asks for: one set of questions for the list, exports and the links in mails.

In go the parameters of an address, who asks and the day in each country; out comes a QuerySet of what that person
may see, or the errors by field. Choices offer only what the person may see.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import DurationField, Expression, ExpressionWrapper, F, OrderBy, Q
from django.db.models.functions import Coalesce

from commitments.choices import Aspect, Completion, Horizon, Lateness, Movement, Precision, Reporting, ScheduleState
from commitments.facets import Facets
from commitments.fields import Choice, Choices, Day, Line
from commitments.models import Commitment, CommitmentQuerySet
from commitments.models.movement import movement_condition
from commitments.rollups.scope import branch, children_by_parent
from commitments.rollups.which import due_on, in_band
from countries.access import Standing

SEARCHED = (
    "title",
    "reference",
    "quotation",
    "translation",
    "lead__name",
    "lead__native_name",
    "lead__acronym",
)
SLIP = ExpressionWrapper(Coalesce("done_on", "due_latest") - F("baseline_latest"), output_field=DurationField())
SORTS: dict[str, tuple[str, F | Expression]] = {
    "due": ("Due", F("due_latest")),
    "title": ("Title", F("title")),
    "reference": ("Reference", F("reference")),
    "completion": ("Completion", F("completion")),
    "slip": ("Slip", SLIP),
    "reported": ("Last reported", F("last_reported_on")),
}
SORT_CHOICES = [(f"{sign}{name}", label) for name, (label, _) in SORTS.items() for sign in ("", "-")]


class OneOf(django_filters.Filter):
    field_class = Choice


class AnyOf(django_filters.Filter):
    field_class = Choices


class OnDay(django_filters.Filter):
    field_class = Day


class Words(django_filters.Filter):
    field_class = Line


class Ticked(django_filters.Filter):
    field_class = forms.BooleanField


class FilterForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        after, before = self.cleaned_data.get("due_after"), self.cleaned_data.get("due_before")
        if after and before and before < after:
            raise ValidationError(
                {"due_before": f"This ends before it starts ({after:%-d %B %Y}). Choose that day or a later one."}
            )
        return self.cleaned_data


class CommitmentFilters(django_filters.FilterSet):
    q = Words(method="search", label="Text", max_length=200)
    country = OneOf(field_name="document__country__code", label="Country", noun="a country you can see")
    document = OneOf(field_name="document__reference", label="Document", noun="a document you can see")
    pillar = OneOf(method="below_pillar", label="Pillar", noun="a pillar you can see")
    institution = OneOf(method="below_institution", label="Lead institution", noun="an institution you can see")
    schedule = AnyOf(
        method="in_band", label="Schedule state", choices=ScheduleState.choices, noun="a state of the schedule"
    )
    completion = AnyOf(
        method="in_band", label="Completion", choices=Completion.choices, noun="one of the five steps of completion"
    )
    reporting = AnyOf(method="in_band", label="Staleness", choices=Reporting.choices, noun="a step of staleness")
    lateness = AnyOf(method="in_band", label="Days overdue", choices=Lateness.choices, noun="a span of days overdue")
    horizon = AnyOf(method="in_band", label="Due ahead", choices=Horizon.choices, noun="a span of days ahead")
    moved = AnyOf(method="fared", label="Date against the promise", choices=Movement.choices, noun="a way of slipping")
    precision = AnyOf(
        field_name="due_precision",
        lookup_expr="in",
        label="How exact the date is",
        choices=Precision.choices,
        noun="a precision of dates",
    )
    due_after = OnDay(method="due_from", label="Due on or after")
    due_before = OnDay(method="due_until", label="Due on or before")
    mine = Ticked(method="owned", label="Only my institutions")
    on = OnDay(method="begun", label="As of")
    sort = OneOf(method="sorted_by", label="Sort by", choices=SORT_CHOICES, noun="a column to sort by")

    class Meta:
        form = FilterForm

    def __init__(self, data: Mapping[str, Any], *, standing: Standing, days: Mapping[int, dt.date]) -> None:
        super().__init__(data, Commitment.objects.visible_to(standing))
        self.standing, self.days = standing, days
        self.facets = Facets.for_standing(standing)
        for name in ("country", "document", "pillar", "institution"):
            self.filters[name].extra["choices"] = [("", "All"), *getattr(self.facets, name)]

    @cached_property
    def day(self) -> dt.date | None:
        """The day asked for; None means today in each country."""
        day: dt.date | None = self.form.cleaned_data.get("on")
        return day

    def filter_queryset(self, queryset: CommitmentQuerySet) -> CommitmentQuerySet:
        if self.errors:
            return queryset.none()
        found: CommitmentQuerySet = super().filter_queryset(queryset)
        return found if self.form.cleaned_data["sort"] else self.sorted_by(found, "sort", "due")

    def search(self, queryset: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        """Every word must stand somewhere. SQLite folds case for ASCII only, hence the spellings."""
        for word in value.split():
            spellings = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
            places = Q()
            for field in SEARCHED:
                for spelling in spellings:
                    places |= Q(**{f"{field}__icontains": spelling})
            queryset = queryset.filter(places)
        return queryset

    def below_pillar(self, queryset: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return queryset.filter(pillar__in=branch(int(value), children_by_parent(self.facets.pillar_parents)))

    def below_institution(self, queryset: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return queryset.filter(lead__in=branch(int(value), children_by_parent(self.facets.institution_parents)))

    def in_band(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        if not value:
            return queryset
        if self.day:
            return queryset.filter(in_band(name, value, self.day))
        return queryset.in_band(Aspect(name), value, self.days)

    def fared(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        """As the record stands now, whatever day is asked for."""
        return queryset.filter(movement_condition(value)) if value else queryset

    def due_from(self, queryset: CommitmentQuerySet, name: str, value: dt.date) -> CommitmentQuerySet:
        return self._with_due(queryset).filter(Q(due_then__gte=value))

    def due_until(self, queryset: CommitmentQuerySet, name: str, value: dt.date) -> CommitmentQuerySet:
        return self._with_due(queryset).filter(Q(due_then__lte=value))

    def _with_due(self, queryset: CommitmentQuerySet) -> CommitmentQuerySet:
        """The latest due day in force on the day asked for."""
        return queryset.annotate(due_then=due_on(self.day) if self.day else F("due_latest"))

    def owned(self, queryset: CommitmentQuerySet, name: str, value: bool) -> CommitmentQuerySet:
        return queryset.owned_by(self.standing) if value else queryset

    def begun(self, queryset: CommitmentQuerySet, name: str, value: dt.date) -> CommitmentQuerySet:
        return queryset.filter(document__counted_from__lte=value)

    def sorted_by(self, queryset: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        _, expression = SORTS[value.removeprefix("-")]
        order = OrderBy(expression, descending=value.startswith("-"), nulls_last=True)
        return queryset.order_by(order, "reference")
