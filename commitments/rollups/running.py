"""That a recount runs, on record while it does: whoever looks at numbers is told so, and whether it was killed."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from commitments.at_work import alone_at, is_at_work
from commitments.models import JobRun

REBUILD = "rollup rebuild"  # everything from nothing: until it ends, numbers may be missing
RECOUNT = "rollup recount"  # every number against the facts: until it ends, one may be found wrong


class RunsAlready(RuntimeError):
    """Two of a kind at once would do everything twice."""


@dataclass(frozen=True)
class Going:
    """Runs since, or was broken off: it began then and did not end, and nobody is at it any more."""

    since: dt.datetime | None = None
    broken_off: dt.datetime | None = None


@contextmanager
def recounting(job: str, now: dt.datetime) -> Iterator[None]:
    """Not inside a transaction: nobody else would see it."""
    with alone_at(job) as alone:
        if not alone:
            raise RunsAlready(f"The {job} runs already, begun by somebody else. Wait until it has ended.")
        JobRun.objects.update_or_create(job=job, defaults={"started_at": now, "finished_at": None})
        try:
            yield
        finally:
            JobRun.objects.filter(job=job, started_at=now).update(finished_at=now)


def how_it_goes(run: JobRun | None) -> Going:
    if run is None or run.finished_at is not None:
        return Going()
    if is_at_work(run.job):
        return Going(since=run.started_at)
    return _ended(JobRun.objects.filter(pk=run.pk, finished_at__isnull=True).first())


def _ended(run: JobRun | None) -> Going:
    """Read anew: it may have ended since it was read, or another have begun."""
    if run is None:
        return Going()
    return Going(since=run.started_at) if is_at_work(run.job) else Going(broken_off=run.started_at)


def settle_what_was_broken_off(now: dt.datetime) -> None:
    """Every number agrees with the facts as they were looked at from `now` on: what was to be put right, is right."""
    run = JobRun.objects.filter(job=REBUILD, started_at__lt=now).first()
    if run is not None and how_it_goes(run).broken_off:
        JobRun.objects.filter(pk=run.pk, started_at=run.started_at).update(finished_at=now)
