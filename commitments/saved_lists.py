"""A saved list as a filter: what it finds on the day asked for, whatever day it was saved with."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from django.http import QueryDict

from commitments.filter_kinds import Kinds, OnDay, OneOf
from commitments.models import CommitmentQuerySet, SavedFilter
from commitments.paging import DIRECTIONS
from countries.access import Standing

_OF_THE_PAGE = ("sort", "page", *DIRECTIONS)
# What these find does not hang on the day.
STEADY = {"q", "country", "document", "pillar", "institution", "mine"}


def question_of(saved: SavedFilter, on: str) -> QueryDict:
    """Its question about another day; without one, about today."""
    asked = QueryDict(saved.query, mutable=True)
    for name in ("on", *_OF_THE_PAGE):
        asked.pop(name, None)
    if on:
        asked["on"] = on
    return asked


def is_steady(saved: SavedFilter) -> bool:
    """It finds the same commitments on every day on which they are there."""
    return not {name for name, value in question_of(saved, "").items() if value} - STEADY


class SavedListFilters(Kinds):
    saved = OneOf(method="in_saved_list", label="Saved list", noun="a list you have saved that can still be asked")
    found_on = OnDay(method="any_day", label="What the saved list finds on")

    standing: Standing
    asked_list: Self | None = None

    def offer_saved(self, data: Mapping[str, Any]) -> None:
        """Only the one that is asked for, if the person owns it and it can be asked; one list stands on no other."""
        self.filters["saved"].extra["choices"] = [("", "All")]
        value = str(data.get("saved", ""))
        if not (value.isascii() and value.isdecimal() and len(value) <= 18) or self.standing.person is None:
            return
        saved = SavedFilter.objects.filter(pk=int(value), person=self.standing.person).first()
        if saved is None or "saved" in QueryDict(saved.query):
            return
        inner = self.another(question_of(saved, str(data.get("found_on") or data.get("on", ""))))
        if inner.is_valid():
            self.asked_list = inner
            self.filters["saved"].extra["choices"] = [("", "All"), (value, saved.name)]

    def another(self, data: QueryDict) -> Self:
        """The same filters, for the same person, with another question."""
        raise NotImplementedError

    def in_saved_list(self, queryset: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        if not value or self.asked_list is None:
            return queryset
        return queryset.filter(pk__in=self.asked_list.qs.order_by().values("pk"))

    def any_day(self, queryset: CommitmentQuerySet, name: str, value: dt.date) -> CommitmentQuerySet:
        """Asked when the list is: `offer_saved`."""
        return queryset
