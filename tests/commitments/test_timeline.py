"""The one definition of every state: by example for the rules, by generated lives for the invariants."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.choices import Aspect, Closure, Completion, ScheduleState, Verdict
from commitments.life import Claim, Closing, Due, Facts, Judgement, Occurrence
from commitments.timeline import FOR_EVER, snapshot, spans

BEGIN = dt.date(2017, 9, 27)
DUE = dt.date(2018, 12, 31)
PROMISE = (Due(BEGIN, 0, DUE),)


def life(*claims: tuple[dt.date, Completion], closings: tuple[Closing, ...] = (), dues=PROMISE) -> Facts:
    return Facts(
        begins_on=BEGIN,
        dues=dues,
        claims=tuple(Claim(day, number, completion) for number, (day, completion) in enumerate(claims)),
        closings=closings,
    )


def state(facts: Facts, on: dt.date) -> ScheduleState:
    shot = snapshot(facts, on)
    assert shot is not None
    return shot.schedule


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (dt.date(2018, 11, 30), ScheduleState.ON_SCHEDULE),
        (dt.date(2018, 12, 1), ScheduleState.DUE_SOON),
        (dt.date(2018, 12, 31), ScheduleState.DUE_SOON),
        (dt.date(2019, 1, 1), ScheduleState.OVERDUE),
    ],
)
def test_overdue_starts_the_day_after_the_latest_day(on, expected):
    assert state(life(), on) == expected


def test_nothing_is_known_before_the_commitment_begins():
    assert snapshot(life(), BEGIN - dt.timedelta(days=1)) is None


def test_undated_is_never_overdue():
    facts = life(dues=(Due(BEGIN, 0, None),))
    assert state(facts, dt.date(2099, 1, 1)) == ScheduleState.UNDATED


def test_done_on_the_latest_day_is_on_time():
    assert state(life((DUE, Completion.COMPLETE)), dt.date(2020, 1, 1)) == ScheduleState.DONE_ON_TIME


def test_done_a_day_after_is_late():
    facts = life((DUE + dt.timedelta(days=1), Completion.COMPLETE))
    assert state(facts, dt.date(2020, 1, 1)) == ScheduleState.DONE_LATE


def test_done_without_a_date_is_neither_on_time_nor_late():
    facts = life((dt.date(2018, 1, 1), Completion.COMPLETE), dues=())
    assert state(facts, dt.date(2020, 1, 1)) == ScheduleState.DONE_UNDATED


def test_done_then_undone_counts_the_second_completion():
    facts = life(
        (dt.date(2018, 6, 1), Completion.COMPLETE),
        (dt.date(2018, 7, 1), Completion.SUBSTANTIAL),
        (dt.date(2019, 3, 1), Completion.COMPLETE),
    )
    assert state(facts, dt.date(2018, 6, 15)) == ScheduleState.DONE_ON_TIME
    assert state(facts, dt.date(2019, 1, 1)) == ScheduleState.OVERDUE
    assert state(facts, dt.date(2019, 3, 1)) == ScheduleState.DONE_LATE


def test_repeating_complete_does_not_move_the_day_it_was_done():
    facts = life((dt.date(2018, 6, 1), Completion.COMPLETE), (dt.date(2019, 6, 1), Completion.COMPLETE))
    shot = snapshot(facts, dt.date(2020, 1, 1))
    assert shot is not None
    assert shot.done_on == dt.date(2018, 6, 1)


def test_a_forecast_stands_until_a_newer_one_or_until_it_is_done():
    spring, autumn = dt.date(2019, 4, 1), dt.date(2019, 10, 1)
    claims = (
        Claim(dt.date(2018, 1, 1), 1, Completion.LIMITED, spring),
        Claim(dt.date(2018, 2, 1), 2, Completion.LIMITED),
        Claim(dt.date(2018, 3, 1), 3, Completion.LIMITED, autumn),
        Claim(dt.date(2018, 4, 1), 4, Completion.COMPLETE),
        Claim(dt.date(2018, 5, 1), 5, Completion.SUBSTANTIAL),
    )
    days = [dt.date(2018, month, 15) for month in range(1, 6)]
    shots = [snapshot(Facts(BEGIN, PROMISE, claims), day) for day in days]
    assert [shot.forecast_on for shot in shots if shot] == [spring, spring, autumn, None, autumn]


def test_of_two_claims_on_one_day_the_later_posted_counts():
    facts = life((dt.date(2018, 6, 1), Completion.COMPLETE), (dt.date(2018, 6, 1), Completion.LIMITED))
    shot = snapshot(facts, dt.date(2018, 6, 1))
    assert shot is not None
    assert shot.completion == Completion.LIMITED


def test_withdrawn_is_never_late_afterwards_and_reopening_is_visible():
    facts = life(
        closings=(
            Closing(dt.date(2018, 6, 1), 1, Closure.WITHDRAWN),
            Closing(dt.date(2019, 6, 1), 2, None),
        )
    )
    assert state(facts, dt.date(2019, 5, 31)) == ScheduleState.CLOSED
    assert state(facts, dt.date(2019, 6, 1)) == ScheduleState.OVERDUE


def test_a_moved_date_changes_the_days_from_the_decision_on_only():
    moved = Due(dt.date(2019, 2, 1), 1, dt.date(2019, 12, 31))
    facts = life(dues=(*PROMISE, moved))
    assert state(facts, dt.date(2019, 1, 31)) == ScheduleState.OVERDUE
    assert state(facts, dt.date(2019, 2, 1)) == ScheduleState.ON_SCHEDULE
    assert state(facts, dt.date(2020, 1, 1)) == ScheduleState.OVERDUE


def test_norway_joined_164_days_late():
    joined = dt.date(2019, 6, 13)
    assert (joined - DUE).days == 164
    assert state(life((joined, Completion.COMPLETE)), joined) == ScheduleState.DONE_LATE


def test_a_review_stands_against_the_claim_of_each_day_until_a_newer_one():
    claimed, judged, again = dt.date(2018, 2, 1), dt.date(2018, 3, 1), dt.date(2018, 5, 1)
    facts = replace(
        life((claimed, Completion.LIMITED), (dt.date(2018, 4, 1), Completion.COMPLETE)),
        judgements=(Judgement(again, 2, Completion.COMPLETE), Judgement(judged, 1, Completion.LIMITED)),
    )
    days = [claimed, judged, dt.date(2018, 4, 1), again]
    assert [snapshot(facts, day).judged for day in days] == [
        None,
        Verdict.AS_CLAIMED,
        Verdict.LOWER,
        Verdict.AS_CLAIMED,
    ]


def test_a_review_of_one_time_says_nothing_of_the_next():
    times = tuple(Occurrence(number, (Due(BEGIN, 0, dt.date(2017 + number, 12, 31)),)) for number in (1, 2))
    done = dt.date(2018, 6, 1)
    facts = Facts(
        BEGIN,
        occurrences=times,
        claims=(Claim(done, 1, Completion.COMPLETE, occurrence=1),),
        judgements=(Judgement(dt.date(2018, 3, 1), 1, Completion.NOT_STARTED),),
    )
    assert snapshot(facts, done - dt.timedelta(days=1)).judged == Verdict.HIGHER
    assert snapshot(facts, done).judged is None
    later = Judgement(done, 2, Completion.NO_EVIDENCE)
    assert snapshot(replace(facts, judgements=(*facts.judgements, later)), done).judged == Verdict.AS_CLAIMED


def test_a_review_that_names_its_time_stands_until_something_is_said_of_the_next():
    times = tuple(Occurrence(number, (Due(BEGIN, 0, dt.date(2017 + number, 12, 31)),)) for number in (1, 2, 3))
    first, judged, second = dt.date(2018, 6, 1), dt.date(2018, 7, 1), dt.date(2019, 2, 1)
    facts = Facts(
        BEGIN,
        occurrences=times,
        claims=(
            Claim(first, 1, Completion.COMPLETE, occurrence=1),
            Claim(second, 2, Completion.LIMITED, occurrence=2),
        ),
        judgements=(Judgement(judged, 1, Completion.LIMITED, 1),),
    )
    days = [first, judged, second - dt.timedelta(days=1), second]
    assert [snapshot(facts, day).judged for day in days] == [None, Verdict.LOWER, Verdict.LOWER, None]
    third = Judgement(second, 2, Completion.LIMITED, 3)
    assert snapshot(replace(facts, judgements=(third,)), second).judged is None
    both = (*facts.judgements, Judgement(second, 2, Completion.LIMITED, 2))
    assert snapshot(replace(facts, judgements=both), second).judged == Verdict.AS_CLAIMED


def test_an_older_time_judged_later_says_nothing_of_the_one_reported_last():
    times = tuple(Occurrence(number, (Due(BEGIN, 0, dt.date(2017 + number, 12, 31)),)) for number in (1, 2, 3))
    claims = [Claim(dt.date(2018, number, 1), number, Completion.COMPLETE, occurrence=number) for number in (1, 2)]
    late = Judgement(dt.date(2018, 5, 1), 1, Completion.LIMITED, 1)
    facts = Facts(BEGIN, occurrences=times, claims=tuple(claims), judgements=(late,))
    assert snapshot(facts, late.reviewed_on).judged is None


DAYS = st.integers(0, 1500).map(lambda n: BEGIN + dt.timedelta(days=n))
COMPLETIONS = st.sampled_from(list(Completion))
LIVES = st.builds(
    Facts,
    begins_on=st.just(BEGIN),
    dues=st.lists(st.builds(Due, DAYS, st.integers(1, 9), st.none() | DAYS), max_size=3).map(tuple),
    claims=st.lists(
        st.builds(Claim, DAYS, st.integers(1, 99), COMPLETIONS), max_size=5, unique_by=lambda c: c.sequence
    ).map(tuple),
    closings=st.lists(
        st.builds(Closing, DAYS, st.integers(1, 99), st.none() | st.sampled_from(list(Closure))),
        max_size=3,
        unique_by=lambda c: c.sequence,
    ).map(tuple),
    judgements=st.lists(
        st.builds(Judgement, DAYS, st.integers(1, 99), COMPLETIONS), max_size=3, unique_by=lambda c: c.sequence
    ).map(tuple),
)
LIVES = LIVES.filter(lambda life: len({d.sequence for d in life.dues}) == len(life.dues))


@given(LIVES, st.lists(st.integers(-5, 2600), min_size=1, max_size=20))
def test_spans_say_the_same_as_a_snapshot_on_any_day(facts, offsets):
    found = spans(facts)
    for offset in offsets:
        on = BEGIN + dt.timedelta(days=offset)
        shot = snapshot(facts, on)
        for aspect in Aspect:
            covering = [s.state for s in found if s.aspect == aspect and s.first <= on <= s.last]
            expected = shot.state_of(aspect) if shot else None
            assert covering == ([expected] if expected is not None else [])


@given(LIVES)
def test_schedule_spans_join_without_gap_from_the_beginning_for_ever(facts):
    schedule = [span for span in spans(facts) if span.aspect == Aspect.SCHEDULE]
    assert schedule[0].first == BEGIN
    assert schedule[-1].last == FOR_EVER
    for earlier, later in itertools.pairwise(schedule):
        assert later.first == earlier.last + dt.timedelta(days=1)
        assert later.state != earlier.state


@given(LIVES, DAYS)
def test_the_order_in_which_facts_were_read_does_not_matter(facts, on):
    turned = Facts(
        facts.begins_on, facts.dues[::-1], facts.claims[::-1], facts.closings[::-1], (), facts.judgements[::-1]
    )
    assert snapshot(turned, on) == snapshot(facts, on)


@given(LIVES, DAYS, COMPLETIONS)
def test_a_later_claim_never_changes_an_earlier_day(facts, on, completion):
    later = Claim(on + dt.timedelta(days=1), 1000, completion)
    longer = Facts(facts.begins_on, facts.dues, (*facts.claims, later), facts.closings, judgements=facts.judgements)
    assert snapshot(longer, on) == snapshot(facts, on)
