"""Which commitments somebody asks for: one set of questions for the list, exports and the links in mails.

In go the parameters of an address, who asks and the day in each country; out comes a QuerySet of what that person
may see, or the errors by field. Choices offer only what the person may see.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OrderBy, OuterRef
from django.http import QueryDict

from commitments.choices import (
    Aspect,
    Completion,
    Horizon,
    Lateness,
    Movement,
    Precision,
    Reporting,
    ScheduleState,
    ScopeKind,
)
from commitments.compared import ComparedFilters, refuse_days
from commitments.day_filters import DayFilters
from commitments.facets import Facets
from commitments.filter_kinds import AnyOf, OnDay, OneOf, Ticked, Words
from commitments.models import Commitment, CommitmentQuerySet
from commitments.models.movement import movement_condition
from commitments.models.schedule import annotations_as_of
from commitments.models.slip_days import SLIP_DAYS
from commitments.paging import DIRECTIONS, Asked, Order, Slice, place_from, read_text, slice_of
from commitments.rollups.scope import Scope, all_seen
from commitments.rollups.slipped import slipped
from commitments.saved_lists import SavedListFilters
from commitments.search import matching
from commitments.verdicts import VerdictFilters
from countries.access import Standing
from countries.models import Country, Document


def _slip(row: Commitment) -> int | None:
    reached = row.done_on or row.due_latest
    return (reached - row.baseline_latest).days if reached and row.baseline_latest else None


def _reported(row: Commitment) -> dt.date | None:
    return row.last_reported_on


SORTS: dict[str, tuple[str, Order]] = {
    "due": ("Due", Order(F("due_latest"), lambda row: row.due_latest, dt.date.fromisoformat)),
    "title": ("Title", Order(F("title"), lambda row: row.title, read_text, all_have_it=True)),
    "reference": ("Reference", Order(F("reference"), lambda row: row.reference, read_text, all_have_it=True)),
    "completion": ("Completion", Order(F("completion"), lambda row: row.completion, read_text, all_have_it=True)),
    "slip": ("Slip", Order(SLIP_DAYS, _slip, int)),
    "reported": (
        "Last reported",
        Order(F("last_reported_on"), lambda row: row.last_reported_on, dt.date.fromisoformat),
    ),
}
SORT_CHOICES = [(f"{sign}{name}", label) for name, (label, _) in SORTS.items() for sign in ("", "-")]


_PLACES = {
    "country": ScopeKind.COUNTRY,
    "document": ScopeKind.DOCUMENT,
    "pillar": ScopeKind.PILLAR,
    "institution": ScopeKind.INSTITUTION,
}


_DATED = {ScheduleState.OVERDUE, ScheduleState.DUE_SOON, ScheduleState.ON_SCHEDULE}


class FilterForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        after, before = self.cleaned_data.get("due_after"), self.cleaned_data.get("due_before")
        if after and before and before < after:
            raise ValidationError(
                {"due_before": f"This ends before it starts ({after:%-d %B %Y}). Choose that day or a later one."}
            )
        refuse_days(self.cleaned_data)
        return self.cleaned_data


class CommitmentFilters(DayFilters, ComparedFilters, SavedListFilters, VerdictFilters):
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
    sort = OneOf(method="any_order", label="Sort by", choices=SORT_CHOICES, noun="a column to sort by")

    class Meta:
        form = FilterForm

    def __init__(
        self, data: Mapping[str, Any], *, standing: Standing, days: Mapping[int, dt.date], facets: Facets | None = None
    ) -> None:
        """`facets` are those of the standing, when they are at hand already."""
        super().__init__(data, Commitment.objects.visible_to(standing))
        self.standing, self.days = standing, days
        self._walked: CommitmentQuerySet | None = None
        self.facets = facets or Facets.for_standing(standing)
        for name in ("country", "document"):
            self.filters[name].extra["choices"] = [("", "All"), *getattr(self.facets, name)]
        pillars = self.facets.pillars_of(data.get("document", ""), data.get("pillar", ""))
        institutions = self.facets.institutions_of(data.get("country", ""), data.get("institution", ""))
        for name, offered, narrower in (
            ("pillar", pillars, "All (choose a document first)"),
            ("institution", institutions, "All (choose a country first)"),
        ):
            self.filters[name].extra["choices"] = [("", "All" if offered else narrower), *offered]
        self.offer_saved(data)

    def another(self, data: QueryDict) -> "CommitmentFilters":
        return CommitmentFilters(data, standing=self.standing, days=self.days, facets=self.facets)

    def filter_queryset(self, queryset: CommitmentQuerySet) -> CommitmentQuerySet:
        if self.errors:
            return queryset.none()
        found: CommitmentQuerySet = super().filter_queryset(queryset)
        order = self.order
        direction = OrderBy(order.expression, descending=order.descending, nulls_last=True)
        found = found.order_by(direction, "-reference" if order.descending else "reference")
        self._walked = found.filter(self._walk) if self._walk else None
        return found.filter(self._stands)

    @property
    def order(self) -> Order:
        """As asked for; what is due first comes first otherwise."""
        asked = self.form.cleaned_data.get("sort") or "due"
        order = SORTS[asked.removeprefix("-")][1]
        if asked.removeprefix("-") == "due" and self._is_dated():
            order = replace(order, all_have_it=True)
        order = replace(order, are_few=self._are_few, stretch=self._stretch)
        return order.turned() if asked.startswith("-") else order

    def _is_dated(self) -> bool:
        """What is asked for has a date today; on another day it may have had one and have none today, or none then."""
        asked = self.form.cleaned_data
        states = asked["schedule"]
        dated = asked["due_after"] or asked["due_before"] or (states and set(states) <= _DATED)
        return bool(dated) and self.day is None

    def page(self, columns: Iterable[str], asked: Mapping[str, str], size: int) -> Slice:
        """The rows of one page, each with its id and these columns; `asked` may say behind or before which row."""
        found = self.qs
        found = (found if self._walked is None else self._walked).values_list("pk", *columns, named=True)
        for direction in DIRECTIONS:
            place = place_from(asked.get(direction, ""), self.order)
            if place is not None:
                return slice_of(found, self.order, Asked(place, direction), size)
        return slice_of(found, self.order, Asked(), size)

    @property
    def is_found_by_counts(self) -> bool:
        """Which ones stand there is as fresh as the dashboard; what each row says is always what is known now."""
        asked = {} if self.errors else self.form.cleaned_data
        return any(asked.get(name) for name in ("on", "against", "judged"))

    def known_count(self) -> int | None:
        """How many the counts of the dashboard say, where they answer this very question and nothing waits."""
        day = self.day or self._today_everywhere()
        asked = {name for name, value in self.form.cleaned_data.items() if value} - {"on", "sort"}
        places, bands = asked & set(_PLACES), asked & set(Aspect.values)
        if day is None or asked - places - bands or len(places) > 1 or len(bands) > 1:
            return None
        if Commitment.objects.anything_awaits_rollup():
            return None
        counts = self._counts_on(self._scope(*places), day)
        return sum(counts.of(*self.form.cleaned_data[band]) for band in bands) if bands else counts.total

    def _today_everywhere(self) -> dt.date | None:
        """None while it is two or three dates on earth, and while the list holds what has not begun to count."""
        today, *others = sorted(set(self.days.values())) or [dt.date.max]
        return None if others or Document.objects.filter(counted_from__gt=today).exists() else today

    def _scope(self, place: str = "") -> Scope:
        if not place:
            return all_seen(self.standing)
        value = self.form.cleaned_data[place]
        if place in ("country", "document"):
            model, column = (Country, "code") if place == "country" else (Document, "reference")
            return Scope(
                _PLACES[place], tuple(model._default_manager.filter(**{column: value}).values_list("pk", flat=True))
            )
        below = self.facets.below_pillar if place == "pillar" else self.facets.below_institution
        return Scope(_PLACES[place], below(int(value)))

    def search(self, queryset: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        if not value.strip():
            return queryset
        match = matching(value)
        self._are_few = match.are_few
        return queryset.filter(match.condition)

    def below_pillar(self, queryset: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return queryset.filter(pillar__in=self.facets.below_pillar(int(value)))

    def below_institution(self, queryset: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return queryset.filter(lead__in=self.facets.below_institution(int(value)))

    def fared(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        if not value:
            return queryset
        if self.day is None:
            return queryset.filter(movement_condition(value))
        if set(value) == {Movement.SLIPPED}:  # a number of the dashboard
            is_in_a_place = any(self.form.cleaned_data[name] for name in _PLACES)
            return queryset.filter(slipped(self.day, many=not is_in_a_place))
        then = Commitment.objects.filter(pk=OuterRef("pk")).alias(**annotations_as_of(self.day))
        return queryset.filter(Exists(then.filter(movement_condition(value, self.day))))

    def owned(self, queryset: CommitmentQuerySet, name: str, value: bool) -> CommitmentQuerySet:
        return queryset.owned_by(self.standing) if value else queryset

    def begun(self, queryset: CommitmentQuerySet, name: str, value: dt.date) -> CommitmentQuerySet:
        return queryset.filter(document__counted_from__lte=value)

    def any_order(self, queryset: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        """Sorted when everything is found: `filter_queryset`."""
        return queryset
