"""What is owed: to whom, about which commitment, at which step. Found by asking, written by the planner."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import Model, QuerySet

from commitments.choices import About, StepKind
from commitments.models import (
    Acknowledgement,
    Commitment,
    Decision,
    DecisionRequest,
    DependencyMove,
    Milestone,
    Reminder,
    ReminderStep,
    ReviewRequest,
)
from commitments.reminders.audience import Addressee, Audience
from commitments.reminders.quiet import CAN_WAIT

Row = TypeVar("Row", bound=Model)
_ABOUT = {
    StepKind.ASKED: About.REQUEST,
    StepKind.ANSWERED: About.REQUEST,
    StepKind.MOVED: About.DECISION,
    StepKind.FOLLOWED: About.MOVE,
    StepKind.STALE: About.SILENCE,
    StepKind.MILESTONE: About.MILESTONE,
    StepKind.REVIEW: About.REVIEW,
    StepKind.ESCALATION: About.ESCALATION,
}


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
    milestone: Milestone | None = None
    review_request: ReviewRequest | None = None
    since: dt.date | None = None
    spared: tuple[Spared, ...] = ()
    held_back: tuple[HeldBack, ...] = ()

    @property
    def about(self) -> About:
        return _ABOUT.get(StepKind(self.step.kind), About.DUE_DATE)

    def row(self, addressee: Addressee, now: dt.datetime) -> Reminder:
        return Reminder(
            commitment=self.commitment,
            about=self.about,
            due_revision=self.commitment.due_revision,
            request=self.request,
            decision=self.decision,
            dependency_move=self.dependency_move,
            milestone=self.milestone,
            review_request=self.review_request,
            since=self.since,
            step=self.step,
            round=self.round,
            recipient=addressee.person,
            falls_on=self.falls_on,
            days_after=self.step.day_number(self.round),
            reason=addressee.because.as_data(),
            planned_at=now,
        )

    @property
    def subject(self) -> tuple[object, ...]:
        """What it is about, step and round included: as `Reminder.subject` of its rows."""
        named = (self.request, self.decision, self.dependency_move, self.milestone, self.review_request)
        ids = (one.pk if one is not None else None for one in named)
        revision = self.commitment.due_revision if self.about == About.DUE_DATE else None
        return self.commitment.pk, self.about.value, revision, *ids, self.since, self.step.pk, self.round

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


def present(rows: QuerySet[Row]) -> Iterable[Row]:
    """Most runs find none, and to name the hundred columns of each takes longer than to ask whether there are any."""
    return rows if rows.exists() else ()
