"""What slipped against the first promise, as it stands now or stood on any day: the whole and each institution."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, FilteredRelation, Q, QuerySet, When
from django.db.models.functions import Coalesce

from commitments.choices import DONE_STATES, OPEN_STATES, Aspect, Movement
from commitments.dashboard.numbers import Number
from commitments.dashboard.places import Places
from commitments.dashboard.subject import Asked, Subject, commitments_within
from commitments.models import Commitment, CommitmentQuerySet
from commitments.models.movement import first_promise_then, movement_condition
from commitments.models.schedule import annotations_as_of
from commitments.record import median_of
from commitments.rollups.scope import branch
from countries.access import Standing
from countries.models import Institution

MOST_READ = 20_000
MOST_ROWS = 10
Slips = Sequence[tuple[int, int]]  # a lead institution, and days


@dataclass(frozen=True)
class Slipped:
    """How many, and by how many days at the median; too few have none."""

    number: Number
    median: int | None
    institution: Institution | None = None


@dataclass(frozen=True)
class Slippage:
    """`whole` is None where so much slipped that only a narrower subject is worked out."""

    whole: Slipped | None
    rows: tuple[Slipped, ...] = ()
    hidden: int = 0


def slippage_of(
    subject: Subject, standing: Standing, places: Places, total: int, on: dt.date | None = None
) -> Slippage:
    """As the record stands now or, with a day, as it stood on that one. `total` is how many commitments the subject has
    by the counts: of too many none is read."""
    if total > MOST_READ:
        return Slippage(None)
    within = Commitment.objects.filter(commitments_within(subject.scope(standing, places)))
    return slippage_among(within, subject, places, on)


def slippage_among(found: CommitmentQuerySet, subject: Subject, places: Places, on: dt.date | None) -> Slippage:
    """One question. Days are read, not summed by the database: there is no median in SQLite."""
    rows_found = (_now(found) if on is None else _then(found, on))[: MOST_READ + 1]
    slips = [(lead, (reached - first).days) for lead, reached, first in rows_found if reached and first]
    if len(slips) > MOST_READ:
        return Slippage(None)
    asked = _Asked(subject.asked, on)
    rows = _rows(subject, _by_lead(slips), places, asked)
    whole = asked.slipped([days for _, days in slips])
    return Slippage(whole, rows[:MOST_ROWS], max(len(rows) - MOST_ROWS, 0))


def _now(found: CommitmentQuerySet) -> QuerySet[Any, Any]:
    slipped = found.filter(movement_condition([Movement.SLIPPED])).order_by()
    return slipped.values_list("lead_id", Coalesce("done_on", "due_latest"), "baseline_latest")


def _then(found: CommitmentQuerySet, on: dt.date) -> QuerySet[Any, Any]:
    """By the spans of the day; of what comes back by its facts, which know which time was the current one."""
    once = (
        found.filter(occurrence__isnull=True)
        .annotate(that_day=_standing(on, Aspect.SCHEDULE), claim=_standing(on, Aspect.COMPLETION))
        .filter(that_day__state__in=[*OPEN_STATES, *DONE_STATES])
        .annotate(
            reached=Case(
                When(that_day__state__in=DONE_STATES, then=F("claim__first")), default=F("that_day__due_latest")
            )
        )
        .filter(reached__gt=F("baseline_latest"))
    )
    again = (
        found.filter(occurrence__isnull=False, document__counted_from__lte=on)
        .alias(**annotations_as_of(on))
        .filter(movement_condition([Movement.SLIPPED], on))
        .annotate(reached=Coalesce("then_done_on", "then_due_latest"), promised=first_promise_then())
    )
    one, other = once.values_list("lead_id", "reached", "baseline_latest"), again.order_by()
    return one.order_by().union(other.values_list("lead_id", "reached", "promised"), all=True)


def _standing(on: dt.date, aspect: Aspect) -> FilteredRelation:
    return FilteredRelation("spans", condition=Q(spans__aspect=aspect, spans__first__lte=on, spans__until__gt=on))


@dataclass(frozen=True)
class _Asked:
    """Of which place and day."""

    place: Asked
    on: dt.date | None

    def slipped(self, days: Sequence[int], institution: Institution | None = None) -> Slipped:
        place = self.place
        if institution:
            wider = (pair for pair in place if pair[0] != "institution")
            place = (*wider, ("institution", str(institution.pk)))
        day = (("on", self.on.isoformat()),) if self.on else ()
        return Slipped(
            Number(len(days), (*place, ("moved", Movement.SLIPPED.value), *day)), median_of(days), institution
        )


def _by_lead(slips: Slips) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for lead, days in slips:
        found.setdefault(lead, []).append(days)
    return found


def _rows(subject: Subject, by_lead: Mapping[int, list[int]], places: Places, asked: _Asked) -> tuple[Slipped, ...]:
    """Each with the bodies below it, as the commitments list counts them; the most first."""
    institutions, children = places.institutions_in(subject.country), places.institution_children(subject.country)
    above = {pk: institution.parent_id for pk, institution in institutions.items()}
    concerned = {pk for lead in by_lead for pk in _up_from(lead, above)} & institutions.keys()
    if subject.institution:
        concerned &= set(places.below_institution(subject.institution))
    rows = []
    for pk in concerned:
        days = [slip for member in branch(pk, children) for slip in by_lead.get(member, ())]
        rows.append(asked.slipped(days, institutions[pk]))
    return tuple(sorted(rows, key=lambda row: (-row.number.count, str(row.institution))))


def _up_from(institution: int, above: Mapping[int, int | None]) -> list[int]:
    line, step = [institution], above.get(institution)
    while step is not None and step not in line:
        line.append(step)
        step = above.get(step)
    return line
