"""What is owed: to whom, about which commitment, at which step. Found by asking, written by the planner."""

import datetime as dt
from dataclasses import dataclass, replace

from commitments.choices import About
from commitments.models import Acknowledgement, Commitment, Decision, DecisionRequest, DependencyMove, ReminderStep
from commitments.reminders.audience import Addressee, Audience
from commitments.reminders.quiet import CAN_WAIT


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
class HeldBack:
    """Somebody who asked not to be asked yet."""

    addressee: Addressee
    said: Acknowledgement


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
    held_back: tuple[HeldBack, ...] = ()

    @property
    def about(self) -> About:
        if self.request is not None:
            return About.REQUEST
        if self.dependency_move is not None:
            return About.MOVE
        return About.DUE_DATE if self.decision is None else About.DECISION

    @property
    def nobody_to_tell(self) -> bool:
        return not (self.told or self.spared or self.held_back)


def hold_back(one: Owed, audience: Audience) -> Owed:
    """Apart from those told: who asked not to be told of this date yet."""
    if one.step.kind not in CAN_WAIT:
        return one
    said = {told.person.pk: audience.put_off(one.commitment, told.person) for told in one.told}
    waiting = [HeldBack(told, ack) for told in one.told if (ack := said[told.person.pk]) is not None]
    return replace(one, told=tuple(t for t in one.told if said[t.person.pk] is None), held_back=tuple(waiting))
