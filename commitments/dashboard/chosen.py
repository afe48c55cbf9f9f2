"""A dashboard of what a saved list finds: counted from the spans of just these commitments.

The counts that are kept know places, not questions, so this costs what the list finds; beyond a bound it is refused.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q

from commitments.choices import Aspect, Lateness
from commitments.dashboard.build import AHEAD, Dashboard, longest_overdue
from commitments.dashboard.judged import judged_otherwise
from commitments.dashboard.months import month_edges, months_from
from commitments.dashboard.numbers import Figures, Part
from commitments.dashboard.subject import Asked, Subject
from commitments.dashboard.tables import MOST_ROWS, Row
from commitments.dashboard.trend import Trend, days_of_trend, trend_from
from commitments.models import CommitmentQuerySet, CommitmentSpan
from commitments.rollups.counts import Counts, together
from commitments.rollups.scope import Children, branch
from countries.models import Country, Institution

MOST = 50_000


@dataclass(frozen=True)
class Chosen(Subject):
    """What a saved list finds, by the id and name of the list."""

    saved: int = 0
    title: str = ""

    @property
    def name(self) -> str:
        return self.title

    @property
    def asked(self) -> Asked:
        return (("saved", str(self.saved)),)

    def trail(self) -> tuple[Subject, ...]:
        return (Subject(),)


Place = tuple[int, int, str]  # country, institution and its name


def dashboard_of_chosen(
    subject: Chosen,
    on: dt.date,
    *,
    found: CommitmentQuerySet,
    ever: CommitmentQuerySet | None,
    today: dt.date,
    countries: Mapping[int, Country],
    below: Children,
) -> Dashboard | None:
    """`found` on that day; `ever` on any day, where that is the same question. None for more than can be counted.

    `below` is the tree of institutions."""
    within = _within(found)
    by_place = _by_place(within, on)
    figures = Figures(subject.asked, on, together(by_place.values()))
    if figures.total.count > MOST:
        return None
    edges = month_edges(on) if on >= today else []
    over_time = _over_time(_within(ever), {*days_of_trend(on), *edges}) if ever is not None else {}
    return Dashboard(
        subject=subject,
        on=on,
        figures=figures,
        lateness=figures.parts(Aspect.LATENESS, list(Lateness)),
        longest=longest_overdue(within, on) if figures.overdue.count else (),
        ahead=tuple(Part(bands[-1], figures.number(Aspect.HORIZON, bands), label) for label, bands in AHEAD),
        judged=judged_otherwise(within, on) if figures.judged_otherwise else (),
        countries=_countries(subject, by_place, countries, on),
        pillars=(),
        institutions=_institutions(subject, by_place, countries, below, on),
        trend=trend_from(subject, on, over_time) if over_time else Trend(on, ()),
        months=months_from(figures, edges, over_time) if over_time else (),
    )


def _within(found: CommitmentQuerySet) -> Q:
    return Q(commitment__in=found.order_by().values("pk")[: MOST + 1])


def _by_place(within: Q, on: dt.date) -> dict[Place, Counts]:
    spans = CommitmentSpan.objects.filter(within).on(on).order_by()
    rows = spans.values_list("country", "institution", "institution__name", "state").annotate(n=Count("pk"))
    found: dict[Place, dict[str, int]] = defaultdict(dict)
    for country, institution, name, state, count in rows:
        found[country, institution, name][state] = count
    return {place: Counts(by_state) for place, by_state in found.items()}


def _over_time(within: Q, days: Iterable[dt.date]) -> dict[dt.date, Counts]:
    """What begins and what ends, each day at once, added up from the first day on."""
    spans = CommitmentSpan.objects.filter(within, aspect=Aspect.SCHEDULE).order_by()
    begun = spans.values_list("first", "state").annotate(n=Count("pk"))
    ended = spans.values_list("until", "state").annotate(n=-Count("pk"))
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


def _countries(
    subject: Chosen, by_place: Mapping[Place, Counts], countries: Mapping[int, Country], on: dt.date
) -> tuple[Row, ...]:
    """The most overdue first."""
    ids = {country for country, _, _ in by_place}
    rows = []
    for pk in ids:
        counts = together(counts for place, counts in by_place.items() if place[0] == pk)
        rows.append(_row(subject, Subject(countries[pk]), counts, on))
    return _in_order(rows) if len(rows) > 1 else ()


def _institutions(
    subject: Chosen, by_place: Mapping[Place, Counts], countries: Mapping[int, Country], below: Children, on: dt.date
) -> tuple[Row, ...]:
    """Each with the bodies below it, as the list of commitments finds them."""
    rows = []
    for country, pk, name in by_place:
        members = branch(pk, below)
        counts = together(counts for place, counts in by_place.items() if place[1] in members)
        rows.append(_row(subject, Subject(countries[country], institution=_named(pk, name, country)), counts, on))
    return _in_order(rows)[:MOST_ROWS]


def _named(pk: int, name: str, country: int) -> Institution:
    return Institution(pk=pk, name=name, country_id=country)


def _row(subject: Chosen, place: Subject, counts: Counts, on: dt.date) -> Row:
    return Row(place, 0, replace(Figures(place.asked, on, counts), place=(*subject.asked, *place.asked)))


def _in_order(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.figures.overdue.count, -row.figures.open.count, row.subject.name)))
