"""Who writes much lets others in, and writes no more at a time than they can wait for."""

import sqlite3
import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commitments import locks
from commitments.models import JobRun

SIZES = st.integers(1, 500)
SECONDS = st.floats(0, 600)


@given(SIZES, SECONDS, SIZES)
def test_a_portion_grows_to_twice_its_size_at_most_and_never_to_nothing(size, took, most):
    following = locks.next_size(min(size, most), took, most)
    assert 1 <= following <= min(most, 2 * size)


@given(SIZES, st.floats(0.001, 1))
def test_what_takes_long_is_written_in_half_seconds(size, each):
    """Whatever one takes, the following portion takes half a second, unless one alone takes longer."""
    following = locks.next_size(size, size * each, 500)
    assert following == 1 or following * each <= locks.PORTION_SECONDS + 1e-6


@given(st.lists(st.integers(), max_size=200), SIZES)
def test_every_item_is_written_once_in_its_order(items, most):
    written = []

    def write(some):
        assert len(some) <= most
        written.extend(some)
        return len(some)

    assert locks.in_portions(items, write, most=most) == len(items)
    assert written == items


@pytest.mark.once  # PostgreSQL locks rows, not databases
@pytest.mark.django_db(transaction=True)
def test_a_writer_gets_its_turn_between_long_transactions():
    """The file is taken again at once otherwise, and who waits is refused."""
    over, waited = threading.Event(), []

    def somebody_else():
        other = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=30, uri=True, isolation_level=None)
        while not over.is_set():
            begun = time.monotonic()
            other.execute("BEGIN IMMEDIATE")
            other.execute("COMMIT")
            waited.append(time.monotonic() - begun)
            time.sleep(0.01)
        other.close()

    thread = threading.Thread(target=somebody_else)
    thread.start()

    def write(some):
        with transaction.atomic():
            JobRun.objects.update_or_create(job="long", defaults={"started_at": timezone.now()})
            time.sleep(0.15)
        return len(some)

    locks.in_portions(range(10), write, most=1)
    over.set()
    thread.join()
    assert len(waited) >= 8  # a turn in nearly every pause
