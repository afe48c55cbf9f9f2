"""Put a dashboard together: one query for the counts of every place, and one each for the trend, the latest
and the reviews."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.db.models.functions import Coalesce

from commitments.choices import Aspect, Horizon, Lateness, ScheduleState, ScopeKind
from commitments.dashboard.judged import Judged, judged_otherwise
from commitments.dashboard.months import month_edges, months_from
from commitments.dashboard.numbers import Figures, Part
from commitments.dashboard.places import Places
from commitments.dashboard.subject import Subject, spans_within
from commitments.dashboard.tables import ByPlace, Group, Row, kinds_shown, tables_of
from commitments.dashboard.tiles import TileMap, tile_map
from commitments.dashboard.trend import Trend, days_of_trend, trend_from
from commitments.models import CommitmentSpan
from commitments.rollups.counts import Counts, counts_by_place, counts_over, together
from countries.access import Standing

FEW = 1000  # of so few reviews that differ, looking for the newest among all reviews takes longer than sorting them
LONGEST = 8
AHEAD = (
    ("In the next 30 days", (Horizon.WITHIN_30,)),
    ("In the next 90 days", (Horizon.WITHIN_30, Horizon.WITHIN_90)),
    ("In the next 365 days", (Horizon.WITHIN_30, Horizon.WITHIN_90, Horizon.WITHIN_365)),
    ("Later", (Horizon.LATER,)),
)


@dataclass(frozen=True)
class Late:
    """A commitment that is overdue, and by how much."""

    reference: str
    title: str
    lead: str
    due_latest: dt.date
    days: int
    slip: int


@dataclass(frozen=True)
class Dashboard:
    subject: Subject
    on: dt.date
    figures: Figures
    lateness: tuple[Part, ...]
    longest: tuple[Late, ...]
    ahead: tuple[Part, ...]
    judged: tuple[Judged, ...]
    countries: tuple[Row, ...]
    pillars: tuple[Group, ...]
    institutions: tuple[Row, ...]
    trend: Trend
    months: tuple[Part, ...]

    @cached_property
    def tiles(self) -> TileMap | None:
        return tile_map(self.countries)

    @property
    def most_in_a_month(self) -> int:
        return max((month.number.count for month in self.months), default=0)


@dataclass(frozen=True)
class Counted:
    """Everything a dashboard is put together from. `within` is a condition on spans; `over_time` says how the counts
    went on the days of the trend and on `edges`, the days between months ahead, and is empty where nobody knows.
    `is_chosen` where no place but a list is meant, which is looked up once and not for each row."""

    whole: Counts
    by_place: ByPlace
    shown: Mapping[ScopeKind, Collection[int]]
    within: Q
    edges: Sequence[dt.date]
    over_time: Mapping[dt.date, Counts]
    is_chosen: bool = False


def dashboard_of(
    subject: Subject, on: dt.date, *, standing: Standing, places: Places, today: dt.date | None = None
) -> Dashboard:
    """Deadlines by month stand there from `today` on: counts no longer say what was to come on an earlier day."""
    scope = subject.scope(standing, places)
    shown = kinds_shown(subject, places)
    counts = counts_by_place({**shown, scope.kind: {*scope.ids, *shown.get(scope.kind, ())}}, on)
    edges = month_edges(on) if today is not None and on >= today else []
    days = sorted({*days_of_trend(on), *edges})
    over_time = dict(zip(days, counts_over(scope, Aspect.SCHEDULE, days), strict=True))
    whole = together(counts.get((scope.kind, pk)) for pk in scope.ids)
    return put_together(subject, on, Counted(whole, counts, shown, spans_within(scope), edges, over_time), places)


def put_together(subject: Subject, on: dt.date, counted: Counted, places: Places) -> Dashboard:
    figures, over_time = Figures(subject.asked, on, counted.whole), counted.over_time
    tables = tables_of(subject, counted.shown, places, counted.by_place, on)
    few = counted.is_chosen or figures.judged_otherwise <= FEW
    return Dashboard(
        subject=subject,
        on=on,
        figures=figures,
        lateness=figures.parts(Aspect.LATENESS, list(Lateness)),
        longest=longest_overdue(counted.within, on) if figures.overdue.count else (),
        ahead=tuple(Part(bands[-1], figures.number(Aspect.HORIZON, bands), label) for label, bands in AHEAD),
        judged=judged_otherwise(counted.within, on, few=few) if figures.judged_otherwise else (),
        countries=tables.countries,
        pillars=tables.pillars,
        institutions=tables.institutions,
        trend=trend_from(subject, on, over_time) if over_time else Trend(on, ()),
        months=months_from(figures, counted.edges, over_time) if over_time else (),
    )


def longest_overdue(within: Q, on: dt.date) -> tuple[Late, ...]:
    """Walks what is overdue in the order of its due days until there are enough."""
    overdue = CommitmentSpan.objects.filter(state=ScheduleState.OVERDUE, due_latest__lt=on, until__gt=on)
    # A value of its own, or the database would gather everything that began before the day and sort it.
    begun = overdue.alias(begun=Coalesce("first", "first")).filter(begun__lte=on)
    named = (
        begun.filter(within)
        .order_by("due_latest", "commitment_id")
        .values_list(
            "commitment__reference",
            "commitment__title",
            "commitment__lead__name",
            "due_latest",
            "commitment__baseline_latest",
            "commitment__occurrence",
            "commitment__due_latest",
        )
    )
    # Of what comes back the record holds the promise of one time: of another one there is nothing to say.
    return tuple(
        Late(reference, title, lead, due, (on - due).days, slip=(due - first).days if first and is_told else 0)
        for reference, title, lead, due, first, time, current in named[:LONGEST]
        for is_told in [time is None or current == due]
        if due
    )
