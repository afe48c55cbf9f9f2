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
from commitments.rollups.which import in_band
from countries.access import Standing

MOST_SPANS = 40_000  # begun since then, wherever: some seconds of looking
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
        later = self.day or max(self.days.values(), default=value)
        looked_at = self._in_the_places_asked(value, later)
        found = both_days(looked_at, value, later).filter(became(self.form.cleaned_data["change"], value, later))
        return queryset.filter(pk__in=found.order_by().values("pk"))

    def _in_the_places_asked(self, earlier: dt.date, later: dt.date) -> CommitmentQuerySet:
        """Where a place is asked for, look at what stands there; else only at what can have changed."""
        asked, found = self.form.cleaned_data, Commitment.objects.visible_to(self.standing)
        places = [name for name in _PLACES if asked[name]]
        for name in places:
            found = self.filters[name].filter(found, asked[name])
        few = places or not self.standing.sees_all
        return found.filter(turned(earlier, later) if few else begun_anew(earlier, later))

    def with_against(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        return queryset

    def stood(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        """On the earlier day."""
        earlier = self.form.cleaned_data["against"]
        return queryset.filter(in_band(Aspect.SCHEDULE, value, earlier)) if value and earlier else queryset


def refuse_days(asked: Mapping[str, Any], days: Mapping[int, dt.date], *, sees_all: bool) -> None:
    """ValidationError where the two days cannot be compared, or not of everything at once."""
    on, against = asked.get("on"), asked.get("against")
    if on and against and against >= on:
        raise ValidationError(
            {"against": f"This is not before {on:%-d %B %Y}, the day the list is about. Choose an earlier day."}
        )
    later = on or max(days.values(), default=None)
    everywhere = sees_all and not any(asked.get(name) for name in _PLACES)
    if against and later and everywhere and is_much(against, later, MOST_SPANS):
        raise ValidationError(
            {"against": "Too much changed since then to look through all of it. Choose a place, or a later day."}
        )
    if not against and (asked.get("change") or asked.get("was")) and "against" in asked:
        raise ValidationError({"against": "Since when? Give the earlier of the two days."})
