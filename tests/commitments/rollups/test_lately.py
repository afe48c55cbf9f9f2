"""A count that went wrong where something changed is found within the hour, and everything is then looked at."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from commitments.models import Commitment, CommitmentSpan, JobRun, RollupDelta
from commitments.rollups import lately
from commitments.rollups.apply import apply_waiting
from commitments.rollups.lately import look, verify_lately
from commitments.rollups.running import RECOUNT, recounting
from commitments.rollups.verify import verify_and_repair
from commitments.tasks import look_at_recent_counts, verify_rollups
from tests.factories import CommitmentFactory, DocumentFactory, PillarFactory
from tests.people import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitments(norway, ministry):
    document = DocumentFactory(country=norway)
    pillar = PillarFactory(document=document)
    found = [
        CommitmentFactory(document=document, pillar=pillar, lead=ministry, due=due) for due in ("2017", "2020", None)
    ]
    apply_waiting(NOW)
    return found


def job(name):
    return JobRun.objects.filter(job=name).first()


def test_what_agrees_changes_no_record_of_the_night(commitments):
    verify_and_repair(NOW)
    before = job("rollup verification").outcome
    assert not look(NOW)
    assert job("rollup look").outcome == "Commitments looked at: 3. Differences: 0."
    assert (job("rollup verification").outcome, job("rollup verification").needs_attention) == (before, False)


@pytest.mark.parametrize("kind", ["document", "pillar", "institution"])
def test_a_total_that_does_not_add_up_is_named(commitments, kind):
    place = {"document": "document_id", "pillar": "pillar_id", "institution": "lead_id"}[kind]
    RollupDelta.objects.filter(scope_kind=kind, period="month", overdue__gt=0).update(overdue=F("overdue") + 2)
    assert look(NOW)
    said = [str(one) for one in verify_lately(TODAY).differences]
    assert said == [f"{kind} {getattr(commitments[0], place)}, “overdue” on 2018-06-01: 3 counted, 1 there"]
    assert job("rollup verification").needs_attention


def test_a_commitment_that_counts_otherwise_than_its_facts_say_is_named(commitments):
    CommitmentSpan.objects.filter(commitment=commitments[1], state="on_schedule").update(state="due_soon")
    assert look(NOW)
    assert commitments[1].reference in str(verify_lately(TODAY).differences[0])


def test_known_trouble_and_a_running_recount_are_left_alone(commitments):
    RollupDelta.objects.filter(scope_kind="document", overdue__gt=0).update(overdue=7)
    with recounting(RECOUNT, NOW):
        assert not look(NOW)
    assert look(NOW)
    assert not look(NOW)
    verify_and_repair(NOW)
    assert not look(NOW)
    assert verify_lately(TODAY).differences == ()


def test_what_waits_to_be_counted_is_no_difference(commitments, chancellery):
    Commitment.objects.filter(pk=commitments[0].pk).update(lead=chancellery, revision=99)
    assert not look(NOW)


def test_large_places_are_left_to_the_night(commitments, monkeypatch):
    RollupDelta.objects.filter(scope_kind="document", period="month", overdue__gt=0).update(overdue=7)
    monkeypatch.setattr(lately, "MOST_ADDED_UP", 2)
    assert not look(NOW)


def test_the_job_has_everything_looked_at_and_the_command_says_what_to_do(commitments, monkeypatch, capsys):
    woken = []
    monkeypatch.setattr("commitments.tasks.wake", woken.append)
    call_command("verify_rollups", "--lately")
    look_at_recent_counts()
    assert woken == []
    RollupDelta.objects.filter(scope_kind="pillar", overdue__gt=0).update(overdue=7)
    look_at_recent_counts()
    assert woken == [verify_rollups]
    with pytest.raises(CommandError, match="verify_rollups --repair"):
        call_command("verify_rollups", "--lately")
    assert capsys.readouterr().out.startswith("Commitments recounted: 3. Every number agrees.")
