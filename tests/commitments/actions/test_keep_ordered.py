"""A baseline of very many commitments: ordered, and kept by a job exactly once, all of one moment."""

import datetime as dt
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from subprocess import PIPE

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from commitments.actions import BaselineDraft, ProgressDraft, keep_baseline, keep_next_ordered, post_update
from commitments.actions import keep_ordered as job
from commitments.choices import Completion
from commitments.dashboard import Subject
from commitments.models import BaselineEntry, BaselineOrder, Commitment, NamedBaseline, RollupDelta
from commitments.models.baseline_order import OrderState
from commitments.rollups.apply import apply_waiting
from commitments.rollups.running import REBUILD, recounting
from commitments.rollups.verify import record, verify
from countries.models import Seat
from tests.chaos.surroundings import environment
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for
from tests.together import together

ON, LATER = dt.date(2018, 3, 31), NOW + dt.timedelta(minutes=1)
KILLED_BETWEEN_PORTIONS = """
import django, time
from contextlib import contextmanager
from datetime import datetime
django.setup()
from commitments.actions import keep_next_ordered, keep_ordered as job
from commitments.baselines import keep
@contextmanager
def dies():
    yield
    print("a portion is written", flush=True)
    time.sleep(60)
keep.PORTION, job.letting_others_in = 2, dies
keep_next_ordered(datetime.fromisoformat("2018-06-01T10:00:00+00:00"))
"""


@pytest.fixture(autouse=True)
def little_is_much(monkeypatch):
    monkeypatch.setattr("commitments.actions.freeze.MOST_AT_ONCE", 3)
    monkeypatch.setattr("commitments.baselines.keep.PORTION", 2)


@pytest.fixture
def for_all(transactional_db):
    """The database keeps baselines, also from what empties it after a test."""
    yield
    call_command("flush", interactive=False, with_baselines=True)


@pytest.fixture
def document(norway, ministry):
    document = DocumentFactory(country=norway, reference="NO-2017")
    for number, due in enumerate(["2018-01", "2018-02", "2018", "2020", None]):
        CommitmentFactory(document=document, lead=ministry, due=due, reference=f"NO-{number}")
    apply_waiting(NOW)
    return document


@pytest.fixture
def by(coordinator):
    return standing_for(coordinator)


def draft(document, name="Annual report", on=ON):
    return BaselineDraft(name, Subject(document.country), on, TODAY, "For the Storting.")


def ordered(document, by, name="Annual report"):
    order = keep_baseline(draft(document, name), by=by, now=NOW)
    assert isinstance(order, BaselineOrder)
    return order


def told(reference, by):
    done = ProgressDraft(dt.date(2018, 1, 20), Completion.COMPLETE, "So.")
    post_update(Commitment.objects.get(reference=reference), done, by=by, now=NOW)
    apply_waiting(NOW)


def entries(baseline):
    found = baseline.entries.order_by("reference").values()
    return [{name: value for name, value in row.items() if name not in ("id", "baseline_id")} for row in found]


def figures(baseline):
    return sorted(baseline.figures.values_list("aspect", "state", "count"))


def test_a_job_keeps_what_would_have_been_kept_at_once(document, by, monkeypatch):
    order = ordered(document, by)
    assert not NamedBaseline.objects.exists()
    assert keep_next_ordered(NOW)
    order.refresh_from_db()
    assert (order.state, order.written, order.total) == (OrderState.KEPT, 5, 5)
    monkeypatch.setattr("commitments.actions.freeze.MOST_AT_ONCE", 100)
    at_once = keep_baseline(draft(document, "At once"), by=by, now=NOW)
    assert entries(order.baseline) == entries(at_once)
    assert figures(order.baseline) == figures(at_once)
    assert not keep_next_ordered(NOW)


def test_the_same_form_twice_is_one_order_and_one_baseline(document, by):
    sent = draft(document)
    first, again = (keep_baseline(sent, by=by, now=NOW) for _ in range(2))
    assert first == again
    assert keep_next_ordered(NOW)
    assert keep_baseline(sent, by=by, now=NOW) == NamedBaseline.objects.get()


def test_what_is_learned_after_the_order_is_kept_with_it(document, by):
    order = ordered(document, by)
    told("NO-0", by)
    keep_next_ordered(NOW)
    order.refresh_from_db()
    assert order.baseline.entries.get(reference="NO-0").schedule == "done_on_time"


