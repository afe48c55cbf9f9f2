"""Which commitments a calendar shows to its owner as they stand today: never more than the pages would."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from commitments.desk import on_the_desk_of
from commitments.filters import CommitmentFilters
from commitments.models import CalendarFeed, Commitment, CommitmentQuerySet, SavedFilter
from countries.access import Standing


@dataclass(frozen=True)
class Shown:
    """`problem` says why there is nothing to show."""

    title: str
    commitments: CommitmentQuerySet
    problem: str = ""


def may_show(feed: CalendarFeed, standing: Standing) -> bool:
    """Whether its owner may still see what it shows. The parts of the feed come selected with it."""
    if standing.person is None:
        return False
    if feed.saved_filter is not None:
        return standing.may_see_anything
    if feed.institution is not None:
        return standing.sees_all or feed.institution.country_id in standing.seen_countries
    if feed.country is not None:
        return standing.sees_all or feed.country.pk in standing.seen_countries
    return standing.is_administrator or bool(standing.seated_institutions)


def shown(feed: CalendarFeed, standing: Standing, days: Mapping[int, dt.date]) -> Shown | None:
    """None when its owner may no longer see it."""
    if not may_show(feed, standing):
        return None
    visible = Commitment.objects.visible_to(standing)
    if feed.saved_filter is not None:
        return _saved(feed, feed.saved_filter, standing, days)
    if feed.institution is not None:
        return Shown(feed.title, visible.filter(lead=feed.institution))
    if feed.country is not None:
        return Shown(feed.title, visible.filter(document__country=feed.country))
    return Shown(feed.title, on_the_desk_of(standing))


def _saved(feed: CalendarFeed, saved: SavedFilter, standing: Standing, days: Mapping[int, dt.date]) -> Shown:
    filters = CommitmentFilters(QueryDict(saved.query), standing=standing, days=days)
    if filters.is_valid():
        return Shown(feed.title, filters.qs)
    return Shown(feed.title, Commitment.objects.none(), what_is_wrong(filters))


def what_is_wrong(filters: CommitmentFilters) -> str:
    """Of a saved list that can no longer be asked: which filter, and why."""
    said = []
    for name, errors in filters.form.errors.items():
        label = filters.filters[name].label if name in filters.filters else ""
        said += [f"{label}: {error}" if label else str(error) for error in errors]
    return " ".join(said)
