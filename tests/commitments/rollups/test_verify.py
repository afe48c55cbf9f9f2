"""A wrong number is named, and can be put right."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from commitments.choices import Aspect, Period, ScopeKind
from commitments.models import CommitmentSpan, JobRun, RollupDelta
from commitments.rollups import apply
from commitments.rollups.apply import apply_waiting, replacement
from commitments.rollups.counts import counts_on
from commitments.rollups.scope import Scope
from commitments.rollups.verify import repair, verify, verify_and_repair
from commitments.tasks import apply_rollup_changes, verify_rollups
from countries.models import Document
from tests.factories import CommitmentFactory, DocumentFactory, PillarFactory
from tests.people import NOW, TODAY

EVERYTHING = Scope(ScopeKind.ALL, (0,))


@pytest.fixture
def commitment(norway, ministry):
    document = DocumentFactory(country=norway)
    return CommitmentFactory(
        document=document, lead=ministry, reference="NO-2017-02", pillar=PillarFactory(document=document)
    )


@pytest.fixture
def counted(commitment):
    apply_waiting(NOW)
    return commitment


def test_what_agrees_is_not_named(counted):
    verification = verify(TODAY)
    assert verification.differences == ()
    assert verification.summary == "Commitments recounted: 1. Every number agrees."


def test_what_waits_is_not_a_difference(commitment):
    assert verify(TODAY).summary == "Commitments recounted: 0. Every number agrees. Waiting to be counted: 1."


@pytest.mark.parametrize("kind", ScopeKind)
def test_a_tampered_delta_is_named(counted, kind):
    RollupDelta.objects.filter(scope_kind=kind, period=Period.DAY, overdue=1).update(overdue=F("overdue") + 2)
    (wrong,) = verify(TODAY).differences
    assert (wrong.key[0], wrong.key[2:], wrong.expected, wrong.found) == (kind, ("day", dt.date(2019, 1, 1)), 1, 3)
    assert "“overdue”: on 2019-01-01 the count changes by +3; recounted, it is +1" in str(wrong)


@pytest.mark.parametrize("period", [Period.MONTH, Period.YEAR])
def test_a_tampered_sum_is_named_and_mended(counted, period):
    everything = RollupDelta.objects.filter(scope_kind=ScopeKind.ALL)
    everything.filter(period=period, overdue=1).update(overdue=0)
    everything.filter(period=Period.DAY, overdue=1).update(overdue=5)
    wrong = {(wrong.key[2], wrong.expected, wrong.found) for wrong in verify(TODAY).differences}
    assert wrong == {("day", 1, 5), (period.value, 1, 0)}
    repair(verify(TODAY), NOW)
    assert verify(TODAY).differences == ()


def test_a_missing_and_an_invented_delta_are_named(counted):
    days = RollupDelta.objects.filter(scope_kind=ScopeKind.ALL, period=Period.DAY)
    days.filter(overdue=1).update(day=dt.date(2019, 1, 2))
    assert [(str(w.key[3]), w.expected, w.found) for w in verify(TODAY).deltas if w.state == "overdue"] == [
        ("2019-01-01", 1, 0),
        ("2019-01-02", 0, 1),
    ]


def test_a_tampered_span_is_named_with_its_commitment(counted):
    CommitmentSpan.objects.filter(state="due_soon").update(state="on_schedule")
    verification = verify(dt.date(2018, 12, 24))
    (wrong,) = verification.spans
    assert str(wrong) == (
        "NO-2017-02: not counted as due_soon from 2018-12-01 until 2019-01-01; schedule on 2018-12-24 is due_soon, "
        "counted as on_schedule; wrongly counted as on_schedule from 2018-12-01 until 2019-01-01"
    )


def test_facts_that_changed_past_the_verbs_are_noticed(counted):
    Document.objects.update(published_on=dt.date(2018, 3, 1), counted_from=dt.date(2018, 3, 1))
    assert verify(TODAY).spans[0].reference == "NO-2017-02"


def test_repair_puts_everything_right(counted):
    CommitmentSpan.objects.filter(aspect=Aspect.LATENESS).delete()
    RollupDelta.objects.filter(overdue=1).update(overdue=5)
    RollupDelta.objects.filter(due_soon=1).delete()
    repair(verify(TODAY), NOW)
    assert verify(TODAY).differences == ()
    assert counts_on(EVERYTHING, dt.date(2019, 1, 1)).of("overdue") == 1


def test_what_counting_itself_gets_wrong_stays_on_record(counted, monkeypatch, caplog):
    def counted_wrongly(commitments, spans_of=lambda facts, place: []):
        return replacement(commitments, spans_of)

    monkeypatch.setattr(apply, "replacement", counted_wrongly)
    CommitmentSpan.objects.filter(aspect=Aspect.LATENESS).delete()
    verify_and_repair(NOW)
    assert JobRun.objects.get(job="rollup verification").needs_attention
    assert "Rollup still differs after it was repaired. NO-2017-02" in caplog.text


def test_the_command_ends_with_one_when_a_number_differs(counted, capsys):
    call_command("verify_rollups", "--on", "2019-03-01")
    RollupDelta.objects.filter(scope_kind=ScopeKind.ALL, period=Period.DAY, overdue=1).update(overdue=9)
    with pytest.raises(CommandError) as refused:
        call_command("verify_rollups")
    assert refused.value.returncode == 1
    with pytest.raises(CommandError):
        call_command("verify_rollups", "--repair")
    call_command("verify_rollups")
    out = capsys.readouterr().out
    assert "all countries, “overdue”: on 2019-01-01 the count changes by +9" in out
    assert "Repaired. Differences left: 0." in out


def test_an_impossible_day_is_refused(db):
    with pytest.raises(CommandError, match="invalid date such as 2026-03-01 value: '2019-02-30'"):
        call_command("verify_rollups", "--on", "2019-02-30")


def test_the_nightly_task_repairs_and_says_so(counted):
    RollupDelta.objects.filter(scope_kind=ScopeKind.ALL, period=Period.DAY, overdue=1).update(overdue=9)
    verify_rollups()
    assert JobRun.objects.get(job="rollup verification").outcome == "Commitments recounted: 1. Numbers that differ: 1."
    assert verify(TODAY).differences == ()


def test_the_task_counts(commitment):
    apply_rollup_changes()
    assert counts_on(EVERYTHING, TODAY).total == 1
