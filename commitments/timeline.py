"""A commitment's facts in, its states by day out: the one definition of overdue.

Pure: no database, no clock. A day on which a fact takes effect belongs to the new state, except the latest day of a
due window, which is still in time: overdue starts the day after.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commitments.choices import Aspect, Closure, Completion, Horizon, Lateness, Reporting, ScheduleState

DUE_SOON_DAYS = 30
STALE_DAYS = 90
FOR_EVER = dt.date.max

_DAY = dt.timedelta(days=1)
_LATENESS = ((30, Lateness.DAYS_1_30), (90, Lateness.DAYS_31_90), (365, Lateness.DAYS_91_365))
_HORIZON = ((30, Horizon.WITHIN_30), (90, Horizon.WITHIN_90), (365, Horizon.WITHIN_365))


@dataclass(frozen=True, order=True)
class Claim:
    """What a progress update says from `effective_on`; of two on one day the later posted one counts.

    `forecast` is the day its author expects it to be done; None leaves what was expected before.
    """

    effective_on: dt.date
    sequence: int
    completion: Completion
    forecast: dt.date | None = None


@dataclass(frozen=True, order=True)
class Closing:
    """A decision that closes (withdrawn, superseded) or, with None, reopens from `decided_on`."""

    decided_on: dt.date
    sequence: int
    closure: Closure | None


@dataclass(frozen=True, order=True)
class Due:
    """The latest day of the due window in force from `decided_on`; None when no date is promised."""

    decided_on: dt.date
    sequence: int
    latest: dt.date | None


@dataclass(frozen=True)
class Facts:
    """`dues` starts with the promise itself; each deadline decision adds one."""

    begins_on: dt.date
    dues: tuple[Due, ...] = ()
    claims: tuple[Claim, ...] = ()
    closings: tuple[Closing, ...] = ()


@dataclass(frozen=True)
class Span:
    """One state of one aspect, from `first` to `last`, both included; `FOR_EVER` if nothing changes."""

    aspect: Aspect
    state: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Snapshot:
    """Everything there is to say about one day. None where an aspect does not apply."""

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
    claims = sorted(claim for claim in facts.claims if claim.effective_on <= on)
    closings = sorted((c.decided_on, c.sequence, c.closure) for c in facts.closings if c.decided_on <= on)
    completion = claims[-1].completion if claims else Completion.NO_EVIDENCE
    done_on = _done_on(claims)
    due_latest = due_on(facts, on)
    closed_on, _, closure = closings[-1] if closings else (None, 0, None)
    state = schedule_state(due_latest=due_latest, completion=completion, done_on=done_on, closure=closure, on=on)
    reported_on = claims[-1].effective_on if claims else None
    return Snapshot(
        schedule=state,
        completion=completion,
        due_latest=due_latest,
        done_on=done_on,
        forecast_on=_forecast_on(claims) if is_open(state) else None,
        closure=closure,
        closed_on=closed_on if closure is not None else None,
        last_reported_on=reported_on,
        reporting=reporting_of(state, reported_on or facts.begins_on, on),
        lateness=lateness_of(state, due_latest, on),
        horizon=horizon_of(state, due_latest, on),
    )


def due_on(facts: Facts, on: dt.date) -> dt.date | None:
    """The latest day of the window that is in force on `on`."""
    dues = sorted((due.decided_on, due.sequence, due.latest) for due in facts.dues if due.decided_on <= on)
    return dues[-1][2] if dues else None


def _done_on(claims: list[Claim]) -> dt.date | None:
    """First day of the last unbroken run of "complete"; a reversal starts the count anew."""
    done: dt.date | None = None
    for claim in claims:
        if claim.completion != Completion.COMPLETE:
            done = None
        elif done is None:
            done = claim.effective_on
    return done


def _forecast_on(claims: list[Claim]) -> dt.date | None:
    """Of the newest claim that names one."""
    return next((claim.forecast for claim in reversed(claims) if claim.forecast is not None), None)


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
    offsets = [-DUE_SOON_DAYS, 1, *(most + 1 for most, _ in _LATENESS), *(-most for most, _ in _HORIZON)]
    for due in facts.dues:
        days.add(due.decided_on)
        if due.latest is not None:
            days.update(_shifted(due.latest, offset) for offset in offsets)
    return sorted(day for day in days if day >= facts.begins_on)


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
