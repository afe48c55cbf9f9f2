"""Filters by what held on a day: states and dates in force. Of another day than today they ask spans, and find
a way to a page that does not lead past everything before it."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Q

from commitments.choices import Aspect, ScheduleState
from commitments.filter_kinds import Kinds
from commitments.models import CommitmentQuerySet
from commitments.paging import Stretch
from commitments.rollups.counts import Counts, counts_on
from commitments.rollups.scope import Scope, all_seen
from commitments.rollups.stretch import stretch_of
from commitments.rollups.which import are_few_days, are_many, due_between, gathered, in_band, looked_up
from countries.access import Standing

GATHERED = 1_000  # as quick as a walk to where they stand
GATHERED_OF_THE_PAST = 10_000  # between two dates: quicker than asking of all that moved away since


class DayFilters(Kinds):
    """`_stands` is what a list of another day asks of all its rows, `_walk` the same for the rows of one page."""

    day: Any
    standing: Standing
    days: Mapping[int, dt.date]
    _are_few = False
    _stretch = Stretch()
    _stands = Q()
    _walk = Q()

    @cached_property
    def _counted(self) -> dict[tuple[Scope, dt.date], Counts]:
        return {}

    def in_band(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        if not value:
            return queryset
        if self.day is None:
            if set(value) == {ScheduleState.UNDATED} and self._is_by_due():
                self._stretch = Stretch(is_empty=True)
            return queryset.in_band(Aspect(name), value, self.days)
        if name == Aspect.SCHEDULE and self._is_of_few_days():
            return queryset  # said with the dates
        found = self._counts_on(all_seen(self.standing), self.day).of(*value)
        stretch = stretch_of(value, self.day, is_past=self._is_past()) if self._is_by_due() else None
        if stretch and found <= self._most_gathered(stretch):
            self._are_few = True
            return queryset.filter(gathered(name, value, self.day))
        many = self.are_many(value, self.day)
        if not stretch and not many:
            return queryset.filter(in_band(name, value, self.day))
        self._stretch = stretch or self._stretch
        self._stands &= in_band(name, value, self.day, many=many)
        self._walk &= looked_up(name, value, self.day)
        return queryset

    def _most_gathered(self, stretch: Stretch) -> int:
        is_between = stretch.first is not None and stretch.last is not None
        return GATHERED_OF_THE_PAST if self._is_past() and is_between else GATHERED

    def _is_past(self) -> bool:
        return bool(self.day < max(self.days.values(), default=self.day))

    def are_many(self, states: Collection[str], day: dt.date) -> bool:
        counts = self._counts_on(all_seen(self.standing), day)
        return are_many(counts.of(*states), counts.total)

    def due_from(self, queryset: CommitmentQuerySet, name: str, value: dt.date) -> CommitmentQuerySet:
        return queryset.filter(due_latest__gte=value) if self.day is None else queryset.filter(self._due_then(self.day))

    def due_until(self, queryset: CommitmentQuerySet, name: str, value: dt.date) -> CommitmentQuerySet:
        if self.day is None:
            return queryset.filter(due_latest__lte=value)
        asked_with_it = self.form.cleaned_data["due_after"]
        return queryset if asked_with_it else queryset.filter(self._due_then(self.day))

    def _due_then(self, day: dt.date) -> Q:
        """By the date in force on that day; both ends in one question."""
        asked = self.form.cleaned_data
        self._are_few = self._are_few or (self._is_of_few_days() and self._is_by_due())
        return due_between(day, asked["due_after"], asked["due_before"], asked["schedule"] or ScheduleState.values)

    def _is_of_few_days(self) -> bool:
        return are_few_days(self.form.cleaned_data["due_after"], self.form.cleaned_data["due_before"])

    def _is_by_due(self) -> bool:
        return self.form.cleaned_data["sort"] in ("", "due", "-due")

    def _counts_on(self, scope: Scope, day: dt.date) -> Counts:
        """Asked once, however many parts of a page want to know."""
        if (scope, day) not in self._counted:
            self._counted[scope, day] = counts_on(scope, day)
        return self._counted[scope, day]
