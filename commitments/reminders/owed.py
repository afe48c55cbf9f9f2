"""What is owed: to whom, about which commitment, at which step. Found by asking, written by the planner."""

import datetime as dt
from dataclasses import dataclass

from commitments.choices import About
from commitments.models import Commitment, Decision, DecisionRequest, DependencyMove, ReminderStep
from commitments.reminders.audience import Addressee


@dataclass(frozen=True)
class Missed:
    """A step that fell due while nobody asked; `first_round` is the first of its missed repetitions."""

    step: ReminderStep
    round: int
    falls_on: dt.date
    first_round: int = 0

    def outcome(self, newer: dt.date) -> str:
        if self.first_round and self.first_round < self.round:
            what = f"Repetitions {self.first_round} to {self.round} were missed"
        else:
            what = f"Missed on {self.falls_on:%-d %B %Y}"
        return f"{what}; the reminder of {newer:%-d %B %Y} stands for it."


@dataclass(frozen=True)
class Spared:
    """Somebody to whom it is no news, and why; on record all the same."""

    addressee: Addressee
    outcome: str


@dataclass(frozen=True)
class Owed:
    """About a due date, or about the request, the decision or the move that is named."""

    commitment: Commitment
    step: ReminderStep
    round: int
    falls_on: dt.date
    told: tuple[Addressee, ...]
    missed: tuple[Missed, ...] = ()
    request: DecisionRequest | None = None
    decision: Decision | None = None
    dependency_move: DependencyMove | None = None
    spared: tuple[Spared, ...] = ()

    @property
    def about(self) -> About:
        if self.request is not None:
            return About.REQUEST
        if self.dependency_move is not None:
            return About.MOVE
        return About.DUE_DATE if self.decision is None else About.DECISION

    @property
    def nobody_to_tell(self) -> bool:
        return not self.told and not self.spared
