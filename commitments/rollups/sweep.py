"""One walk through the facts of a commitment, day by day, out of which its spans come. Quick, for millions.

It must say what `timeline.spans` says; the nightly recount and a property test hold the two against each other. On
which days from the latest one on a state turns is asked of the timeline itself.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from commitments import timeline
from commitments.choices import Aspect, Closure, Completion, Reporting, Verdict
from commitments.life import Facts, claims_by, closed_by, latest_of, owed_on
from commitments.rollups.spans import CountedSpan, Place
from commitments.timeline import FOR_EVER, STALE_DAYS

_FAR = 800  # days before and after the latest day beyond which nothing turns any more
_ASPECTS = tuple(aspect.value for aspect in Aspect)
_SCHEDULE, _COMPLETION, _REPORTING, _LATENESS, _HORIZON, _JUDGED = range(len(_ASPECTS))
_OF_A_DAY = (_SCHEDULE, _LATENESS, _HORIZON)
_STALE_AFTER = dt.timedelta(days=STALE_DAYS)
States = tuple[str | None, str | None, str | None]
Steps = tuple[tuple[dt.date, States], ...]


class Stretch(NamedTuple):
    """What is known to hold from a day on. `due_turned` where that day brought another due window, or the same anew."""

    first: dt.date
    due_latest: dt.date | None
    due_turned: bool
    completion: Completion
    done_on: dt.date | None
    closure: Closure | None
    reported_on: dt.date
    judged: Verdict | None


class _Runs:
    """Each aspect's state until it changes; what was left becomes a span."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.found: list[CountedSpan] = []
        self._states: list[str | None] = [None] * len(_ASPECTS)
        self._firsts = [dt.date.min] * len(_ASPECTS)
        self._due: dt.date | None = None

    def enter(self, aspect: int, state: str | None, day: dt.date) -> None:
        if state != self._states[aspect]:
            self._leave(aspect, day)
            self._states[aspect], self._firsts[aspect] = state, day

    def cut(self, due: dt.date | None, day: dt.date) -> None:
        """The schedule begins a new span although its state may stay."""
        self._leave(_SCHEDULE, day)
        self._states[_SCHEDULE], self._due = None, due

    def end(self) -> list[CountedSpan]:
        for aspect in range(len(_ASPECTS)):
            self._leave(aspect, FOR_EVER)
        return self.found

    def _leave(self, aspect: int, day: dt.date) -> None:
        state = self._states[aspect]
        if state is not None:
            due = self._due if aspect == _SCHEDULE else None
            self.found.append(CountedSpan(self.place, _ASPECTS[aspect], state, self._firsts[aspect], day, due))


def sweep(facts: Facts, place: Place) -> list[CountedSpan]:
    runs = _Runs(place)
    stretches = list(_stretches(facts))
    ends = [stretch.first for stretch in stretches[1:]] + [FOR_EVER]
    for stretch, end in zip(stretches, ends, strict=True):
        if stretch.due_turned:
            runs.cut(stretch.due_latest, stretch.first)
        runs.enter(_COMPLETION, stretch.completion.value, stretch.first)
        runs.enter(_JUDGED, stretch.judged and stretch.judged.value, stretch.first)
        if stretch.closure is None and stretch.done_on is None:
            _pass_open(runs, stretch, end)
        else:
            _pass_ended(runs, stretch)
    return runs.end()


def _pass_ended(runs: _Runs, stretch: Stretch) -> None:
    state = timeline.schedule_state(
        due_latest=stretch.due_latest,
        completion=stretch.completion,
        done_on=stretch.done_on,
        closure=stretch.closure,
        on=stretch.first,
    )
    runs.enter(_SCHEDULE, state.value, stretch.first)
    for aspect in (_REPORTING, _LATENESS, _HORIZON):
        runs.enter(aspect, None, stretch.first)


def _pass_open(runs: _Runs, stretch: Stretch, end: dt.date) -> None:
    first = stretch.first
    steps = _steps(stretch.due_latest)
    for number, (since, states) in enumerate(steps):
        until = steps[number + 1][0] if number + 1 < len(steps) else FOR_EVER
        if until > first and since < end:
            day = since if since > first else first
            for aspect, state in zip(_OF_A_DAY, states, strict=True):
                runs.enter(aspect, state, day)
    stale = _stale_from(stretch.reported_on)
    if stale > first:
        runs.enter(_REPORTING, Reporting.RECENT.value, first)
    if stale < end:
        runs.enter(_REPORTING, Reporting.STALE.value, stale if stale > first else first)


