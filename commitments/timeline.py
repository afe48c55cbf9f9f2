"""A commitment's facts in, its states by day out: the one definition of overdue.

Pure: no database, no clock. A day on which a fact takes effect belongs to the new state, except the latest day of a
due window, which is still in time: overdue starts the day after.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commitments.choices import Aspect, Closure, Completion, Horizon, Lateness, Reporting, ScheduleState, Verdict
from commitments.life import (
    Facts,
    Owed,
    all_dues,
    claims_by,
    closed_by,
    forecast_of,
    latest_of,
    owed_on,
    times_on,
    weighed_on,
)

DUE_SOON_DAYS = 30
STALE_DAYS = 90
FOR_EVER = dt.date.max

_DAY = dt.timedelta(days=1)
_STEPS = list(Completion)
_LATENESS = ((30, Lateness.DAYS_1_30), (90, Lateness.DAYS_31_90), (365, Lateness.DAYS_91_365))
_HORIZON = ((30, Horizon.WITHIN_30), (90, Horizon.WITHIN_90), (365, Horizon.WITHIN_365))


@dataclass(frozen=True)
class Span:
    """One state of one aspect, from `first` to `last`, both included; `FOR_EVER` if nothing changes."""

    aspect: Aspect
    state: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Snapshot:
    """Everything there is to say about one day. None where an aspect does not apply.

    `promised_latest` is what was first promised of what is in force; `occurrence` the number of the current one.
    """

    schedule: ScheduleState
    completion: Completion
    due_latest: dt.date | None
    done_on: dt.date | None
    forecast_on: dt.date | None
    closure: Closure | None
    closed_on: dt.date | None
    last_reported_on: dt.date | None
    reporting: Reporting | None
    lateness: Lateness | None
    horizon: Horizon | None
    judged: Verdict | None = None
    promised_latest: dt.date | None = None
    occurrence: int = 0

    def state_of(self, aspect: Aspect) -> str | None:
        return getattr(self, aspect.value)  # type: ignore[no-any-return]


def schedule_state(
    *,
    due_latest: dt.date | None,
    completion: Completion,
    done_on: dt.date | None,
    closure: Closure | None,
    on: dt.date,
) -> ScheduleState:
    """The state on `on` from what is known to hold that day."""
    if closure is not None:
        return ScheduleState.CLOSED
    if completion == Completion.COMPLETE and done_on is not None:
        if due_latest is None:
            return ScheduleState.DONE_UNDATED
        return ScheduleState.DONE_ON_TIME if done_on <= due_latest else ScheduleState.DONE_LATE
    if due_latest is None:
        return ScheduleState.UNDATED
    if on > due_latest:
        return ScheduleState.OVERDUE
    return ScheduleState.DUE_SOON if (due_latest - on).days <= DUE_SOON_DAYS else ScheduleState.ON_SCHEDULE


def snapshot(facts: Facts, on: dt.date) -> Snapshot | None:
    """The commitment as it stands on `on`; None before it begins."""
    if on < facts.begins_on:
        return None
    claims, owed = claims_by(facts, on), owed_on(facts, on)
    due_latest, completion, done_on = latest_of(owed.dues, on), owed.completion, owed.done_on
    closed_on, closure = closed_by(facts, on)
    state = schedule_state(due_latest=due_latest, completion=completion, done_on=done_on, closure=closure, on=on)
    reported_on = claims[-1].effective_on if claims else None
    return Snapshot(
        schedule=state,
        completion=completion,
        due_latest=due_latest,
        done_on=done_on,
        forecast_on=forecast_of(owed.claims) if is_open(state) else None,
        closure=closure,
        closed_on=closed_on if closure is not None else None,
        last_reported_on=reported_on,
        reporting=reporting_of(state, reported_on or facts.begins_on, on),
        lateness=lateness_of(state, due_latest, on),
        horizon=horizon_of(state, due_latest, on),
        judged=verdict_on(facts, owed, on),
        promised_latest=owed.promised_latest,
        occurrence=owed.number,
    )


def due_on(facts: Facts, on: dt.date) -> dt.date | None:
    """The latest day of the window that is in force on `on`."""
    return latest_of(owed_on(facts, on).dues, on)


@dataclass(frozen=True)
class OccurrenceShot:
    """How one occurrence stands on a day."""

    number: int
    schedule: ScheduleState
    completion: Completion
    promised_latest: dt.date | None
    due_latest: dt.date | None
    done_on: dt.date | None


def occurrences_on(facts: Facts, on: dt.date) -> tuple[OccurrenceShot, ...]:
    """Each by itself, by the same rule; closed when the commitment is."""
    _, closure = closed_by(facts, on)
    return tuple(_shot_of(owed, closure, on) for owed in times_on(facts, on))


def _shot_of(owed: Owed, closure: Closure | None, on: dt.date) -> OccurrenceShot:
    latest, completion, done_on = latest_of(owed.dues, on), owed.completion, owed.done_on
    state = schedule_state(due_latest=latest, completion=completion, done_on=done_on, closure=closure, on=on)
    return OccurrenceShot(owed.number, state, completion, owed.promised_latest, latest, done_on)


def is_open(state: ScheduleState) -> bool:
    return state in (
        ScheduleState.OVERDUE,
        ScheduleState.DUE_SOON,
        ScheduleState.ON_SCHEDULE,
        ScheduleState.UNDATED,
    )


def reporting_of(state: ScheduleState, reported_on: dt.date, on: dt.date) -> Reporting | None:
    if not is_open(state):
        return None
    return Reporting.STALE if (on - reported_on).days >= STALE_DAYS else Reporting.RECENT


def lateness_of(state: ScheduleState, due_latest: dt.date | None, on: dt.date) -> Lateness | None:
    if state != ScheduleState.OVERDUE or due_latest is None:
        return None
    days = (on - due_latest).days
    return next((band for most, band in _LATENESS if days <= most), Lateness.DAYS_OVER_365)


def horizon_of(state: ScheduleState, due_latest: dt.date | None, on: dt.date) -> Horizon | None:
    if state not in (ScheduleState.DUE_SOON, ScheduleState.ON_SCHEDULE) or due_latest is None:
        return None
    days = (due_latest - on).days
    return next((band for most, band in _HORIZON if days <= most), Horizon.LATER)


def verdict_of(claimed: Completion, judged: Completion | None) -> Verdict | None:
    """What a review makes of a claim; None without one."""
    if judged is None:
        return None
    if claimed == judged:
        return Verdict.AS_CLAIMED
    return Verdict.LOWER if _STEPS.index(judged) < _STEPS.index(claimed) else Verdict.HIGHER


def verdict_on(facts: Facts, owed: Owed, on: dt.date) -> Verdict | None:
    weighed = weighed_on(facts, owed, on)
    return verdict_of(weighed.claimed, weighed.by.completion) if weighed else None


def spans(facts: Facts) -> tuple[Span, ...]:
    """Every aspect's states from the first day on; the last span of each may lie in the future."""
    days = _turning_days(facts)
    shots = [snapshot(facts, day) for day in days]
    found: list[Span] = []
    for aspect in Aspect:
        states = [shot.state_of(aspect) if shot else None for shot in shots]
        found.extend(_runs(aspect, days, states))
    return tuple(found)


