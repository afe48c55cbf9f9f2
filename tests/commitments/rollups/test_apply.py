"""What changed is counted once, in its new place, and nothing else is touched."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db.models import F

from commitments.actions import CommitmentDraft, ProgressDraft, edit_commitment, post_update
from commitments.choices import Aspect, Completion, ScheduleState, ScopeKind
from commitments.models import Commitment, CommitmentSpan, JobRun, RollupDelta
from commitments.rollups.apply import apply_batch, apply_waiting
from commitments.rollups.counts import counts_on
from commitments.rollups.freshness import freshness
from commitments.rollups.scope import Scope, all_seen
from countries.access import Standing
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory
from tests.people import NOW, TODAY, standing_for

EVERYTHING = Scope(ScopeKind.ALL, (0,))
OVERDUE_DAY = dt.date(2019, 1, 1)


@pytest.fixture
def commitment(norway, ministry):
    return CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry)


def institution(of) -> Scope:
    return Scope(ScopeKind.INSTITUTION, (of.pk,))


def test_a_new_commitment_waits_and_is_counted(commitment):
    assert counts_on(EVERYTHING, TODAY).total == 0
    assert apply_waiting(NOW) == 1
    assert counts_on(EVERYTHING, TODAY).by_state == {"on_schedule": 1, "no_evidence": 1, "stale": 1, "within_365": 1}
    assert counts_on(EVERYTHING, OVERDUE_DAY).of(ScheduleState.OVERDUE) == 1


def test_nothing_waits_afterwards_and_nothing_is_counted_twice(commitment):
    apply_waiting(NOW)
    assert apply_waiting(NOW) == 0
    Commitment.objects.update(rolled_revision=0)
    apply_waiting(NOW)
    assert counts_on(EVERYTHING, TODAY).total == 1


def test_before_the_document_nothing_is_counted(commitment):
    apply_waiting(NOW)
    assert counts_on(EVERYTHING, dt.date(2017, 9, 26)).by_state == {}


def test_a_new_lead_takes_the_old_count_with_it(commitment, coordinator, ministry, norway):
    apply_waiting(NOW)
    other = InstitutionFactory(country=norway)
    draft = CommitmentDraft(commitment.reference, "Title", "Vi skal gjøre det.", "nb", other)
    edit_commitment(commitment, draft, by=standing_for(coordinator), now=NOW)
    apply_waiting(NOW)
    assert counts_on(institution(ministry), TODAY).by_state == {}
    assert counts_on(institution(other), TODAY).total == 1
    assert counts_on(EVERYTHING, TODAY).total == 1


def test_a_back_dated_update_changes_the_past(commitment, editor):
    apply_waiting(NOW)
    day = dt.date(2018, 2, 1)
    draft = ProgressDraft(day, Completion.COMPLETE, "Done in February.")
    post_update(commitment, draft, by=standing_for(editor), now=NOW)
    apply_waiting(NOW)
    assert counts_on(EVERYTHING, day - dt.timedelta(days=1)).of(ScheduleState.DONE_ON_TIME) == 0
    assert counts_on(EVERYTHING, day).of(ScheduleState.DONE_ON_TIME) == 1
    assert counts_on(EVERYTHING, OVERDUE_DAY).of(ScheduleState.OVERDUE) == 0


def test_spans_that_stay_the_same_keep_their_rows(commitment, editor):
    apply_waiting(NOW)
    kept = set(CommitmentSpan.objects.filter(aspect=Aspect.LATENESS).values_list("pk", flat=True))
    draft = ProgressDraft(TODAY, Completion.LIMITED, "Begun.")
    post_update(commitment, draft, by=standing_for(editor), now=NOW)
    apply_waiting(NOW)
    assert set(CommitmentSpan.objects.filter(aspect=Aspect.LATENESS).values_list("pk", flat=True)) == kept


def test_a_kill_before_the_end_of_a_batch_loses_nothing(commitment, monkeypatch):
    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("commitments.rollups.apply.mark_counted", killed)
        with pytest.raises(KeyboardInterrupt):
            apply_batch(NOW)
    assert (RollupDelta.objects.count(), CommitmentSpan.objects.count()) == (0, 0)
    assert apply_waiting(NOW) == 1
    assert counts_on(EVERYTHING, TODAY).total == 1


def test_freshness_tells_when_and_how_many_wait(commitment, lithuania):
    me = Standing(seen_countries=frozenset({commitment.document.country_id}))
    assert (freshness(me, NOW).counted_at, freshness(me, NOW).waiting) == (None, 1)
    CommitmentFactory(document=DocumentFactory(country=lithuania))
    assert freshness(me, NOW).waiting == 1
    apply_waiting(NOW)
    assert (freshness(me, NOW).counted_at, freshness(me, NOW).waiting) == (NOW, 0)


def test_beyond_a_bound_nobody_counts_what_waits(commitment, monkeypatch):
    CommitmentFactory(document=commitment.document)
    apply_waiting(NOW)
    Commitment.objects.update(revision=F("revision") + 1)
    everybody = Standing(sees_all=True)
    assert freshness(everybody, NOW).waiting_told == "2"
    monkeypatch.setattr("commitments.rollups.freshness.MOST_WAITING", 2)
    assert freshness(everybody, NOW).waiting_told == "2 or more"


def test_an_idle_run_is_a_run(db):
    apply_waiting(NOW)
    assert JobRun.objects.get(job="rollups").finished_at == NOW


def test_who_sees_some_countries_gets_their_sum(commitment, lithuania):
    CommitmentFactory(document=DocumentFactory(country=lithuania))
    apply_waiting(NOW)
    mine = all_seen(Standing(seen_countries=frozenset({lithuania.pk})))
    assert counts_on(mine, TODAY).total == 1
    assert counts_on(all_seen(Standing(sees_all=True)), TODAY).total == 2
    assert counts_on(all_seen(Standing()), TODAY).total == 0


def test_the_command_counts_and_its_dry_run_does_not(commitment, capsys):
    call_command("apply_rollups", "--dry-run")
    assert RollupDelta.objects.count() == 0
    call_command("apply_rollups")
    assert capsys.readouterr().out == "Changed commitments waiting: 1.\nChanged commitments counted: 1.\n"