def _stretches(facts: Facts) -> Iterator[Stretch]:
    """From the first day on; between two of them nothing is said and nothing decided."""
    if facts.occurrences:
        yield from _stretches_of_series(facts)
        return
    begins = facts.begins_on
    dues = sorted((due.decided_on, due.sequence, due.latest) for due in facts.dues)
    claims = sorted((claim.effective_on, claim.sequence, claim.completion) for claim in facts.claims)
    closings = sorted((closing.decided_on, closing.sequence, closing.closure) for closing in facts.closings)
    reviews = sorted((one.reviewed_on, one.sequence, one.completion) for one in facts.judgements)
    days = {begins, *(fact[0] for facts_of_a_kind in (dues, claims, closings, reviews) for fact in facts_of_a_kind)}
    due_latest, completion, done_on, closure, reported_on = None, Completion.NO_EVIDENCE, None, None, begins
    judged = None
    for day in sorted(day for day in days if day >= begins):
        due_turned = False
        while dues and dues[0][0] <= day:
            due_latest, due_turned = dues.pop(0)[2], True
        while claims and claims[0][0] <= day:
            reported_on, _, completion = claims.pop(0)
            done_on = (done_on or reported_on) if completion == Completion.COMPLETE else None
        while closings and closings[0][0] <= day:
            closure = closings.pop(0)[2]
        while reviews and reviews[0][0] <= day:
            judged = reviews.pop(0)[2]
        verdict = timeline.verdict_of(completion, judged)
        yield Stretch(day, due_latest, due_turned, completion, done_on, closure, reported_on, verdict)


def _stretches_of_series(facts: Facts) -> Iterator[Stretch]:
    """Which occurrence is the current one may change with each claim, so each day is asked anew."""
    turns = timeline.due_turns(facts)
    days = {facts.begins_on, *turns, *(claim.effective_on for claim in facts.claims)}
    days.update(closing.decided_on for closing in facts.closings)
    days.update(judgement.reviewed_on for judgement in facts.judgements)
    for day in sorted(day for day in days if day >= facts.begins_on):
        owed, claims, (_, closure) = owed_on(facts, day), claims_by(facts, day), closed_by(facts, day)
        reported_on = claims[-1].effective_on if claims else facts.begins_on
        due_latest = latest_of(owed.dues, day)
        verdict = timeline.verdict_on(facts, owed, day)
        yield Stretch(day, due_latest, day in turns, owed.completion, owed.done_on, closure, reported_on, verdict)


def _stale_from(day: dt.date) -> dt.date:
    return day + _STALE_AFTER if day < FOR_EVER - _STALE_AFTER else FOR_EVER


@lru_cache(maxsize=20_000)
def _steps(due_latest: dt.date | None) -> Steps:
    """The states of what is open, each from a day on."""
    if due_latest is None:
        return ((dt.date.min, _states(None, dt.date.min)),)
    reached = [due_latest + dt.timedelta(days=offset) for offset in _offsets() if _is_a_day(due_latest, offset)]
    days = [dt.date.min, *reached]
    return tuple((day, _states(due_latest, day)) for day in days)


def _states(due_latest: dt.date | None, on: dt.date) -> States:
    state = timeline.schedule_state(
        due_latest=due_latest, completion=Completion.NO_EVIDENCE, done_on=None, closure=None, on=on
    )
    lateness, horizon = timeline.lateness_of(state, due_latest, on), timeline.horizon_of(state, due_latest, on)
    return state.value, lateness.value if lateness else None, horizon.value if horizon else None


@lru_cache(maxsize=1)
def _offsets() -> tuple[int, ...]:
    due = dt.date(2000, 1, 1)
    states = [(offset, _states(due, due + dt.timedelta(days=offset))) for offset in range(-_FAR - 1, _FAR + 1)]
    return tuple(offset for (_, before), (offset, now) in pairwise(states) if before != now)


def _is_a_day(day: dt.date, offset: int) -> bool:
    return dt.date.min.toordinal() < day.toordinal() + offset < FOR_EVER.toordinal()