def test_nobody_waits_between_portions_and_what_they_write_changes_no_list(for_all, document, by, monkeypatch):
    """Somebody else writes and counts between the first portion and the second, in another session."""

    def writes():
        try:
            connection.cursor().execute("PRAGMA busy_timeout = 100" if connection.vendor == "sqlite" else "SELECT 1")
            told("NO-4", by)
        finally:
            connection.close()

    @contextmanager
    def pause():
        yield
        if BaselineOrder.objects.get().written == 2:
            with ThreadPoolExecutor(1) as thread:
                thread.submit(writes).result(10)
        assert not NamedBaseline.objects.visible_to(by).exists()

    order = ordered(document, by)
    monkeypatch.setattr(job, "letting_others_in", pause)
    keep_next_ordered(NOW)
    order.refresh_from_db()
    assert Commitment.objects.get(reference="NO-4").completion == Completion.COMPLETE
    assert order.baseline.entries.get(reference="NO-4").schedule == "undated"


def test_one_who_is_killed_between_portions_leaves_it_to_the_next(for_all, document, by):
    order = ordered(document, by)
    words = [sys.executable, "-c", KILLED_BETWEEN_PORTIONS]
    worker = subprocess.Popen(words, env=environment(), stdout=PIPE, text=True)
    assert worker.stdout.readline() == "a portion is written\n"
    assert not keep_next_ordered(NOW)  # while somebody is at it
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    order.refresh_from_db()
    assert (order.state, order.written, BaselineEntry.objects.count()) == (OrderState.KEEPING, 2, 2)
    assert not NamedBaseline.objects.visible_to(by).exists()
    while BaselineOrder.objects.open().exists():  # a server needs a moment to hear of it
        keep_next_ordered(LATER)
    order.refresh_from_db()
    assert (order.state, order.begun, order.baseline.made_at) == (OrderState.KEPT, 2, LATER)
    assert (NamedBaseline.objects.count(), BaselineEntry.objects.count()) == (1, 5)


def test_two_workers_keep_it_once(for_all, document, by):
    for name in ("One", "Two", "Three"):
        ordered(document, by, name)

    def work():
        found = 0
        while BaselineOrder.objects.open().exists():
            found += keep_next_ordered(NOW)
        return found

    assert sum(together(work, work)) == 3
    assert (NamedBaseline.objects.kept().count(), BaselineEntry.objects.count()) == (3, 15)


def test_a_name_is_given_once_also_while_it_is_only_ordered(document, by, monkeypatch):
    ordered(document, by)
    with pytest.raises(ValidationError, match="is being kept"):
        ordered(document, by)
    keep_next_ordered(NOW)
    with pytest.raises(ValidationError, match="There is a baseline called"):
        ordered(document, by)


def left_undone(order):
    order.refresh_from_db()
    return order.state, order.refusal, NamedBaseline.objects.count()


def test_who_may_not_keep_it_any_more_does_not(document, by, coordinator):
    order = ordered(document, by)
    Seat.objects.filter(person=coordinator).delete()
    assert keep_next_ordered(NOW)
    state, refusal, kept = left_undone(order)
    assert (state, kept) == (OrderState.REFUSED, 0)
    assert refusal.startswith("Whoever ordered this may not keep it any more.")


def test_numbers_found_wrong_while_it_was_written_are_not_kept(document, by, monkeypatch):
    order = ordered(document, by)

    @contextmanager
    def pause():
        yield
        RollupDelta.objects.update(overdue=7)
        record(verify(TODAY), NOW)

    monkeypatch.setattr(job, "letting_others_in", pause)
    keep_next_ordered(NOW)
    state, refusal, kept = left_undone(order)
    assert (state, kept) == (OrderState.REFUSED, 0)
    assert "found numbers that differ" in refusal
    assert not BaselineEntry.objects.exists()


def test_it_waits_for_a_count_of_everything_and_not_for_ever(document, by):
    order = ordered(document, by)
    with recounting(REBUILD, NOW):
        assert not keep_next_ordered(NOW)
        assert left_undone(order)[0] == OrderState.ORDERED
        assert keep_next_ordered(NOW + job.PATIENCE + dt.timedelta(minutes=1))
    assert "counted afresh" in left_undone(order)[1]


def test_what_always_breaks_off_is_given_up(document, by):
    order = ordered(document, by)
    BaselineOrder.objects.update(begun=job.MOST_BEGINNINGS)
    assert keep_next_ordered(NOW)
    assert "always broken off" in left_undone(order)[1]
