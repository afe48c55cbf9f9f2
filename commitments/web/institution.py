"""One institution: where it stands, what it owes today, and how its dates have fared."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.choices import OPEN_STATES, Aspect, Movement, ScheduleState
from commitments.models import Commitment
from commitments.models.bands import band_condition
from commitments.record import record_of
from commitments.rollups.scope import branch, children_by_parent
from commitments.web.asking import days_of, standing
from countries.models import Institution

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Tally:
    """How many are in one state; `query` finds them in the commitments list."""

    state: ScheduleState
    count: int
    query: str


@require_safe
def institution_detail(request: HttpRequest, pk: int) -> HttpResponse:
    institution = _reached(request, pk)
    today = days_of(request)[institution.country_id]
    house = {one.pk: one for one in Institution.objects.filter(country=institution.country_id)}
    children = children_by_parent({one.pk: one.parent_id for one in house.values()})
    members = branch(pk, children)
    tallies = _tallies(institution, members, today)
    context = {
        "institution": institution,
        "today": today,
        "above": _above(institution, house),
        "below": sorted((house[child] for child in children.get(pk, ())), key=lambda one: one.name),
        "tallies": tallies,
        "open_count": sum(tally.count for tally in tallies),
        "record": record_of(members, today),
        "slipped_query": urlencode({"institution": pk, "moved": Movement.SLIPPED.value}),
    }
    return render(request, "commitments/institution.html", context)


def _reached(request: HttpRequest, pk: int) -> Institution:
    """Seen by whoever sees its country; for everybody else it is not there."""
    asks = standing(request)
    found = Institution.objects.select_related("country").filter(pk=min(pk, LARGEST_ID)).first()
    if found is None or not (asks.sees_all or found.country_id in asks.seen_countries):
        raise Http404
    return found


def _above(institution: Institution, house: dict[int, Institution]) -> list[Institution]:
    """From the top of the tree down to what stands directly above."""
    line: list[Institution] = []
    step = house.get(institution.parent_id or 0)
    while step is not None and step not in line:
        line.insert(0, step)
        step = house.get(step.parent_id or 0)
    return line


def _tallies(institution: Institution, members: Collection[int], today: dt.date) -> list[Tally]:
    counts = {state.value: Count("pk", filter=band_condition(Aspect.SCHEDULE, [state], today)) for state in OPEN_STATES}
    found = Commitment.objects.filter(lead__in=members).aggregate(**counts)
    return [
        Tally(state, found[state.value], urlencode({"institution": institution.pk, "schedule": state.value}))
        for state in OPEN_STATES
    ]
