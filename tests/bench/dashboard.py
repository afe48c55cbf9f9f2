"""A dashboard's numbers beside bare SQL on the same rows, and beside counting everything afresh."""

import datetime as dt

import pytest
from django.db import connection

from commitments.choices import ScopeKind
from commitments.dashboard import Places, Subject, dashboard_of
from commitments.facts import facts_by_commitment
from commitments.models import Commitment, RollupDelta
from commitments.models.delta import STATES
from commitments.rollups.apply import BATCH, apply_batch
from commitments.rollups.counts import counts_on
from commitments.rollups.scope import Scope
from commitments.timeline import snapshot
from countries.access import Standing
from tests.planting.land import NOW, TODAY

EVERYBODY = Standing(sees_all=True)
_SUMS = ", ".join(f"SUM({state})" for state in STATES)
_SUM = (
    "SELECT scope_kind, scope_id, {sums} FROM commitments_rollupdelta WHERE {places} AND ("
    "period = 'year' AND day < %s OR period = 'month' AND day >= %s AND day < %s "
    "OR period = 'day' AND day >= %s AND day <= %s) GROUP BY scope_kind, scope_id"
)
_TREND = (
    "SELECT day, {sums} FROM commitments_rollupdelta WHERE scope_kind = 'all' AND scope_id = 0 "
    "AND period = 'month' AND day <= %s GROUP BY day"
)
_LATEST = (
    "SELECT c.reference, c.title, i.name, s.due_latest FROM commitments_commitmentspan s "
    "JOIN commitments_commitment c ON c.id = s.commitment_id JOIN countries_institution i ON i.id = c.lead_id "
    "WHERE s.aspect = 'schedule' AND s.state = 'overdue' AND s.first <= %s AND s.until > %s "
    "ORDER BY s.due_latest, c.reference LIMIT 8"
)


@pytest.fixture
def places(plenty):
    return Places.seen_by(EVERYBODY)


def _fetch(statement: str, *values: object) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement, [connection.ops.adapt_datefield_value(value) for value in values])
        return cursor.fetchall()


def bench_dashboard_against_bare_sql(plenty, places, compare):
    kinds = sorted(set(RollupDelta.objects.values_list("scope_kind", flat=True)))
    ids = {
        kind: RollupDelta.objects.filter(scope_kind=kind).values_list("scope_id", flat=True).distinct()
        for kind in kinds
    }
    within = " OR ".join(f"scope_kind = '{kind}' AND scope_id IN ({', '.join(map(str, ids[kind]))})" for kind in kinds)

    def bare():
        month, year = TODAY.replace(day=1), TODAY.replace(month=1, day=1)
        _fetch(_SUM.format(places=f"({within})", sums=_SUMS), year, year, month, month, TODAY)
        _fetch(_TREND.format(sums=_SUMS), TODAY + dt.timedelta(days=365))
        _fetch(_LATEST, TODAY, TODAY)

    def ours():
        dashboard_of(Subject(), TODAY, standing=EVERYBODY, places=places)

    compare(f"whole dashboard of {plenty:,} commitments against bare SQL", raw=bare, ours=ours)


def bench_counts_against_recount(plenty, compare):
    def recount():
        found = list(Commitment.objects.select_related("document")[:2000])
        return [snapshot(facts, TODAY) for facts in facts_by_commitment(found).values()]

    scope = Scope(ScopeKind.ALL, (0,))
    compare(
        f"a recount of {plenty:,} commitments against their counts",
        raw=lambda: counts_on(scope, TODAY),
        ours=recount,
        times=3,
    )


def bench_applying_against_reading_the_facts(plenty, compare):
    """All spans are right already, so this is the price of finding that out; the facts alone are the floor."""

    def read():
        held = list(Commitment.objects.select_related("document").order_by("pk")[:BATCH])
        facts_by_commitment(held)

    def apply():
        first = Commitment.objects.order_by("pk").values_list("pk", flat=True)[:BATCH]
        Commitment.objects.filter(pk__in=list(first)).update(rolled_revision=0)
        assert apply_batch(NOW) == BATCH

    compare(f"counting {BATCH} changed commitments against reading their facts", raw=read, ours=apply)
