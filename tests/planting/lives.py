"""What becomes of one commitment, from a source of chance: dates, claims, decisions, steps. No database."""

import datetime as dt
import random
from dataclasses import dataclass
from functools import cache

from commitments.choices import Completion, DecisionKind, Precision
from commitments.deadlines import DueWindow
from tests.planting.land import TODAY

STEPS = tuple(Completion)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """A progress update."""

    day: dt.date
    completion: Completion
    forecast: dt.date | None


@dataclass(frozen=True, slots=True)
class Decided:
    kind: DecisionKind
    day: dt.date
    old: DueWindow | None = None
    new: DueWindow | None = None


@dataclass(frozen=True, slots=True)
class Life:
    baseline: DueWindow | None
    said: list[Said]
    decided: list[Decided]
    milestones: list[DueWindow]

    @property
    def due(self) -> DueWindow | None:
        moves = [decision.new for decision in self.decided if decision.new]
        return moves[-1] if moves else self.baseline

    @property
    def done_on(self) -> dt.date | None:
        done = None
        for said in self.said:
            done = (done or said.day) if said.completion == Completion.COMPLETE else None
        return done

    @property
    def withdrawn_on(self) -> dt.date | None:
        last = self.decided[-1] if self.decided else None
        return last.day if last and last.kind == DecisionKind.WITHDRAW else None

    @property
    def forecast(self) -> dt.date | None:
        if self.done_on or self.withdrawn_on:
            return None
        return next((said.forecast for said in reversed(self.said) if said.forecast), None)


def life(chance: random.Random, begins_on: dt.date, updates: int) -> Life:
    baseline = _window(chance, begins_on) if chance.random() > 0.15 else None
    decided = _decisions(chance, begins_on, baseline)
    said = _claims(chance, begins_on, updates)
    last = max(said[-1].day if said else begins_on, decided[-1].day if decided else begins_on)
    fate = chance.random()
    if fate < 0.03:
        decided.append(Decided(DecisionKind.WITHDRAW, last))
        if fate < 0.005:
            decided.append(Decided(DecisionKind.REOPEN, min(last + 20 * _DAY, TODAY)))
    steps = [_window(chance, begins_on) for _ in range(2)] if chance.random() < 0.25 else []
    return Life(baseline, said, decided, steps)


def _window(chance: random.Random, after: dt.date) -> DueWindow:
    """Within six years: half of them a month, a third a year, the rest a day."""
    year, month = after.year + int(chance.random() * 6) + 1, int(chance.random() * 12) + 1
    kind = chance.random()
    if kind < 0.5:
        return window(year, month)
    return window(year) if kind < 0.83 else window(year, month, int(chance.random() * 28) + 1)


@cache
def window(year: int, month: int = 0, day: int = 0) -> DueWindow:
    """As `window_from_edtf` reads it, which takes its time."""
    if day:
        only = dt.date(year, month, day)
        return DueWindow(only, only, Precision.DAY, f"{only}")
    if month:
        last = (dt.date(year + month // 12, month % 12 + 1, 1)) - _DAY
        return DueWindow(dt.date(year, month, 1), last, Precision.MONTH, f"{year}-{month:02d}")
    return DueWindow(dt.date(year, 1, 1), dt.date(year, 12, 31), Precision.YEAR, f"{year}")


def _decisions(chance: random.Random, begins_on: dt.date, baseline: DueWindow | None) -> list[Decided]:
    fate, days, decided = chance.random(), (TODAY - begins_on).days, []
    if baseline is None or fate > 0.2:
        return []
    standing = baseline
    for day in sorted(int(chance.random() * days) for _ in range(2 if fate < 0.04 else 1)):
        new = _window(chance, standing.latest)
        decided.append(Decided(DecisionKind.MOVE_DATE, begins_on + day * _DAY, standing, new))
        standing = new
    return decided


def _claims(chance: random.Random, begins_on: dt.date, updates: int) -> list[Said]:
    """Mostly forward; now and then what was complete is not any more."""
    days, reached, said = (TODAY - begins_on).days, 0, []
    for day in sorted(int(chance.random() * days) for _ in range(updates)):
        step = chance.random()
        reached = 3 if reached == 4 and step < 0.1 else min(reached + int(step * 1.9), 4)
        when = begins_on + day * _DAY
        forecast = when + int(step * 900) * _DAY if reached < 4 and chance.random() < 0.2 else None
        said.append(Said(when, STEPS[reached], forecast))
    return said