def _turning_days(facts: Facts) -> list[dt.date]:
    """Every day on which some aspect may change; between two of them nothing does."""
    days = {facts.begins_on}
    days.update(claim.effective_on for claim in facts.claims)
    days.update(closing.decided_on for closing in facts.closings)
    days.update([_shifted(day, STALE_DAYS) for day in days])
    days.update(judgement.reviewed_on for judgement in facts.judgements)
    offsets = [-DUE_SOON_DAYS, 1, *(most + 1 for most, _ in _LATENESS), *(-most for most, _ in _HORIZON)]
    for due in all_dues(facts):
        days.add(due.decided_on)
        if due.latest is not None:
            days.update(_shifted(due.latest, offset) for offset in offsets)
    return sorted(day for day in days if day >= facts.begins_on)


def due_turns(facts: Facts) -> set[dt.date]:
    """The days on which another due window comes into force: by a decision, or because the next time has come."""
    days = {due.decided_on for due in all_dues(facts)}
    claimed = {claim.effective_on for claim in facts.claims} if facts.occurrences else set()
    return days | {day for day in claimed if due_on(facts, day) != due_on(facts, day - _DAY)}


def _shifted(day: dt.date, offset: int) -> dt.date:
    try:
        return day + dt.timedelta(days=offset)
    except OverflowError:
        return FOR_EVER


def _runs(aspect: Aspect, days: list[dt.date], states: list[str | None]) -> Iterable[Span]:
    start = 0
    for index in range(1, len(days) + 1):
        if index < len(days) and states[index] == states[start]:
            continue
        state = states[start]
        if state is not None:
            last = days[index] - _DAY if index < len(days) else FOR_EVER
            yield Span(aspect, str(state), days[start], last)
        start = index
