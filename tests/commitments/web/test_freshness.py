"""The dashboard says how far its numbers can be trusted: never a wrong one silently."""

import datetime as dt

import pytest
from django.core.management import call_command

from commitments.models import Commitment, CommitmentSpan, JobRun, RollupDelta
from commitments.rollups.apply import apply_waiting
from commitments.rollups.running import REBUILD, RECOUNT, recounting
from commitments.rollups.verify import record, verify, verify_and_repair
from tests.factories import CommitmentFactory
from tests.people import NOW


@pytest.fixture
def page(client, document, head):
    CommitmentFactory(document=document)
    apply_waiting(NOW)
    client.force_login(head)
    return lambda: " ".join(client.get("/dashboard/").content.decode().split())


NOTICES = (
    "being counted afresh",
    "afresh was broken off",
    "comparing every number",
    "numbers are behind",
    "may be wrong",
    "put them right",
)


def said(page):
    shown = page()
    return {notice for notice in NOTICES if notice in shown}


def test_when_all_is_well_it_only_says_when_it_counted(page):
    assert "Counted just now." in page()
    assert said(page) == set()


def test_while_everything_is_counted_afresh_it_says_so(page):
    with recounting(REBUILD, NOW - dt.timedelta(minutes=3)):
        assert said(page) == {"being counted afresh"}
    assert said(page) == set()


def test_while_a_recount_runs_it_says_so(page):
    with recounting(RECOUNT, NOW - dt.timedelta(minutes=3)):
        assert said(page) == {"comparing every number"}
    assert said(page) == set()


def left_behind(job):
    """The record of one who was killed: begun, not ended, and nobody is at it."""
    JobRun.objects.create(job=job, started_at=NOW - dt.timedelta(minutes=3))


def test_what_was_killed_is_called_broken_off_until_it_is_done_again(page):
    left_behind(REBUILD)
    assert said(page) == {"afresh was broken off"}
    call_command("rebuild_rollups")
    assert said(page) == set()


def test_what_was_killed_matters_no_more_when_every_number_was_proved(page):
    left_behind(REBUILD)
    RollupDelta.objects.filter(overdue__gt=0).update(overdue=7)
    record(verify(NOW.date()), NOW)
    assert said(page) == {"afresh was broken off", "may be wrong"}
    verify_and_repair(NOW)
    assert said(page) == {"put them right"}


def test_a_recount_that_was_killed_changed_no_number(page):
    left_behind(RECOUNT)
    assert said(page) == set()


def test_a_recount_is_on_record_while_it_runs_and_when_it_breaks(db):
    def is_running():
        return JobRun.objects.filter(job=RECOUNT, finished_at__isnull=True).exists()

    def breaks():
        with recounting(RECOUNT, NOW):
            assert is_running()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    assert not is_running()


LISTS = ("/commitments/?on=2018-06-01", "/commitments/?against=2018-01-01", "/commitments/?judged=unreviewed")


def listed(client, address):
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize("address", LISTS)
def test_a_list_of_what_was_counted_says_so_too(page, client, document, address):
    assert 'class="notice"><strong>' not in listed(client, address)
    CommitmentFactory(document=document)
    assert "<strong>1 change is waiting</strong> to be counted. Each row says what is known now" in listed(
        client, address
    )
    with recounting(REBUILD, NOW - dt.timedelta(minutes=3)):
        assert "commitments may be missing here" in listed(client, address)


def test_a_list_of_today_waits_for_nothing(page, client, document):
    CommitmentFactory(document=document)
    assert "to be counted" not in listed(client, "/commitments/?schedule=overdue")


def test_a_list_says_that_its_counts_are_wrong(page, client):
    RollupDelta.objects.filter(overdue__gt=0).update(overdue=7)
    CommitmentSpan.objects.filter(state="overdue").update(state="closed")
    record(verify(NOW.date()), NOW)
    assert "This list may be wrong." in listed(client, LISTS[0])


def test_changes_that_wait_for_long_are_named_with_their_time(page, document):
    late = CommitmentFactory(document=document, registered_at=NOW - dt.timedelta(minutes=6))
    assert said(page) == {"numbers are behind"}
    Commitment.objects.filter(pk=late.pk).update(changed_at=NOW - dt.timedelta(minutes=1))
    assert said(page) == set()
    assert "1 change is waiting" in page()


def test_wrong_numbers_are_named_until_they_are_right_and_after(page):
    RollupDelta.objects.filter(overdue__gt=0).update(overdue=7)
    CommitmentSpan.objects.filter(state="overdue").update(state="closed")
    record(verify(NOW.date()), NOW)
    assert said(page) == {"may be wrong"}
    verify_and_repair(NOW)
    assert said(page) == {"put them right"}
    verify_and_repair(NOW)
    assert said(page) == set()
