"""Everything counted afresh says what everything counted one by one says, and nothing of before is left."""

import pytest
from django.core.management import call_command
from django.db import connection

from commitments.models import Commitment, CommitmentSpan, JobRun, RollupDelta
from commitments.models.delta import STATES
from commitments.rollups import rebuild as room
from commitments.rollups.apply import apply_waiting
from commitments.rollups.rebuild import rebuild
from commitments.rollups.verify import verify
from tests.people import NOW
from tests.planting.plant import plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def planted():
    plant(60, countries=2)


def counted():
    spans = CommitmentSpan.objects.values_list("commitment", "aspect", "state", "first", "until", "due_latest")
    rows = {tuple(row) for row in RollupDelta.objects.values_list("scope_kind", "scope_id", "period", "day", *STATES)}
    return set(spans), {row for row in rows if any(row[4:])}  # what came to nought may stand there or not


@pytest.mark.parametrize("most", [room.MOST_CHANGES, 1])
def test_it_counts_what_one_by_one_is_counted(planted, monkeypatch, most):
    monkeypatch.setattr(room, "MOST_CHANGES", most)
    monkeypatch.setattr(room, "CHUNK", 7)
    apply_waiting(NOW)
    one_by_one = counted()
    CommitmentSpan.objects.filter(state="overdue").delete()
    RollupDelta.objects.update(overdue=99)
    assert rebuild(NOW) == 60
    assert counted() == one_by_one
    assert verify(NOW.date()).differences == ()


def test_what_waited_waits_no_more_and_the_indexes_are_back(planted):
    before = connection.introspection.get_constraints(connection.cursor(), CommitmentSpan._meta.db_table)
    rebuild(NOW)
    assert not Commitment.objects.awaiting_rollup().exists()
    assert JobRun.objects.get(job="rollups").outcome == "Everything counted afresh: 60 commitments."
    assert connection.introspection.get_constraints(connection.cursor(), CommitmentSpan._meta.db_table) == before


def test_the_command_says_how_many(planted, capsys):
    call_command("rebuild_rollups", "--dry-run")
    call_command("rebuild_rollups", "--at-once")
    assert capsys.readouterr().out == "Commitments to count: 60.\nCommitments counted afresh: 60.\n"


@pytest.mark.once
def test_it_gives_back_the_room_it_took(planted):
    """SQLite alone works in a cache of its own."""

    def room_taken():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA cache_size").fetchone()[0]

    before = room_taken()
    rebuild(NOW)
    assert room_taken() == before
