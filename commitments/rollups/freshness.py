"""How fresh the counts are: when the job last ran, and what has changed since."""

import datetime as dt
from dataclasses import dataclass

from commitments.models import Commitment, JobRun
from commitments.rollups.ledger import JOB
from countries.access import Standing


@dataclass(frozen=True)
class Freshness:
    """Every change saved before `counted_at` is counted, except the `waiting` ones.

    `stamp` is the version of the counts: another one whenever any of them changed.
    """

    counted_at: dt.datetime | None
    waiting: int
    stamp: str = ""


def freshness(standing: Standing) -> Freshness:
    """`waiting` is about what this person may see."""
    counted_at, stamp = JobRun.objects.filter(job=JOB).values_list("finished_at", "stamp").first() or (None, None)
    waiting = Commitment.objects.visible_to(standing).awaiting_rollup().count()
    return Freshness(counted_at, waiting, str(stamp or ""))
