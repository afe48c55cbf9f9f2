"""`make chaos`: ten thousand things done by four writers, with two hundred kills."""

import datetime as dt
import time

import pytest
from django.db import connection

from tests.chaos import record
from tests.writers.play import play
from tests.writers.test_writers import land

__all__ = ["land"]


@pytest.mark.django_db(transaction=True)
def chaos_counts_after_ten_thousand_operations(land, request):
    began, path = time.monotonic(), request.config.getoption("--figures", default=None)
    outcome = play(10_000, 200, seed=11)
    print(f"\n{outcome}")
    if path is not None:
        record.keep(path, _row(outcome, began))
    assert (outcome.kills, outcome.alarms, outcome.differences) == (200, 0, 0), outcome
    assert outcome.kills_in_writing >= 50


def _row(outcome, began):
    found = {"operations": outcome.done, "kills": outcome.kills, "in writing": outcome.kills_in_writing}
    found |= {"recounts": outcome.heard["recounted"], "alarms": outcome.alarms, "differences": outcome.differences}
    origin = {"day": dt.datetime.now(dt.UTC).date().isoformat(), "commit": record.commit()}
    seconds = round(time.monotonic() - began)
    return {"database": connection.vendor, "what": record.WRITERS, **found, **origin, "seconds": seconds}
