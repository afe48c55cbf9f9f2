"""Filters about two days: what changed since an earlier one, what became of it, and how it stood then."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from commitments.choices import Aspect, Change, ScheduleState
from commitments.filter_kinds import AnyOf, Kinds, OnDay
from commitments.models import Commitment, CommitmentQuerySet
from commitments.rollups.between import became, begun_anew, both_days, is_much, turned
from commitments.rollups.between_many import ids_of_many
from commitments.rollups.which import in_band
from countries.access import Standing

MOST_SPANS = 40_000  # begun since then, wherever, and looked at one by one
_PLACES = ("country", "document", "pillar", "institution")


class ComparedFilters(Kinds):
    """`against` alone finds everything that changed since then."""

    against = OnDay(method="changed", label="Changed since")
    change = AnyOf(method="with_against", label="What changed", choices=Change.choices, noun="a kind of change")
    was = AnyOf(
        method="stood",
        label="Schedule state before",
        choices=ScheduleState.choices,
        noun="a state of the schedule",
    )

    days: Mapping[int, dt.date]
    standing: Standing

    @cached_property
    def day(self) -> dt.date | None:
        """The day asked for; None means today in each country."""
        day: dt.date | None = self.form.cleaned_data.get("on")
        return day

    def changed(self, queryset: CommitmentQuerySet, name: str, value: dt.date) -> CommitmentQuerySet:
        later, changes = self.day or max(self.days.values(), default=value), self.form.cleaned_data["change"]
        if self._is_everywhere() and is_much(value, later, MOST_SPANS):
            return queryset.filter(ids_of_many(changes, value, later))
        looked_at = self._in_the_places_asked(value, later)
        found = both_days(looked_at, value, later).filter(became(changes, value, later))
        return queryset.filter(pk__in=found.order_by().values("pk"))

    def _in_the_places_asked(self, earlier: dt.date, later: dt.date) -> CommitmentQuerySet:
        """Where a place is asked for, look at what stands there; else only at what can have changed."""
        asked, found = self.form.cleaned_data, Commitment.objects.visible_to(self.standing)
        for name in (name for name in _PLACES if asked[name]):
            found = self.filters[name].filter(found, asked[name])
        return found.filter(begun_anew(earlier, later) if self._is_everywhere() else turned(earlier, later))

    def _is_everywhere(self) -> bool:
        return self.standing.sees_all and not any(self.form.cleaned_data[name] for name in _PLACES)

    def with_against(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        return queryset

    def stood(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        """On the earlier day."""
        earlier = self.form.cleaned_data["against"]
        return queryset.filter(in_band(Aspect.SCHEDULE, value, earlier)) if value and earlier else queryset


def refuse_days(asked: Mapping[str, Any]) -> None:
    """ValidationError where the two days cannot be compared."""
    on, against = asked.get("on"), asked.get("against")
    if on and against and against >= on:
        raise ValidationError(
            {"against": f"This is not before {on:%-d %B %Y}, the day the list is about. Choose an earlier day."}
        )
    if not against and (asked.get("change") or asked.get("was")) and "against" in asked:
        raise ValidationError({"against": "Since when? Give the earlier of the two days."})
