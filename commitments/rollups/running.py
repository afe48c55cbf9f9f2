"""That a recount runs, on record while it does: whoever looks at numbers meanwhile is told."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from commitments.models import JobRun

REBUILD = "rollup rebuild"  # everything from nothing: until it ends, numbers may be missing
RECOUNT = "rollup recount"  # every number against the facts: until it ends, one may be found wrong
LONGEST = dt.timedelta(hours=6)  # what has not ended by then was killed


@contextmanager
def recounting(job: str, now: dt.datetime) -> Iterator[None]:
    """Not inside a transaction: nobody else would see it."""
    JobRun.objects.update_or_create(job=job, defaults={"started_at": now, "finished_at": None})
    try:
        yield
    finally:
        JobRun.objects.filter(job=job, started_at=now).update(finished_at=now)


def running_since(run: JobRun | None, now: dt.datetime) -> dt.datetime | None:
    if run is None or run.finished_at is not None or now - run.started_at > LONGEST:
        return None
    return run.started_at
