"""What slipped against the first promise, as it stands now or stood on any day: the whole and each institution."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from commitments.choices import OPEN_STATES, Aspect, Completion, Movement, ScheduleState
from commitments.dashboard.numbers import Number
from commitments.dashboard.places import Places
from commitments.dashboard.subject import Asked, Subject, commitments_within
from commitments.models import Commitment, CommitmentQuerySet, CommitmentSpan
from commitments.models.movement import first_promise_then, movement_condition
from commitments.models.schedule import annotations_as_of
from commitments.models.slip_days import SLIP_DAYS, DaysBetween
from commitments.record import median_of_counted
from commitments.rollups.scope import branch
from countries.access import Standing
from countries.models import Country, Institution

MOST_AT_ONCE = 20_000  # more take some seconds at a million, which somebody has to want
MOST_ROWS = 10


@dataclass(frozen=True)
class Slipped:
    """How many, and by how many days at the median; too few have none. `country` where others stand beside it."""

    number: Number
    median: int | None
    institution: Institution | None = None
    country: Country | None = None

    @property
    def name(self) -> str:
        """Two countries may call a ministry the same."""
        return f"{self.institution}, {self.country}" if self.country else str(self.institution)


@dataclass(frozen=True)
class Slippage:
    """`whole` is None where `total` is so much that it is worked out only when somebody asks for it."""

    whole: Slipped | None
    rows: tuple[Slipped, ...] = ()
    hidden: int = 0
    total: int = 0


def slippage_of(
    subject: Subject,
    standing: Standing,
    places: Places,
    total: int,
    on: dt.date | None = None,
    *,
    at_any_size: bool = False,
) -> Slippage:
    """As the record stands now or, with a day, as it stood on that one. `total` is how many commitments the subject has
    by the counts: too many are worked out only when that is asked for."""
    is_large = total > MOST_AT_ONCE
    if is_large and not at_any_size:
        return Slippage(None, total=total)
    within = Commitment.objects.filter(commitments_within(subject.scope(standing, places)))
    return slippage_among(within, subject, places, on, many=is_large)


def slippage_among(
    found: CommitmentQuerySet, subject: Subject, places: Places, on: dt.date | None, *, many: bool = False
) -> Slippage:
    """One question: how often each number of days occurs in each institution. There is no median in SQLite."""
    by_lead: dict[int, Counter[int]] = {}
    for lead, days, times in _now(found) if on is None else _then(found, on, many=many):
        by_lead.setdefault(lead, Counter())[days] += times
    asked = _Asked(subject.asked, on)
    rows = _rows(subject, by_lead, places, asked)
    whole = asked.slipped(_sum(by_lead.values()))
    return Slippage(whole, rows[:MOST_ROWS], max(len(rows) - MOST_ROWS, 0))


def _now(found: CommitmentQuerySet) -> QuerySet[Any, Any]:
    slipped = found.filter(movement_condition([Movement.SLIPPED])).order_by()
    return _tally(slipped, SLIP_DAYS)


def _then(found: CommitmentQuerySet, on: dt.date, *, many: bool) -> QuerySet[Any, Any]:
    """By the spans of the day; of what comes back by its facts, which know which time was the current one."""
    once = found.filter(occurrence__isnull=True).order_by()
    closed = CommitmentSpan.objects.filter(commitment=OuterRef("pk"), state=ScheduleState.CLOSED).on(on)
    still = once.filter(
        _that_day(on, OPEN_STATES, Aspect.SCHEDULE, many=many), spans__due_latest__gt=F("baseline_latest")
    )
    done = once.filter(
        _that_day(on, [Completion.COMPLETE], Aspect.COMPLETION, many=many), spans__first__gt=F("baseline_latest")
    ).exclude(Exists(closed))
    again = (
        found.filter(occurrence__isnull=False, document__counted_from__lte=on)
        .alias(**annotations_as_of(on))
        .filter(movement_condition([Movement.SLIPPED], on))
        .order_by()
    )
    reached = Coalesce("then_done_on", "then_due_latest")
    open_ones = _tally(still, DaysBetween("spans__due_latest", "baseline_latest"))
    return open_ones.union(
        _tally(done, DaysBetween("spans__first", "baseline_latest")),
        _tally(again, DaysBetween(reached, first_promise_then())),
        all=True,
    )


def _that_day(on: dt.date, states: Iterable[TextChoices], aspect: Aspect, *, many: bool) -> Q:
    """A state belongs to one aspect. Of few commitments each is looked up by its aspect; many are gathered from an
    index of states, which does not know it."""
    day = Q(spans__first__lte=on, spans__until__gt=on, spans__state__in=[state.value for state in states])
    return day if many else day & Q(spans__aspect=aspect.value)


def _tally(slipped: CommitmentQuerySet, days: Combinable) -> QuerySet[Any, Any]:
    return slipped.annotate(slip=days).values_list("lead_id", "slip").annotate(times=Count("pk"))


@dataclass(frozen=True)
class _Asked:
    """Of which place and day."""

    place: Asked
    on: dt.date | None

    def slipped(self, days: Counter[int], institution: Institution | None = None) -> Slipped:
        place = self.place
        if institution:
            wider = (pair for pair in place if pair[0] != "institution")
            place = (*wider, ("institution", str(institution.pk)))
        day = (("on", self.on.isoformat()),) if self.on else ()
        return Slipped(
            Number(days.total(), (*place, ("moved", Movement.SLIPPED.value), *day)),
            median_of_counted(days),
            institution,
        )


def _sum(tallies: Iterable[Counter[int]]) -> Counter[int]:
    summed: Counter[int] = Counter()
    for tally in tallies:
        summed.update(tally)
    return summed


def _rows(subject: Subject, by_lead: Mapping[int, Counter[int]], places: Places, asked: _Asked) -> tuple[Slipped, ...]:
    """Each with the bodies below it, as the commitments list counts them; the most first."""
    institutions, children = places.institutions_in(subject.country), places.institution_children(subject.country)
    above = {pk: institution.parent_id for pk, institution in institutions.items()}
    concerned = {pk for lead in by_lead for pk in _up_from(lead, above)} & institutions.keys()
    if subject.institution:
        concerned &= set(places.below_institution(subject.institution))
    rows = []
    for pk in concerned:
        days = _sum(by_lead[member] for member in branch(pk, children) if member in by_lead)
        rows.append(asked.slipped(days, institutions[pk]))
    if len({institutions[pk].country_id for pk in concerned}) > 1:
        homes = places.countries
        rows = [replace(row, country=homes[row.institution.country_id]) for row in rows if row.institution]
    return tuple(sorted(rows, key=lambda row: (-row.number.count, row.name)))


def _up_from(institution: int, above: Mapping[int, int | None]) -> list[int]:
    line, step = [institution], above.get(institution)
    while step is not None and step not in line:
        line.append(step)
        step = above.get(step)
    return line
