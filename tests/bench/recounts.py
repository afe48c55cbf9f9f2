"""Counting everything, counting what changed, and counting what changed long ago."""

import datetime as dt
import os
import statistics
import subprocess
import sys

import pytest
from django.db import connection
from django.db.models import F

from commitments.choices import Completion
from commitments.models import Commitment, ProgressUpdate
from commitments.rollups.apply import apply_waiting
from commitments.rollups.rebuild import rebuild
from commitments.rollups.verify import verify
from countries.models import Person
from tests.bench import bare_spans
from tests.bench.conftest import seconds
from tests.planting.land import NOW, TODAY

LONG_AGO = dt.date(2024, 2, 1)  # a day after which every document counts


def bench_rebuild(plenty, record):
    bare = seconds(bare_spans.into_a_table) + seconds(bare_spans.sum_up)
    ours = seconds(lambda: rebuild(NOW))
    record("everything counted afresh, against SQL for the same spans and sums", bare, ours, most=2)
    assert bare_spans.differs_from_ours() == 0


def bench_changed(plenty, record):
    """Other commitments each time. What is met first is read from the disk, page by page, and stands by itself."""
    everything = seconds(lambda: rebuild(NOW))
    first, *today, long_ago, longer_ago = _some_of_each(min(10_000, plenty // 10))
    cold = seconds_to_count(first, TODAY)
    ordinary = statistics.median(seconds_to_count(ids, TODAY) for ids in today)
    back_dated = statistics.median(seconds_to_count(ids, LONG_AGO) for ids in (long_ago, longer_ago))
    name = "what changed (a tenth, 10,000 at most), against everything"
    record(name, everything, ordinary, most=1 / 20 if plenty >= 1_000_000 else None)
    record(f"{name}, the first after everything was counted", everything, cold)
    record("as many changed long ago, against changed today", ordinary, back_dated, most=10)
    if plenty <= 20_000:
        assert verify(TODAY).differences == ()


def _some_of_each(amount: int) -> list[list[int]]:
    open_ones = Commitment.objects.filter(closed_as="").order_by("pk").values_list("pk", flat=True)
    ids = list(open_ones[: 6 * amount])
    return [ids[start : start + amount] for start in range(0, len(ids), amount)]


def bench_memory_of_a_worker(planted, django_db_blocker, record, tmp_path):
    """Of a fresh process, after the first ten thousand changes and after a hundred thousand, on a copy of a file."""
    if connection.vendor != "sqlite" or planted > 100_000:
        pytest.skip("Measured where the database can be copied in a moment.")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "db.sqlite3")])
    environment = os.environ | {"BENCH_DATABASE": str(tmp_path / "db.sqlite3")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "tests.bench.worker", "10"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
    first, last = int(said[0]), int(said[-1])
    record("memory of a worker (GB for s) after 100,000 changes, against 10,000", first / 1e6, last / 1e6, most=1.2)


def seconds_to_count(ids: list[int], on: dt.date) -> float:
    """Each reports on a day, and all of it is counted."""
    author = Person.objects.order_by("pk").first()
    said = {"author": author, "posted_at": NOW, "effective_on": on, "narrative": "More."}
    ProgressUpdate.objects.bulk_create(
        (ProgressUpdate(commitment_id=pk, completion=Completion.SUBSTANTIAL, **said) for pk in ids), batch_size=1000
    )
    for start in range(0, len(ids), 5000):
        Commitment.objects.filter(pk__in=ids[start : start + 5000]).update(revision=F("revision") + 1)
    return seconds(lambda: apply_waiting(NOW))
