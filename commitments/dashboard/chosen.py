"""A dashboard of what a saved list finds: counted from the spans of just these commitments.

The counts that are kept know places, not questions, so this costs what the list finds; beyond a bound it is counted
only when somebody asks for that, and beyond another one not at all: so much is nearly everything, which is counted.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Count, Q

from commitments.choices import Aspect, ScheduleState, ScopeKind
from commitments.dashboard.build import Counted, Dashboard, put_together
from commitments.dashboard.compare import Comparison, Side, compared
from commitments.dashboard.months import month_edges
from commitments.dashboard.places import Places
from commitments.dashboard.subject import Asked, Subject
from commitments.dashboard.tables import MOST_ROWS, ByPlace
from commitments.dashboard.trend import days_of_trend
from commitments.models import Commitment, CommitmentQuerySet, CommitmentSpan
from commitments.models.delta import STATES
from commitments.paging import bounded_count
from commitments.rollups.between import steps_between, turned
from commitments.rollups.counts import Counts
from commitments.rollups.scope import EVERYTHING_ID
from commitments.rollups.spans import Place

MOST, MOST_ASKED_FOR = 20_000, 300_000
MANY = 5_000  # gathered from an index of all states of the day: PostgreSQL would read the whole table otherwise
_PLACE = ("country", "document", "pillar", "institution")
_PLACE_OF_COMMITMENT = (
    "commitment__document__country",
    "commitment__document",
    "commitment__pillar",
    "commitment__lead",
)


@dataclass(frozen=True)
class Chosen(Subject):
    """What a saved list finds, by the id and name of the list; or the part of it that stands in a place."""

    saved: int = 0
    title: str = ""

    @property
    def place(self) -> Subject:
        return Subject(self.country, self.document, self.pillar, self.institution)

    @property
    def name(self) -> str:
        return f"{self.title}: {self.place.name}" if self.place.asked else self.title

    @property
    def short(self) -> str:
        return self.place.name if self.place.asked else self.title

    @property
    def asked(self) -> Asked:
        return (("saved", str(self.saved)), *self.place.asked)

    def inside(self, place: Subject) -> Subject:
        return replace(
            self,
            country=place.country,
            document=place.document,
            pillar=place.pillar,
            institution=place.institution,
        )

    def trail(self) -> tuple[Subject, ...]:
        return (Subject(), Chosen(saved=self.saved, title=self.title)) if self.place.asked else (Subject(),)


def dashboard_of_chosen(
    subject: Chosen,
    on: dt.date,
    *,
    found: CommitmentQuerySet,
    ever: CommitmentQuerySet | None,
    today: dt.date,
    places: Places,
    is_asked_for: bool = False,
) -> Dashboard | None:
    """`found` on that day; `ever` on any day, where that is the same question. None for what is not counted unasked."""
    most = MOST_ASKED_FOR if is_asked_for else MOST
    size = _foreseen(found, most)
    within, many = _within(found, most), size > MANY
    counts = _by_place(within, on, many=many) if size <= most else {}
    whole = _whole(counts)
    if max(size, whole.total) > most:
        return None
    edges = month_edges(on) if on >= today else []
    over_time = _over_time(_within(ever), {*days_of_trend(on), *edges}, many=many) if ever is not None else {}
    counted = Counted(whole, counts, _shown(subject, counts, places), within, edges, over_time, is_chosen=True)
    return put_together(subject, on, counted, places)


def comparison_of_chosen(
    subject: Chosen,
    earlier: dt.date,
    later: dt.date,
    *,
    found: CommitmentQuerySet,
    is_steady: bool,
    places: Places,
) -> Comparison | None:
    """What the list finds on the later day, and how the same commitments stood on the earlier one.

    A list that is not steady finds others on the earlier day, so the lists behind its numbers are told which are meant.
    """
    size = _foreseen(found, MOST)
    if size > MOST:
        return None
    within, many = _within(found, MOST), size > MANY
    then, now = _by_place(within, earlier, many=many), _by_place(within, later, many=many)
    if _whole(now).total > MOST:
        return None
    aside = () if is_steady else (("found_on", later.isoformat()),)
    looked_at: CommitmentQuerySet = Commitment.objects.filter(pk__in=found.order_by().values("pk"))
    return compared(
        subject,
        Side(earlier, _whole(then), then, aside),
        Side(later, _whole(now), now),
        steps_between(looked_at.filter(turned(earlier, later)), earlier, later),
        _shown(subject, now, places),
        places,
    )


def _foreseen(found: CommitmentQuerySet, most: int) -> int:
    """PostgreSQL has to be told before it chooses how to read; SQLite reads well either way, and counts only once."""
    return bounded_count(found, most) if connection.vendor == "postgresql" else 0


def _within(found: CommitmentQuerySet, most: int | None = None) -> Q:
    ids = found.order_by().values("pk")
    return Q(commitment__in=ids if most is None else ids[: most + 1])


def _by_place(within: Q, on: dt.date, *, many: bool) -> dict[tuple[ScopeKind, int], Counts]:
    """One question; each place on its own, without those below it."""
    spans = CommitmentSpan.objects.filter(within).on(on).order_by()
    if many:
        spans = spans.filter(state__in=STATES)
    place = _PLACE_OF_COMMITMENT if many else _PLACE
    rows = spans.values_list(*place, "state").annotate(n=Count("*"))
    found: dict[tuple[ScopeKind, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for *ids, state, count in rows:
        for kind, pk in Place(*ids).scopes():
            found[ScopeKind(kind), pk][state] += count
    return {place: Counts(by_state) for place, by_state in found.items()}


def _whole(counts: ByPlace) -> Counts:
    return counts.get((ScopeKind.ALL, EVERYTHING_ID), Counts())


def _shown(subject: Chosen, counts: ByPlace, places: Places) -> dict[ScopeKind, Collection[int]]:
    """Places in which it finds anything, with those above them; a table too long to be read is left out."""
    found: dict[ScopeKind, list[int]] = {kind: [pk for one, pk in counts if one == kind] for kind in ScopeKind}
    shown: dict[ScopeKind, Collection[int]] = {}
    if subject.country is None and len(found[ScopeKind.COUNTRY]) > 1:
        shown[ScopeKind.COUNTRY] = found[ScopeKind.COUNTRY]
    pillars = places.pillars_of([pk for pk in found[ScopeKind.DOCUMENT] if pk in places.documents])
    wanted = _with_those_above(found[ScopeKind.PILLAR], {pk: one.parent_id for pk, one in pillars.items()})
    if len(wanted) <= MOST_ROWS and subject.institution is None:
        shown[ScopeKind.PILLAR] = [pk for pk in pillars if pk in wanted]
        shown[ScopeKind.DOCUMENT] = [pk for pk in places.documents if pk in set(found[ScopeKind.DOCUMENT])]
    houses = places.institutions_in(subject.country)
    wanted = _with_those_above(found[ScopeKind.INSTITUTION], {pk: one.parent_id for pk, one in houses.items()})
    if len(wanted) <= MOST_ROWS and subject.document is None:
        shown[ScopeKind.INSTITUTION] = [pk for pk in houses if pk in wanted]
    return shown


def _with_those_above(ids: Iterable[int], above: dict[int, int | None]) -> set[int]:
    found: set[int] = set()
    for pk in ids:
        step: int | None = pk
        while step is not None and step not in found:
            found.add(step)
            step = above.get(step)
    return found


def _over_time(within: Q, days: Iterable[dt.date], *, many: bool) -> dict[dt.date, Counts]:
    """What begins and what ends, each day at once, added up from the first day on."""
    states = Q(state__in=ScheduleState.values) if many else Q(aspect=Aspect.SCHEDULE)
    spans = CommitmentSpan.objects.filter(within, states).order_by()
    begun = spans.values_list("first", "state").annotate(n=Count("*"))
    ended = spans.values_list("until", "state").annotate(n=-Count("*"))
    changes = sorted(begun.union(ended, all=True))
    running: dict[str, int] = defaultdict(int)
    counted, reached = {}, 0
    for day in sorted(days):
        while reached < len(changes) and changes[reached][0] <= day:
            _, state, change = changes[reached]
            running[state] += change
            reached += 1
        counted[day] = Counts({state: count for state, count in running.items() if count})
    return counted
