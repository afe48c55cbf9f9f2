"""The state of a list in its address: what is asked for, each as a chip that can be taken away, and sort links."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from commitments.filters import SORTS, CommitmentFilters
from commitments.paging import Slice
from commitments.web.wording import day_in_words

PAGES = ("after", "before", "page")  # the last from addresses of old
UNSHOWN = {"sort", *PAGES}


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    address: str


@dataclass(frozen=True)
class Column:
    """A heading one can sort by; `order` is the value of aria-sort."""

    name: str
    label: str
    address: str
    order: str


def tidy(asked: QueryDict) -> QueryDict:
    """Without what was left empty, so that an address says only what is asked for."""
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        filled = [value for value in values if value.strip()]
        if filled:
            kept.setlist(name, filled)
    return kept


def address_of(asked: QueryDict) -> str:
    return f"?{asked.urlencode()}" if asked else "?"


def chips(filters: CommitmentFilters, asked: QueryDict) -> list[Chip]:
    return [
        Chip(filters.filters[name].label, _in_words(filters, name, value), _without(asked, name, value))
        for name, value in _active(filters, asked)
    ]


def _active(filters: CommitmentFilters, asked: QueryDict) -> Iterator[tuple[str, str]]:
    for name in filters.filters:
        if name not in UNSHOWN:
            for value in dict.fromkeys(asked.getlist(name)):
                yield name, value


def _in_words(filters: CommitmentFilters, name: str, value: str) -> str:
    cleaned = filters.form.cleaned_data.get(name)
    if name == "mine":
        return "yes"
    if isinstance(cleaned, dt.date):
        return day_in_words(cleaned)
    choices = filters.filters[name].extra.get("choices")
    return _labels(choices).get(value, value) if choices else value


def _labels(choices: Any) -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for value, label in choices:
        labels.update(label if isinstance(label, list) else [(value, str(label))])
    return labels


def _without(asked: QueryDict, name: str, value: str) -> str:
    rest = asked.copy()
    rest.setlist(name, [kept for kept in asked.getlist(name) if kept != value])
    return address_of(tidy(_from_the_first(rest)))


def columns(asked: QueryDict, sort: str) -> dict[str, Column]:
    """A second press turns the order around."""
    return {name: _column(asked, sort or "due", name, label) for name, (label, _) in SORTS.items()}


def _column(asked: QueryDict, sort: str, name: str, label: str) -> Column:
    order = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    turned = asked.copy()
    turned["sort"] = f"-{name}" if order == "ascending" else name
    return Column(name, label, address_of(_from_the_first(turned)), order)


@dataclass(frozen=True)
class Pages:
    """Addresses; empty where there is nothing."""

    first: str = ""
    previous: str = ""
    next: str = ""


def neighbours(asked: QueryDict, shown: Slice) -> Pages:
    """Filters and order stay in the address; only the place in the list changes."""
    first = address_of(_from_the_first(asked.copy())) if shown.previous else ""
    return Pages(first, _at(asked, "before", shown.previous), _at(asked, "after", shown.next))


def _at(asked: QueryDict, direction: str, place: str) -> str:
    if not place:
        return ""
    moved = _from_the_first(asked.copy())
    moved[direction] = place
    return address_of(moved)


def _from_the_first(asked: QueryDict) -> QueryDict:
    for name in PAGES:
        asked.pop(name, None)
    return asked
