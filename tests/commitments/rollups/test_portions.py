"""Everything counted afresh in portions: right in the end, whatever was wrong before and whoever wrote meanwhile."""

import datetime as dt

import pytest
from django.core.management import call_command

from commitments.models import Commitment, CommitmentSpan, JobRun, RollupDelta
from commitments.rollups import portions
from commitments.rollups.apply import apply_waiting
from commitments.rollups.portions import recount
from commitments.rollups.verify import verify
from tests.commitments.rollups.recount import recounted
from tests.people import NOW
from tests.planting.plant import plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def planted(monkeypatch):
    plant(60, countries=2)
    monkeypatch.setattr(portions, "BATCH", 7)


def test_what_was_never_counted_is_counted(planted):
    assert recount(NOW) == 60
    assert verify(NOW.date()).differences == ()
    assert not Commitment.objects.awaiting_rollup().exists()


def test_what_was_wrong_is_right_afterwards(planted):
    apply_waiting(NOW)
    CommitmentSpan.objects.filter(state="overdue").delete()
    RollupDelta.objects.filter(period="day").update(overdue=99)
    RollupDelta.objects.filter(period="year").delete()
    recount(NOW)
    assert verify(NOW.date()).differences == ()


def test_what_changes_meanwhile_is_counted_too(planted):
    """Withdrawn behind the back of the verbs, in the middle, on either side of where the recount stands."""
    apply_waiting(NOW)

    def meanwhile(done):
        if done == 28:
            moved = Commitment.objects.order_by("pk").filter(pillar__isnull=False)
            ids = [moved.first().pk, moved.last().pk]
            Commitment.objects.filter(pk__in=ids).update(pillar=None, revision=1000)

    recount(NOW, meanwhile)
    apply_waiting(NOW)
    assert verify(NOW.date()).differences == ()
    assert recounted(dt.date(2024, 1, 1))


def test_what_waited_makes_a_new_version_and_what_was_right_does_not(planted):
    """A drawing that is kept names titles, too, and a new title changes no span."""
    recount(NOW)
    counted = JobRun.objects.get(job="rollups").stamp
    recount(NOW)
    assert JobRun.objects.get(job="rollups").stamp == counted
    Commitment.objects.filter(pk=Commitment.objects.first().pk).update(title="Another", revision=1000)
    recount(NOW)
    assert JobRun.objects.get(job="rollups").stamp != counted


def test_the_command_says_how_many_and_leaves_a_mark(planted, capsys):
    call_command("rebuild_rollups")
    assert capsys.readouterr().out == "Commitments counted afresh: 60.\n"
    assert JobRun.objects.get(job="rollup rebuild").finished_at
