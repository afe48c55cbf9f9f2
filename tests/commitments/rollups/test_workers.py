"""Two workers and a writer at once, on a real database with real transactions."""

import datetime as dt
import threading

import pytest
from django.db import transaction

from commitments.actions import ProgressDraft, post_update
from commitments.actions.settle import locked
from commitments.choices import Completion, ScopeKind
from commitments.models import Commitment, CommitmentSpan
from commitments.rollups import apply
from commitments.rollups.apply import apply_batch, apply_waiting
from commitments.rollups.counts import counts_on
from commitments.rollups.portions import recount
from commitments.rollups.scope import Scope
from commitments.rollups.verify import verify
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

COMPLETIONS = [Completion.LIMITED, Completion.COMPLETE, Completion.SUBSTANTIAL, Completion.COMPLETE]


@pytest.fixture
def commitments(norway, ministry):
    document = DocumentFactory(country=norway)
    return [CommitmentFactory(document=document, lead=ministry) for _ in range(8)]


def test_two_workers_count_every_commitment_once(commitments):
    done = together(lambda: apply_waiting(NOW, batch=2), lambda: apply_waiting(NOW, batch=3))
    assert sum(done) == len(commitments)
    assert counts_on(Scope(ScopeKind.ALL, (0,)), TODAY).total == len(commitments)
    assert verify(TODAY).differences == ()


def test_workers_beside_a_writer_lose_nothing(commitments, editor):
    by, finished = standing_for(editor), threading.Event()

    def write():
        try:
            for number, completion in enumerate(COMPLETIONS):
                for commitment in commitments:
                    day = TODAY - dt.timedelta(days=30 * number)
                    post_update(commitment, ProgressDraft(day, completion, "It went on."), by=by, now=NOW)
        finally:
            finished.set()

    def work():
        while not finished.wait(0.02):  # SQLite serves no queue: who asks without a pause starves the others
            apply_batch(NOW, batch=3)

    together(write, work, work)
    apply_waiting(NOW)
    assert not Commitment.objects.awaiting_rollup().exists()
    assert verify(TODAY).differences == ()


def test_recount_waits_for_somebody_who_then_changes_his_mind(commitments):
    apply_waiting(NOW)
    CommitmentSpan.objects.all().delete()
    holds, counted = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            locked(commitments[0])
            holds.set()
            counted.wait(0.3)
            transaction.set_rollback(True)

    def count():
        holds.wait()
        recount(NOW)
        counted.set()

    together(write, count)
    assert verify(TODAY).differences == ()


def test_a_worker_killed_between_its_writes_leaves_all_to_the_other(commitments, monkeypatch):
    mark = apply.mark_counted

    def killed_once(held):
        monkeypatch.setattr(apply, "mark_counted", mark)
        raise SystemExit

    monkeypatch.setattr(apply, "mark_counted", killed_once)
    with pytest.raises(SystemExit):
        apply_waiting(NOW, batch=4)
    assert Commitment.objects.awaiting_rollup().count() == len(commitments)
    assert sum(together(lambda: apply_waiting(NOW, batch=4), lambda: apply_waiting(NOW, batch=4))) == len(commitments)
    assert verify(TODAY).differences == ()
