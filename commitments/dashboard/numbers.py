"""A number and its question are made together, so that a link can never lead to other commitments than it counts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from django.db.models import TextChoices

from commitments.choices import DONE_STATES, OPEN_STATES, Aspect, Completion, Reporting, ScheduleState, Verdict
from commitments.dashboard.subject import Asked
from commitments.rollups.counts import Counts

_spelt = lru_cache(maxsize=4096)(quote_plus)  # hundreds of links on a page share a few dozen values


@dataclass(frozen=True)
class Number:
    count: int
    asked: Asked

    @property
    def query(self) -> str:
        """The parameters of the commitments list."""
        return "&".join([f"{name}={_spelt(value)}" for name, value in self.asked])


@dataclass(frozen=True)
class Part:
    """A number with its state: a segment of a bar, a line of its table. `words` say it otherwise than the state."""

    state: TextChoices
    number: Number
    words: str = ""

    @property
    def label(self) -> str:
        return self.words or str(self.state.label)


@dataclass(frozen=True)
class Figures:
    """All numbers of one place on one day."""

    place: Asked
    on: dt.date
    counts: Counts

    def number(self, aspect: Aspect, states: Sequence[TextChoices]) -> Number:
        bands = tuple((aspect.value, state.value) for state in states)
        return Number(self.counts.of(*states), (*self.place, *bands, ("on", self.on.isoformat())))

    def parts(self, aspect: Aspect, states: Sequence[TextChoices]) -> tuple[Part, ...]:
        return tuple(Part(state, self.number(aspect, [state])) for state in states)

    @property
    def total(self) -> Number:
        return Number(self.counts.total, (*self.place, ("on", self.on.isoformat())))

    @property
    def open(self) -> Number:
        return self.number(Aspect.SCHEDULE, OPEN_STATES)

    @property
    def overdue(self) -> Number:
        return self.number(Aspect.SCHEDULE, [ScheduleState.OVERDUE])

    @property
    def in_time(self) -> Number:
        """Open and not overdue."""
        return self.number(Aspect.SCHEDULE, [state for state in OPEN_STATES if state != ScheduleState.OVERDUE])

    @property
    def done(self) -> Number:
        return self.number(Aspect.SCHEDULE, DONE_STATES)

    @property
    def closed(self) -> Number:
        return self.number(Aspect.SCHEDULE, [ScheduleState.CLOSED])

    @property
    def stale(self) -> Number:
        return self.number(Aspect.REPORTING, [Reporting.STALE])

    @property
    def schedule(self) -> tuple[Part, ...]:
        return self.parts(Aspect.SCHEDULE, list(ScheduleState))

    @property
    def open_parts(self) -> tuple[Part, ...]:
        return self.parts(Aspect.SCHEDULE, OPEN_STATES)

    @property
    def ended_parts(self) -> tuple[Part, ...]:
        return self.parts(Aspect.SCHEDULE, (*DONE_STATES, ScheduleState.CLOSED))

    @property
    def completion(self) -> tuple[Part, ...]:
        return self.parts(Aspect.COMPLETION, list(reversed(Completion)))

    @property
    def verified(self) -> tuple[Part, ...]:
        """What reviews made of the claims."""
        return self.parts(Aspect.JUDGED, list(Verdict))

    @property
    def judged_otherwise(self) -> int:
        return self.counts.of(Verdict.LOWER, Verdict.HIGHER)
