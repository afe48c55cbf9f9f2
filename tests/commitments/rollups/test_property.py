"""Rollup equals recount, whatever people do and in whatever order the job gets to see it."""

import datetime as dt
import uuid
from dataclasses import replace
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments import day_filters
from commitments.actions import (
    CommitmentDraft,
    Move,
    ProgressDraft,
    ReviewDraft,
    Ruling,
    edit_commitment,
    move_date,
    post_review,
    post_update,
    register_commitment,
    reopen,
    supersede,
    withdraw,
)
from commitments.choices import Aspect, Completion, Movement, ScopeKind
from commitments.models import Commitment, CommitmentSpan
from commitments.models.movement import movement_condition
from commitments.models.schedule import annotations_as_of
from commitments.rollups.apply import apply_batch, apply_waiting
from commitments.rollups.counts import counts_by_place, counts_on, counts_over
from commitments.rollups.scope import Scope
from commitments.rollups.slipped import slipped
from commitments.rollups.verify import verify
from commitments.rollups.which import due_between, in_band
from tests.commitments.rollups.recount import recounted
from tests.commitments.rollups.walked import walked
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory, PillarFactory, coming_back
from tests.people import standing_for
from tests.servers import examples

NOW = dt.datetime(2020, 6, 1, 10, tzinfo=dt.UTC)
BEGIN = dt.date(2017, 9, 27)
DAYS = [BEGIN + dt.timedelta(days=days) for days in (-1, 0, 89, 430, 461, 700, 1000, 1500, 4000)]

ENDS = dt.date(2019, 12, 31)
PAGED = (
    "schedule=overdue&sort=-due",
    "schedule=on_schedule",
    "schedule=due_soon&schedule=undated",
    "schedule=undated&schedule=done_undated",
    "schedule=done_late&sort=-due",
    "horizon=later&horizon=within_365",
    "completion=complete",
)

past_days = st.integers(0, 970).map(lambda days: BEGIN + dt.timedelta(days=days))
dates = st.sampled_from(["2018", "2018-03", "2019-06-30", "2020-33", "2018/2021", "2025"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("update"), st.integers(0, 3), past_days, st.sampled_from(Completion.values)),
        st.tuples(st.just("report"), st.integers(1, 3), past_days, st.sampled_from(["complete", "limited"])),
        st.tuples(st.just("review"), st.integers(0, 3), past_days, st.sampled_from(Completion.values)),
        st.tuples(st.just("judge"), st.integers(1, 3), past_days, st.sampled_from(["complete", "limited"])),
        st.tuples(st.just("move"), st.integers(0, 3), past_days, dates),
        st.tuples(st.sampled_from(["withdraw", "supersede", "reopen"]), st.integers(0, 3), past_days, st.none()),
        st.tuples(st.just("edit"), st.integers(0, 2), st.integers(0, 1), st.integers(-1, 1)),
        st.tuples(st.just("register"), st.none(), st.none(), st.one_of(st.just(""), dates)),
        st.tuples(st.just("count"), st.none(), st.none(), st.none()),
    ),
    max_size=12,
)


@pytest.fixture
def land(norway, coordinator, administrator):
    document = DocumentFactory(country=norway)
    return Land(
        document,
        [InstitutionFactory(country=norway) for _ in range(2)],
        [PillarFactory(document=document) for _ in range(2)],
        standing_for(coordinator),
        standing_for(administrator),
    )


