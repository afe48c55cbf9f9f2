"""What is known of a commitment, and which of it a day is about: the promise or, of what comes back, the current time.

Pure, like the timeline that asks. A fact belongs to the day on which it takes effect.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from commitments.choices import Closure, Completion


@dataclass(frozen=True, order=True)
class Claim:
    """What a progress update says from `effective_on`; of two on one day the later posted one counts.

    `forecast` is the day its author expects it to be done; None leaves what was expected before. `occurrence` is the
    number of the one it speaks of, 0 where nothing comes back.
    """

    effective_on: dt.date
    sequence: int
    completion: Completion
    forecast: dt.date | None = None
    occurrence: int = 0


@dataclass(frozen=True, order=True)
class Judgement:
    """What an independent review found on `reviewed_on`; of two of one day the later posted one counts. `occurrence` is
    the number of the one it is about; 0 is the one that was current that day, where something comes back."""

    reviewed_on: dt.date
    sequence: int
    completion: Completion
    occurrence: int = 0


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
class Occurrence:
    """One time of a duty that comes back, numbered from 1. `dues` starts with its own promise."""

    number: int
    dues: tuple[Due, ...]


@dataclass(frozen=True)
class Facts:
    """`dues` starts with the promise itself; each deadline decision adds one. What comes back has `occurrences` in the
    order of their numbers instead; on each day its states are those of the current one, the first not complete."""

    begins_on: dt.date
    dues: tuple[Due, ...] = ()
    claims: tuple[Claim, ...] = ()
    closings: tuple[Closing, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True)
class Owed:
    """What is owed and what was said of it: the promise itself or, of what comes back, one time."""

    number: int
    dues: tuple[Due, ...]
    claims: list[Claim]
    done_on: dt.date | None

    @property
    def completion(self) -> Completion:
        return self.claims[-1].completion if self.claims else Completion.NO_EVIDENCE

    @property
    def promised_latest(self) -> dt.date | None:
        return min(self.dues, key=lambda due: (due.decided_on, due.sequence)).latest if self.dues else None


def owed_on(facts: Facts, on: dt.date) -> Owed:
    """The first time that is not complete; once all are, the last one, done on the day that ended the series."""
    times = times_on(facts, on)
    if not times:
        claims = claims_by(facts, on)
        return Owed(0, facts.dues, claims, first_done(claims))
    current = next((owed for owed in times if owed.done_on is None), None)
    return current or replace(times[-1], done_on=max(owed.done_on for owed in times if owed.done_on))


def times_on(facts: Facts, on: dt.date) -> list[Owed]:
    if not facts.occurrences:
        return []
    said: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims_by(facts, on):
        said[claim.occurrence].append(claim)
    return [Owed(one.number, one.dues, said[one.number], first_done(said[one.number])) for one in facts.occurrences]


def claims_by(facts: Facts, on: dt.date) -> list[Claim]:
    return sorted(claim for claim in facts.claims if claim.effective_on <= on)


@dataclass(frozen=True)
class Weighed:
    """A claim, and the review that is held against it."""

    number: int
    claimed: Completion
    by: Judgement


def weighed_on(facts: Facts, owed: Owed, on: dt.date) -> Weighed | None:
    """The claim of what is owed against the newest review of it.

    As long as nobody has said anything of the current time, what is claimed is the time reported on last; only a
    review that names that time is held against it.
    """
    known = sorted((one for one in facts.judgements if one.reviewed_on <= on), reverse=True)
    found = next((one for one in known if number_judged(facts, one) == owed.number), None)
    if found is not None:
        return Weighed(owed.number, owed.completion, found)
    last = _reported_last(facts, on) if known and not owed.claims else None
    found = next((one for one in known if last and one.occurrence == last.number), None)
    return Weighed(last.number, last.completion, found) if last and found else None


def number_judged(facts: Facts, judgement: Judgement) -> int:
    """The time a review is about: the one it names, or the one that was current when it was made."""
    if not facts.occurrences:
        return 0
    return judgement.occurrence or owed_on(facts, judgement.reviewed_on).number


def _reported_last(facts: Facts, on: dt.date) -> Owed | None:
    claims = claims_by(facts, on) if facts.occurrences else []
    number = claims[-1].occurrence if claims else 0
    return next((owed for owed in times_on(facts, on) if owed.number == number), None)


def closed_by(facts: Facts, on: dt.date) -> tuple[dt.date | None, Closure | None]:
    closings = sorted((c.decided_on, c.sequence, c.closure) for c in facts.closings if c.decided_on <= on)
    return (closings[-1][0], closings[-1][2]) if closings else (None, None)


def latest_of(dues: tuple[Due, ...], on: dt.date) -> dt.date | None:
    known = sorted((due.decided_on, due.sequence, due.latest) for due in dues if due.decided_on <= on)
    return known[-1][2] if known else None


def first_done(claims: list[Claim]) -> dt.date | None:
    """First day of the last unbroken run of "complete"; a reversal starts the count anew."""
    done: dt.date | None = None
    for claim in claims:
        if claim.completion != Completion.COMPLETE:
            done = None
        elif done is None:
            done = claim.effective_on
    return done


def forecast_of(claims: list[Claim]) -> dt.date | None:
    """Of the newest claim that names one."""
    return next((claim.forecast for claim in reversed(claims) if claim.forecast is not None), None)


def all_dues(facts: Facts) -> Iterable[Due]:
    return (*facts.dues, *(due for occurrence in facts.occurrences for due in occurrence.dues))
