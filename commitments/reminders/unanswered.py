"""Institutions nobody answers for: commitments are open there, and nobody who owns them can be told today."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from commitments.models import Commitment
from commitments.reminders.audience import Audience
from countries.access import Standing
from countries.models import Institution


@dataclass(frozen=True)
class Unanswered:
    """`open` commitments, and who hears of them instead: nobody, when the country has no coordinator either."""

    house: Institution
    open: int
    told: tuple[str, ...]


def unanswered(standing: Standing, days: Mapping[int, dt.date]) -> list[Unanswered]:
    """For those who can see to it: a country's coordinator, and administrators. The most commitments first."""
    countries = days if standing.is_administrator else standing.coordinated_countries
    if not countries:
        return []
    audience = Audience.on({country: days[country] for country in countries})
    houses = Institution.objects.filter(country__in=countries).select_related("country").order_by("name", "pk")
    empty = [one for one in houses if not audience.owners(one)]
    # Asked of these alone: most commitments are led by somebody who can be told.
    open_ones = Commitment.objects.filter(lead__in=empty, done_on=None, closed_on=None)
    counts = dict(open_ones.order_by().values_list("lead").annotate(Count("pk")))
    found = [
        Unanswered(one, counts[one.pk], tuple(each.person.full_name for each in audience.of(one)))
        for one in empty
        if one.pk in counts
    ]
    return sorted(found, key=lambda one: -one.open)
