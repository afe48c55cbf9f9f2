"""The times of a duty that comes back, for its page: each with its own dates, state and slip, and where it is drawn."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from commitments.choices import ScheduleState
from commitments.facts import facts_of
from commitments.life import number_judged
from commitments.models import Commitment, Occurrence

BEFORE, AFTER = 5, 6
LETTER = 5.6
SHAPE = 12


@dataclass(frozen=True)
class Time:
    occurrence: Occurrence
    state: ScheduleState
    is_current: bool

    @property
    def was_moved(self) -> bool:
        return self.occurrence.due_edtf != self.occurrence.baseline_edtf

    @property
    def slip(self) -> int | None:
        """Nothing to say of what is open and due as first promised: the state says the rest."""
        return self.occurrence.slip if self.occurrence.done_on or self.was_moved else None


@dataclass(frozen=True)
class Times:
    """`shown` lies around the current one; `total` is None without an end."""

    shown: tuple[Time, ...]
    earlier: int
    later: int
    rhythm: str
    total: int | None

    @property
    def current(self) -> Time | None:
        return next((time for time in self.shown if time.is_current), None)


def times_of(commitment: Commitment, today: dt.date, *, everything: bool = False) -> Times | None:
    """None where nothing comes back."""
    if commitment.occurrence_id is None:
        return None
    repetition = commitment.series.repetition
    rows = [_time(one, commitment, today) for one in commitment.occurrences.all()]
    at = next((number for number, time in enumerate(rows) if time.is_current), 0)
    first, last = (0, len(rows)) if everything else (max(at - BEFORE, 0), min(at + AFTER + 1, len(rows)))
    return Times(tuple(rows[first:last]), first, len(rows) - last, repetition.rhythm, repetition.times)


def _time(one: Occurrence, commitment: Commitment, today: dt.date) -> Time:
    return Time(one, one.schedule_on(today), one.pk == commitment.occurrence_id)


def choices_of(commitment: Commitment, today: dt.date, *, still_open: bool = False) -> list[tuple[str, str]]:
    """For a form that asks which one is meant: its number, and how it stands."""
    rows = commitment.occurrences.all()
    return [(str(one.number), _in_words(one, today)) for one in rows if not (still_open and one.done_on)]


@dataclass(frozen=True)
class ToReview:
    """The times one may judge, the newest first, and the number of the one that is proposed."""

    choices: list[tuple[str, str]]
    proposed: str


def times_to_review(commitment: Commitment, today: dt.date) -> ToReview:
    """Those of which something was said, and the current one."""
    facts = facts_of(commitment)
    judged: dict[int, dt.date] = defaultdict(lambda: dt.date.min)
    for one in facts.judgements:
        number = number_judged(facts, one)
        judged[number] = max(judged[number], one.reviewed_on)
    said = {claim.occurrence for claim in facts.claims}
    every = commitment.occurrences.order_by("-number")
    rows = [one for one in every if one.number in said or one.pk == commitment.occurrence_id]
    waiting = [one for one in rows if one.done_on and judged[one.number] < one.done_on]
    proposed = max(waiting, key=lambda one: one.done_on or today, default=commitment.occurrence)
    choices = [(str(one.number), _in_words(one, today) + _judged_in_words(judged[one.number])) for one in rows]
    return ToReview(choices, str(proposed.number) if proposed else "")


def _judged_in_words(day: dt.date) -> str:
    return f"; reviewed {day:%-d %B %Y}" if day > dt.date.min else ""


def _in_words(one: Occurrence, today: dt.date) -> str:
    state = ScheduleState(one.schedule_on(today)).label.lower()
    day = f", {one.done_on:%-d %B %Y}" if one.done_on else ""
    return f"{one.name}, due by {one.due_latest:%-d %B %Y}: {state}{day}"


@dataclass(frozen=True)
class TimeMark:
    """Where one stands below the date line: its window, its shape where it was done or is due, its name if it fits."""

    time: Time
    from_x: float
    due_x: float
    x: float
    label: str

    @property
    def shape_x(self) -> float:
        return self.x - SHAPE / 2

    @property
    def is_apart(self) -> bool:
        """Done so far from its last day that a line between the two can show by how much."""
        return abs(self.x - self.due_x) > SHAPE * 0.75


def time_marks(times: Iterable[Time], at: Callable[[dt.date], float]) -> tuple[TimeMark, ...]:
    rows = list(times)
    named = _named(rows, at)
    return tuple(_mark(time, at, time.occurrence.name if number in named else "") for number, time in enumerate(rows))


def _mark(time: Time, at: Callable[[dt.date], float], label: str) -> TimeMark:
    one = time.occurrence
    assert one.due_latest is not None  # an occurrence has a date
    assert one.due_earliest is not None
    return TimeMark(time, at(one.due_earliest), at(one.due_latest), at(one.done_on or one.due_latest), label)


def _named(rows: list[Time], at: Callable[[dt.date], float]) -> set[int]:
    """Those whose names do not meet; the current one first."""
    order = sorted(range(len(rows)), key=lambda number: (not rows[number].is_current, number))
    taken: list[tuple[float, float]] = []
    named = set()
    for number in order:
        one = rows[number].occurrence
        half = LETTER * len(one.name) / 2 + 3
        x = at(one.due_latest or one.baseline_latest)
        if all(x + half <= left or x - half >= right for left, right in taken):
            taken.append((x - half, x + half))
            named.add(number)
    return named