class Land:
    """Three commitments, a duty that comes back, two institutions, two pillars, a coordinator who may do everything but
    judge what they reported."""

    def __init__(self, document, institutions, pillars, by, reviewer):
        self.document, self.institutions, self.pillars, self.by = document, institutions, pillars, by
        self.reviewer = reviewer

    def settle_in(self):
        self.commitments = [
            CommitmentFactory(document=self.document, lead=self.institutions[0], pillar=pillar, due=due)
            for due, pillar in [("2018", self.pillars[0]), ("2019-02", None), (None, self.pillars[1])]
        ]
        self.yearly = coming_back("R/2018-03-01/P1Y", NOW.date(), document=self.document, lead=self.institutions[1])
        self.commitments.append(self.yearly)

    def do(self, verb, which, day, what):
        if verb == "count":
            apply_batch(NOW, batch=2)
            return
        try:
            with transaction.atomic():
                about = which if verb in ("report", "judge") or which is None else self.commitments[which]
                getattr(self, verb)(about, day, what)
        except ValidationError:
            pass  # refused, and therefore nothing changed

    def update(self, commitment, day, completion):
        post_update(commitment, ProgressDraft(day, completion, "It went on."), by=self.by, now=NOW)

    def report(self, time, day, completion):
        draft = ProgressDraft(day, completion, "It went on.", occurrence=time)
        post_update(self.yearly, draft, by=self.by, now=NOW)

    def review(self, commitment, day, completion):
        post_review(commitment, ReviewDraft(completion, "So we found.", day), by=self.reviewer, now=NOW)

    def judge(self, time, day, completion):
        draft = ReviewDraft(completion, "So we found.", day, time)
        post_review(self.yearly, draft, by=self.reviewer, now=NOW)

    def move(self, commitment, day, edtf):
        move_date(commitment, Move(f"by {edtf}", edtf), self.ruling(day), by=self.by, now=NOW)

    def withdraw(self, commitment, day, _):
        withdraw(commitment, self.ruling(day), by=self.by, now=NOW)

    def supersede(self, commitment, day, _):
        successor = next(c for c in self.commitments if c != commitment)
        supersede(commitment, successor, self.ruling(day), by=self.by, now=NOW)

    def reopen(self, commitment, day, _):
        reopen(commitment, self.ruling(day), by=self.by, now=NOW)

    def edit(self, commitment, lead, pillar):
        draft = self.draft(commitment.reference)
        pillar = self.pillars[pillar] if pillar >= 0 else None
        edit_commitment(commitment, replace(draft, lead=self.institutions[lead], pillar=pillar), by=self.by, now=NOW)

    def register(self, _, __, edtf):
        draft = self.draft(f"NEW-{Commitment.objects.count()}")
        draft = replace(draft, due_edtf=edtf, due_phrase="in good time" if edtf else "")
        register_commitment(self.document, draft, by=self.by, now=NOW)

    def ruling(self, day):
        return Ruling(day, "The ministry", "So it was decided.", submission=uuid.uuid4())

    def draft(self, reference):
        return CommitmentDraft(reference, "Title", "Vi skal gjøre det.", "nb", self.institutions[0])


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_rollup_equals_recount_after_any_sequence_of_actions(land, steps):
    with transaction.atomic(), patch.multiple(day_filters, GATHERED=-1, GATHERED_OF_THE_PAST=-1):
        land.settle_in()
        for step in steps:
            land.do(*step)
        apply_waiting(NOW, batch=2)
        assert not Commitment.objects.awaiting_rollup().exists()
        for day in DAYS:
            _compare(day)
        _compare_lists(DAYS[4])
        land.do("move", 0, DAYS[4] + dt.timedelta(days=100), "2018-03")
        _compare_pages(DAYS[4])
        assert verify(DAYS[4]).differences == ()
        transaction.set_rollback(True)


def _compare(day):
    wanted = recounted(day)
    by_place = counts_by_place({kind: {pk for scope, pk, _ in wanted if scope == kind} for kind in ScopeKind}, day)
    found = {(*place, state): n for place, counts in by_place.items() for state, n in counts.by_state.items()}
    assert found == dict(wanted)
    everything = counts_on(Scope(ScopeKind.ALL, (0,)), day).by_state
    assert everything == {state: n for (kind, _, state), n in wanted.items() if kind == ScopeKind.ALL}
    for aspect, state in CommitmentSpan.objects.values_list("aspect", "state").distinct():
        assert Commitment.objects.filter(in_band(aspect, [state], day)).count() == everything.get(state, 0)


def _compare_lists(day):
    """What spans say of slips and of dates in force, against the facts."""
    counted = Commitment.objects.filter(document__counted_from__lte=day)
    then = counted.annotate(**annotations_as_of(day)).annotate(late=Q(movement_condition([Movement.SLIPPED], day)))
    facts = then.values_list("pk", "late", "then_due_latest")
    late, due = {pk for pk, is_late, _ in facts if is_late}, {pk: latest for pk, _, latest in facts if latest}
    for many in (True, False):
        assert set(counted.filter(slipped(day, many=many)).values_list("pk", flat=True)) == late
    for earliest in (dt.date(2018, 6, 1), None):
        found = set(counted.filter(due_between(day, earliest, ENDS)).values_list("pk", flat=True))
        assert found == {pk for pk, latest in due.items() if (earliest or dt.date.min) <= latest <= ENDS}


def _compare_pages(day):
    for asked in PAGED:
        forward, back, whole = walked(f"{asked}&on={day}", NOW.date())
        assert forward == back == whole


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_a_series_says_on_each_day_what_that_day_says(land, steps):
    with transaction.atomic():
        land.settle_in()
        for step in steps:
            land.do(*step)
        apply_waiting(NOW)
        scope = Scope(ScopeKind.COUNTRY, (land.document.country_id,))
        for aspect in (Aspect.SCHEDULE, Aspect.COMPLETION):
            states = {"schedule": 8, "completion": 5}[aspect]
            for day, counts in zip(DAYS, counts_over(scope, aspect, DAYS), strict=True):
                one = counts_on(scope, day)
                assert len(counts.by_state) <= states
                assert all(one.of(state) == count for state, count in counts.by_state.items())
                assert counts.total == (one.total if aspect == Aspect.SCHEDULE else 0)
        transaction.set_rollback(True)
