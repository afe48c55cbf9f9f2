"""`make chaos`: ten thousand things done by four writers, with two hundred kills."""

import datetime as dt
import time

import pytest
from django.db import connection

from tests.chaos import record
from tests.writers import workers
from tests.writers.play import play
from tests.writers.test_writers import land

__all__ = ["land"]


@pytest.mark.django_db(transaction=True)
def chaos_counts_after_ten_thousand_operations(land, request):
    began, path = time.monotonic(), request.config.getoption("--figures", default=None)
    outcome = play(10_000, 200, seed=11)
    print(f"\n{outcome}")
    if path is not None:
        record.keep(path, _row(record.WRITERS, outcome, began))
    assert (outcome.kills, outcome.alarms, outcome.differences) == (200, 0, 0), outcome
    assert outcome.kills_in_writing >= 50


@pytest.mark.django_db(transaction=True)
def chaos_workers_killed_while_they_count(land, tmp_path, request):
    began, path = time.monotonic(), request.config.getoption("--figures", default=None)
    outcome = workers.play(tmp_path, 1_000, 60, seed=12)
    print(f"\n{outcome}")
    if path is not None:
        record.keep(path, _row(record.WORKERS, outcome, began))
    assert (outcome.alarms, outcome.differences) == (0, 0), outcome


def _row(what, outcome, began):
    found = {"operations": outcome.done, "kills": outcome.kills, "in writing": outcome.heard.get("killed in writing")}
    found |= {"recounts": outcome.heard["recounted"], "alarms": outcome.alarms, "differences": outcome.differences}
    origin = {"day": dt.datetime.now(dt.UTC).date().isoformat(), "commit": record.commit()}
    seconds = round(time.monotonic() - began)
    return {"database": connection.vendor, "what": what, **found, **origin, "seconds": seconds}
