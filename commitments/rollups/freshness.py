"""How far the counts can be trusted at this moment: how fresh they are, what waits, and what a recount found."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.db.models import Count, Min, Subquery, Value
from django.db.models.functions import Coalesce

from commitments.models import Commitment, JobRun
from commitments.rollups import ledger, verify
from commitments.rollups.running import REBUILD, RECOUNT, how_it_goes
from countries.access import Standing

PATIENCE = dt.timedelta(minutes=5)
MOST_WAITING = 10_000  # beyond it nobody has counted, nor looked for an older one
_SINCE = Min(Coalesce("changed_at", "registered_at"))


@dataclass(frozen=True)
class Freshness:
    """Every change saved before `counted_at` is counted, except the `waiting` ones; the oldest waits since then.

    `stamp` is the version of the counts: another one whenever any of them changed.
    `edited` is the newest edit in the administration, where places get other names and other places in their trees.
    `broken_off_at` is when a count of everything began that was killed, until one ends or a recount finds all well.
    `found_at` is when the last recount found wrong numbers, if it did; `is_wrong` until they are put right.
    """

    counted_at: dt.datetime | None
    waiting: int
    stamp: str = ""
    edited: int = 0
    waiting_since: dt.datetime | None = None
    rebuilding_since: dt.datetime | None = None
    recounting_since: dt.datetime | None = None
    broken_off_at: dt.datetime | None = None
    found_at: dt.datetime | None = None
    is_wrong: bool = False
    is_stuck: bool = False

    @property
    def waiting_told(self) -> str:
        return f"{self.waiting:,}" if self.waiting < MOST_WAITING else f"{MOST_WAITING:,} or more"


def freshness(standing: Standing, now: dt.datetime) -> Freshness:
    """One question, two before anything ever ran, and while a recount is on record whether somebody is at it;
    `waiting` is about what this person may see."""
    first = Commitment.objects.visible_to(standing).awaiting_rollup().order_by("pk").values("pk")[:MOST_WAITING]
    waits = Commitment.objects.filter(pk__in=first).order_by()
    one = waits.annotate(one=Value(1)).values("one").annotate(count=Count("pk"), since=_SINCE)
    asked = JobRun.objects.filter(job__in=[ledger.JOB, verify.JOB, REBUILD, RECOUNT])
    edits = LogEntry.objects.order_by("-pk").values("pk")[:1]
    found = list(
        asked.annotate(
            waiting=Subquery(one.values("count")), since=Subquery(one.values("since")), edited=Subquery(edits)
        )
    )
    if not found:
        return Freshness(None, waits.count())
    runs = {run.job: run for run in found}
    counted, proof = runs.get(ledger.JOB), runs.get(verify.JOB)
    since, rebuild = found[0].since, how_it_goes(runs.get(REBUILD))
    return Freshness(
        counted_at=counted.finished_at if counted else None,
        waiting=found[0].waiting or 0,
        stamp=str(counted.stamp or "") if counted else "",
        edited=found[0].edited or 0,
        waiting_since=since,
        rebuilding_since=rebuild.since,
        recounting_since=how_it_goes(runs.get(RECOUNT)).since,
        broken_off_at=rebuild.broken_off,
        found_at=proof.started_at if proof and verify.DIFFER in proof.outcome else None,
        is_wrong=bool(proof and proof.needs_attention),
        is_stuck=bool(since and now - since > PATIENCE),
    )
