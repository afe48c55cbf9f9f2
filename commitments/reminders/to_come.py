"""What will go about one commitment beside its due date, if nobody acts: silences, milestones, reviews, escalations."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commitments.choices import TOLD, About, StepKind
from commitments.models import Commitment, Reminder, ReminderStep
from commitments.reminders.audience import Addressee
from commitments.reminders.audience_ahead import AudienceAhead
from commitments.reminders.escalations import mailed_at, working_days_after
from commitments.reminders.silences import silent_since
from commitments.reminders.steps import Policy, newest


@dataclass(frozen=True)
class Coming:
    """Goes on this day, or on the next one the recipient chose, if nobody acts."""

    on: dt.date
    step: str
    recipients: tuple[str, ...]


def work_ahead(
    commitment: Commitment, on: dt.date, ledger: list[Reminder], policy: Policy, ahead: AudienceAhead
) -> Iterator[Coming]:
    """`ledger` are the reminders of this commitment; of one that is open. What is done has only reviews ahead."""
    yield from _silence(commitment, on, ledger, policy, ahead)
    for stone in commitment.milestones.filter(done_on=None, due_latest__isnull=False):
        assert stone.due_latest is not None  # the filter
        told = [row for row in ledger if row.milestone_id == stone.pk and row.since == stone.due_latest]
        for one, step in _days(policy.of(StepKind.MILESTONE), stone.due_latest, on, told):
            yield Coming(one, f"{step}: {stone.title}", _names(ahead.on(one).of_step(step, commitment.lead)))
        for one, step, newcomer in ahead.newcomers(policy.of(StepKind.MILESTONE), stone.due_latest, commitment.lead):
            yield Coming(one, f"{step}: {stone.title}", _names([newcomer]))
    yield from reviews_ahead(commitment, on, ledger, policy, ahead)
    yield from _escalation(commitment, on, ledger, policy, ahead)


def reviews_ahead(
    commitment: Commitment, on: dt.date, ledger: list[Reminder], policy: Policy, ahead: AudienceAhead
) -> Iterator[Coming]:
    for request in commitment.review_requests.waiting().select_related("asked"):
        told = [row for row in ledger if row.review_request_id == request.pk]
        asked = commitment.country.local_date(request.posted_at)
        for one, step in _days(policy.of(StepKind.REVIEW), asked, on, told):
            yield Coming(one, str(step), _names(ahead.on(one).of_review(request)))


def _silence(
    commitment: Commitment, on: dt.date, ledger: list[Reminder], policy: Policy, ahead: AudienceAhead
) -> Iterator[Coming]:
    since = silent_since(commitment)
    told = [row for row in ledger if row.about == About.SILENCE and row.since == since]
    for one, step in _days(policy.of(StepKind.STALE), since, on, told):
        yield Coming(one, str(step), _names(ahead.on(one).of_step(step, commitment.lead)))
    for one, step, newcomer in ahead.newcomers(policy.of(StepKind.STALE), since, commitment.lead):
        yield Coming(one, str(step), _names([newcomer]))


def _escalation(
    commitment: Commitment, on: dt.date, ledger: list[Reminder], policy: Policy, ahead: AudienceAhead
) -> Iterator[Coming]:
    if commitment.due_latest is None:
        return
    row = mailed_at(Commitment.objects.filter(pk=commitment.pk)).first()
    found = getattr(row, "mailed_at", None)
    since = commitment.country.local_date(found) if found else _first_overdue(commitment.due_latest, on, policy)
    if since is None:
        return
    told = {row.days_after for row in ledger if row.about == About.ESCALATION and row.since == since}
    for step in policy.of(StepKind.ESCALATION):
        if step.offset_days not in told:
            day = max(working_days_after(commitment.country, since, step.offset_days), on)
            yield Coming(day, str(step), _names(ahead.on(day).of_step(step, commitment.lead)))


def _first_overdue(due: dt.date, on: dt.date, policy: Policy) -> dt.date | None:
    """When the mail would go that nobody acts on, as long as none went."""
    steps = policy.of(StepKind.OVERDUE)
    return max(on, min(step.falls_on(due, 1) for step in steps)) if steps else None


def _days(
    steps: list[ReminderStep], since: dt.date, on: dt.date, told: Iterable[Reminder]
) -> Iterator[tuple[dt.date, ReminderStep]]:
    """Today what is owed and not told yet, then the next day of each step that is still to come."""
    latest = max((row.days_after for row in told if row.status in TOLD), default=None)
    reached = newest(steps, since, on)
    if reached is not None and (latest is None or latest < reached[0].day_number(reached[1])):
        yield on, reached[0]
    for place, step in enumerate(steps):
        number = step.round_on(since, on) + 1 if step.intervals else 0
        falls_on = step.falls_on(since, number)
        replaced = place + 1 < len(steps) and falls_on >= steps[place + 1].falls_on(since, 0)
        if falls_on > on and not replaced:
            yield falls_on, step


def _names(told: Iterable[Addressee]) -> tuple[str, ...]:
    return tuple(one.person.full_name for one in told)
