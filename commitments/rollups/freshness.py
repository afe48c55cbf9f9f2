"""How far the counts can be trusted at this moment: how fresh they are, what waits, and what a recount found."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min
from django.db.models.functions import Coalesce

from commitments.models import Commitment, JobRun
from commitments.rollups import ledger, verify
from commitments.rollups.running import REBUILD, RECOUNT, running_since
from countries.access import Standing

PATIENCE = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Freshness:
    """Every change saved before `counted_at` is counted, except the `waiting` ones; the oldest waits since then.

    `stamp` is the version of the counts: another one whenever any of them changed.
    `found_at` is when the last recount found wrong numbers, if it did; `is_wrong` until they are put right.
    """

    counted_at: dt.datetime | None
    waiting: int
    stamp: str = ""
    waiting_since: dt.datetime | None = None
    rebuilding_since: dt.datetime | None = None
    recounting_since: dt.datetime | None = None
    found_at: dt.datetime | None = None
    is_wrong: bool = False
    is_stuck: bool = False


def freshness(standing: Standing, now: dt.datetime) -> Freshness:
    """Two questions; `waiting` is about what this person may see."""
    runs = {run.job: run for run in JobRun.objects.filter(job__in=[ledger.JOB, verify.JOB, REBUILD, RECOUNT])}
    waits = Commitment.objects.visible_to(standing).awaiting_rollup().order_by()
    asked = waits.aggregate(count=Count("pk"), since=Min(Coalesce("changed_at", "registered_at")))
    counted, proof = runs.get(ledger.JOB), runs.get(verify.JOB)
    return Freshness(
        counted_at=counted.finished_at if counted else None,
        waiting=asked["count"],
        stamp=str(counted.stamp or "") if counted else "",
        waiting_since=asked["since"],
        rebuilding_since=running_since(runs.get(REBUILD), now),
        recounting_since=running_since(runs.get(RECOUNT), now),
        found_at=proof.started_at if proof and verify.DIFFER in proof.outcome else None,
        is_wrong=bool(proof and proof.needs_attention),
        is_stuck=bool(asked["since"] and now - asked["since"] > PATIENCE),
    )
