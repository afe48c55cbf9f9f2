"""Of one commitment: which reminders were planned, sent, held back or replaced and why, and which go when."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from commitments.choices import WAITING, MessageStatus, ReminderStatus, StepKind
from commitments.models import Commitment, Reminder, ReminderStep
from commitments.reminders.audience import Addressee, Audience
from commitments.reminders.audience_ahead import AudienceAhead
from commitments.reminders.silences import asked_from, counts_from_here, silent_since
from commitments.reminders.steps import Policy, newest, policies_in_force
from commitments.reminders.to_come import Coming, reviews_ahead, work_ahead
from countries.access import Standing

NOBODY = "Nobody can be told: no editor, head or coordinator holds a seat. An administrator can fill one."


@dataclass(frozen=True)
class Past:
    """`outcome` in words; `path` to the mail, when the reader may see it."""

    falls_on: dt.date
    step: str
    recipient: str
    status: str
    label: str
    outcome: str
    path: str


@dataclass(frozen=True)
class PutOff:
    """Somebody who asked not to be asked before a day."""

    who: str
    until: dt.date
    reason: str


@dataclass(frozen=True)
class History:
    past: tuple[Past, ...]
    coming: tuple[Coming, ...]
    note: str
    put_off: tuple[PutOff, ...] = ()
    silence: str = ""


def reminder_history(commitment: Commitment, on: dt.date, *, standing: Standing | None = None) -> History:
    """`on` is the day in the commitment's country; its document's country must be selected with it. `silence` says from
    which day mails count one that pages count from another."""
    rows = Reminder.objects.filter(commitment=commitment).select_related("step", "recipient", "message")
    found = list(rows.defer("message__raw", "message__html", "message__text", "message__entries"))
    visible = _visible(found, standing)
    note = _silence(commitment)
    policy = policies_in_force().of(commitment.country.pk)
    ahead = AudienceAhead(commitment.country, on, dt.date.max)
    audience = ahead.on(on)
    is_open = commitment.closed_on is None and commitment.done_on is None
    anybody = audience.of(commitment.lead) if is_open else ()
    is_reminded_of = is_open and not note
    put_off = tuple(_put_off(commitment, anybody, audience)) if is_reminded_of else ()
    coming = tuple(_coming(commitment, on, found, policy, ahead, put_off)) if is_reminded_of else ()
    if is_open and not anybody:
        note = f"{note} {NOBODY}".strip()
    asked = tuple(_coming_requests(commitment, on, found, policy, ahead))
    work = tuple(_work(commitment, on, found, policy, ahead))
    will_go = (*asked, *sorted((*work, *coming), key=lambda one: one.on))
    silence = _counted(commitment, policy) if is_open and counts_from_here(commitment) else ""
    return History(tuple(_past(row, visible) for row in found), will_go, note, put_off, silence)


def _counted(commitment: Commitment, policy: Policy) -> str:
    first = asked_from(commitment, policy)
    if first is None:
        return ""
    return (
        "Nobody has reported yet. Pages count the silence from the document’s date; mails from "
        f"{silent_since(commitment):%-d %B %Y}, when it was registered here, for nobody could report before. "
        f"They ask from {first:%-d %B %Y} on."
    )


def _work(
    commitment: Commitment, on: dt.date, found: list[Reminder], policy: Policy, ahead: AudienceAhead
) -> Iterator[Coming]:
    if commitment.closed_on is None:
        coming = reviews_ahead if commitment.done_on else work_ahead
        yield from (one for one in coming(commitment, on, found, policy, ahead) if one.recipients)


def _silence(commitment: Commitment) -> str:
    """Why no reminder will go, when none will."""
    if commitment.closed_on is not None:
        closed = commitment.get_closed_as_display().lower()
        return f"It was {closed} on {commitment.closed_on:%-d %B %Y}, so nobody is reminded of it."
    if commitment.done_on is not None:
        return f"It was completed on {commitment.done_on:%-d %B %Y}, so nobody is reminded of it."
    if commitment.due_latest is None:
        return "No date is promised, so nobody is reminded of one."
    return ""


def _put_off(commitment: Commitment, told: tuple[Addressee, ...], audience: Audience) -> Iterator[PutOff]:
    for one in told:
        said = audience.put_off(commitment, one.person)
        if said is not None and said.until is not None:
            yield PutOff(one.person.full_name, said.until, said.reason)


def _coming(
    commitment: Commitment,
    on: dt.date,
    found: list[Reminder],
    policy: Policy,
    ahead: AudienceAhead,
    put_off: tuple[PutOff, ...],
) -> Iterator[Coming]:
    """Each day with those who are told then, by the seats and absences entered by now; whoever put it off is told on
    the day they named, at the step it is at then, and whoever takes over on their first day."""
    steps = policy.dates
    assert commitment.due_latest is not None  # `_silence`
    days = [(day, step, "") for day, step in _steps_ahead(commitment.due_latest, commitment, steps, on, found)]
    fall_on = {day for day, _step, _who in days}
    for late in put_off:
        reached = newest(steps, commitment.due_latest, late.until)
        if reached is not None and late.until not in fall_on:
            days.append((late.until, reached[0], late.who))
    for day, step, newcomer in ahead.newcomers(steps, commitment.due_latest, commitment.lead):
        days.append((day, step, newcomer.person.full_name))
    for day, step, who in sorted(days, key=lambda one: one[0]):
        waiting = {late.who for late in put_off if late.until > day}
        told = tuple(one.person.full_name for one in ahead.on(day).of_step(step, commitment.lead))
        names = tuple(name for name in told if (name == who if who else name not in waiting))
        if names:
            yield Coming(day, str(step), names)


def _steps_ahead(
    due: dt.date, commitment: Commitment, steps: list[ReminderStep], on: dt.date, found: list[Reminder]
) -> Iterator[tuple[dt.date, ReminderStep]]:
    covered = {(row.step_id, row.round) for row in found if row.due_revision == commitment.due_revision}
    reached = newest(steps, due, on)
    if reached is not None and (reached[0].pk, reached[1]) not in covered:
        yield on, reached[0]
    for step in steps:
        number = step.round_on(due, on) + 1 if step.intervals else 0
        falls_on = step.falls_on(due, number)
        if falls_on > on:
            yield falls_on, step


def _coming_requests(
    commitment: Commitment, on: dt.date, found: list[Reminder], policy: Policy, ahead: AudienceAhead
) -> Iterator[Coming]:
    """The coordinators hear of a request at once, then again until they answer."""

    def coordinators(day: dt.date) -> tuple[str, ...]:
        return tuple(one.person.full_name for one in ahead.on(day).coordinators(commitment.country.pk))

    steps = policy.of(StepKind.ASKED)
    for request in commitment.requests.waiting() if steps else ():
        (step,) = steps
        asked = commitment.country.local_date(request.posted_at)
        number = step.round_on(asked, on)
        days = [] if (request.pk, number) in {(row.request_id, row.round) for row in found} else [on]
        days += [step.falls_on(asked, number + 1)] if step.intervals else []
        yield from (Coming(day, str(step), told) for day in days if (told := coordinators(day)))


def _visible(found: list[Reminder], standing: Standing | None) -> set[int]:
    if standing is None:
        return set()
    ids = [row.pk for row in found if row.message_id]
    return set(Reminder.objects.filter(pk__in=ids).visible_to(standing).values_list("pk", flat=True))


def _past(row: Reminder, visible: set[int]) -> Past:
    return Past(
        falls_on=row.falls_on,
        step=str(row.step),
        recipient=row.recipient.full_name,
        status=row.status,
        label=row.get_status_display(),
        outcome=outcome_in_words(row),
        path=row.message.get_absolute_url() if row.message and row.pk in visible else "",
    )


def outcome_in_words(row: Reminder) -> str:
    if row.outcome:
        return row.outcome
    if row.message is None:
        return f"Planned on {row.planned_at:%-d %B %Y}; goes with the next mail to the recipient."
    day = f"{row.message.local_day:%-d %B %Y}"
    if row.status == ReminderStatus.DONE and row.message.status == MessageStatus.KEPT:
        return f"In the mail of {day}, kept here because no mail server is set."
    if row.status == ReminderStatus.DONE:
        return f"In the mail of {day}, accepted by the mail server."
    waiting = row.message.status in WAITING and row.message.reason
    return f"In the mail of {day}, which waits to be sent.{f' {row.message.reason}' if waiting else ''}"
