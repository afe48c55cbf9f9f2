"""A dashboard's numbers beside bare SQL on the same rows, and beside counting everything afresh from the facts."""

import datetime as dt

from django.db.models import Count

from commitments.choices import ScopeKind
from commitments.dashboard import Places, Subject, dashboard_of
from commitments.models import Commitment
from commitments.models.delta import STATES
from commitments.rollups.counts import counts_by_place, counts_on
from commitments.rollups.scope import Scope
from tests.bench.conftest import EVERYBODY, seconds
from tests.bench.statements import fetched
from tests.planting.land import TODAY

DAYS = (dt.date(2019, 3, 1), TODAY, dt.date(2028, 12, 31))
EVERYTHING = Scope(ScopeKind.ALL, (0,))
_SUMS = ", ".join(f"SUM({state})" for state in STATES)
_PARTS = " UNION ALL ".join(
    f"SELECT scope_id, {', '.join(STATES)} FROM commitments_rollupdelta "
    f"WHERE scope_kind = '{{kind}}' AND scope_id IN ({{ids}}) AND period = '{period}' AND day {days}"
    for period, days in (
        ("year", "< '{year}'"),
        ("month", "BETWEEN '{year}' AND '{month_before}'"),
        ("day", "BETWEEN '{month}' AND '{on}'"),
    )
)
_LATEST = (
    "SELECT c.reference, c.title, i.name, s.due_latest, c.baseline_latest FROM commitments_commitmentspan s "
    "JOIN commitments_commitment c ON c.id = s.commitment_id JOIN countries_institution i ON i.id = c.lead_id "
    "WHERE s.state = 'overdue' AND COALESCE(s.first, s.first) <= %s AND s.until > %s AND s.due_latest IS NOT NULL "
    "ORDER BY s.due_latest, s.commitment_id LIMIT 8"
)
_JUDGED = (
    "SELECT c.reference, c.title, s.state, r.completion, r.reviewed_on FROM commitments_review r "
    "JOIN commitments_commitment c ON c.id = r.commitment_id JOIN commitments_commitmentspan s "
    "ON s.commitment_id = c.id AND s.aspect = 'judged' AND s.first <= %s AND s.until > %s "
    "WHERE r.reviewed_on <= %s AND s.state IN ('lower', 'higher') ORDER BY r.reviewed_on DESC, r.id DESC LIMIT 6"
)


def _bare(kind: ScopeKind, ids, on: dt.date) -> list:
    month = on.replace(day=1)
    words = {"kind": kind.value, "ids": ", ".join(map(str, ids)), "on": on, "month": month}
    words |= {"year": month.replace(month=1), "month_before": month - dt.timedelta(days=1)}
    return fetched(f"SELECT scope_id, {_SUMS} FROM ({_PARTS.format(**words)}) AS parts GROUP BY scope_id")


def bench_numbers_of_a_scope_on_a_day(plenty, places: Places, compare):
    for kind, ids in _scopes(places).items():
        for on in DAYS:
            compare(
                f"numbers on {on}: {kind}",
                raw=lambda kind=kind, ids=ids, on=on: _bare(kind, ids, on),
                ours=lambda kind=kind, ids=ids, on=on: counts_by_place({kind: ids}, on),
                most=3,
                times=15,
            )


def _scopes(places: Places) -> dict[ScopeKind, tuple[int, ...]]:
    """One of each kind, with what stands below it."""
    ministry = places.institutions_in(None)[min(places.institutions_in(None))]
    themes = places.pillars_of(places.documents)
    return {
        ScopeKind.ALL: (0,),
        ScopeKind.COUNTRY: tuple(places.countries),
        ScopeKind.DOCUMENT: (min(places.documents),),
        ScopeKind.PILLAR: places.below_pillar(themes[min(themes)]),
        ScopeKind.INSTITUTION: places.below_institution(ministry),
    }


def bench_dashboard_against_its_bare_questions(plenty, places: Places, compare):
    countries = tuple(places.countries)

    def bare():
        _bare(ScopeKind.COUNTRY, countries, TODAY)
        _bare(ScopeKind.ALL, (0,), TODAY)
        fetched(
            f"SELECT day, {', '.join(f'{state}' for state in STATES[:8])} FROM commitments_rollupdelta "
            "WHERE scope_kind = 'all' AND scope_id = 0 AND period = 'month' AND day <= %s",
            TODAY + dt.timedelta(days=365),
        )
        fetched(_LATEST, TODAY, TODAY)
        fetched(_JUDGED, TODAY, TODAY, TODAY)

    def ours():
        dashboard_of(Subject(), TODAY, standing=EVERYBODY, places=places, today=TODAY)

    compare("everything a dashboard shows", raw=bare, ours=ours, most=3)


def bench_counts_against_a_recount(plenty, record):
    """The recount is SQL too, the twin of the timeline: state by state from updates and decisions, on a past day."""
    on = DAYS[0]
    rows = Commitment.objects.as_of(on).order_by().values("schedule")
    counted = seconds(lambda: [counts_on(EVERYTHING, on) for _ in range(10)]) / 10
    recounted = seconds(lambda: dict(rows.annotate(n=Count("pk")).values_list("schedule", "n")))
    record("counts, against recounting the facts of that day", recounted, counted, most=1 / 200)
