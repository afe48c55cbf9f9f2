"""Is a planned reminder still owed? Asked after planning and again just before the mail leaves."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from commitments.choices import DEADLINE_KINDS, About, ReminderStatus, StepKind
from commitments.models import Commitment, DecisionRequest, Reminder
from commitments.reminders.audience import Addressee, Audience
from commitments.reminders.lines import PORTION, lines
from commitments.reminders.quiet import CAN_WAIT, in_words
from commitments.reminders.steps import Policies, newest


@dataclass(frozen=True)
class Verdict:
    """Why it is not told, in words."""

    status: ReminderStatus
    outcome: str
    held_back_by: int | None = None


ELSEWHERE = Verdict(ReminderStatus.SUPPRESSED, "The recipient left the seat or is away; others are told.")

POLICY_CHANGED = Verdict(ReminderStatus.SUPPRESSED, "The policy of reminders changed and has no such step any more.")


@dataclass(frozen=True)
class Day:
    """What is asked against: the day in each country, who sits where, the policies in force."""

    days: Mapping[int, dt.date]
    audience: Audience
    policies: Policies

    @property
    def name(self) -> str:
        """The same as long as it is the same day everywhere."""
        return hashlib.sha256(repr(sorted(self.days.items())).encode()).hexdigest()[:16]


def why_not(reminder: Reminder, today: Day) -> Verdict | None:
    """None while it is owed. The reminder comes as `lines`."""
    if reminder.request is not None:
        return _why_not_of_request(reminder, reminder.request, today)
    return _why_not_of_closed(reminder) or _KINDS.get(About(reminder.about), _why_not_of_date)(reminder, today)


def _why_not_of_closed(reminder: Reminder) -> Verdict | None:
    commitment = reminder.commitment
    if commitment.closed_on is not None:
        closed = commitment.get_closed_as_display().lower()
        return Verdict(ReminderStatus.SUPPRESSED, f"It was {closed} on {commitment.closed_on:%-d %B %Y}.")
    if commitment.done_on is not None and reminder.about != About.REVIEW:  # that somebody says so is what is judged
        return Verdict(ReminderStatus.SUPPRESSED, f"It was completed on {commitment.done_on:%-d %B %Y}.")
    return None


def _why_not_of_date(reminder: Reminder, today: Day) -> Verdict | None:
    commitment, about_date = reminder.commitment, reminder.is_about_date
    if about_date and (commitment.due_revision != reminder.due_revision or commitment.due_latest is None):
        return Verdict(ReminderStatus.SUPERSEDED, _moved_to(commitment))
    if not about_date and reminder.moved_again:
        return Verdict(ReminderStatus.SUPERSEDED, f"The date moved again: now “{commitment.due_phrase}”.")
    if not _is_told(reminder, today):
        return ELSEWHERE
    if not about_date or commitment.due_latest is None:
        return None
    return _replaced(reminder, DEADLINE_KINDS, commitment.due_latest, today) or _held_back(reminder, today)


def _held_back(reminder: Reminder, today: Day) -> Verdict | None:
    if reminder.step.kind not in CAN_WAIT:
        return None
    said = today.audience.put_off(reminder.commitment, reminder.recipient)
    return Verdict(ReminderStatus.SUPPRESSED, in_words(said), said.pk) if said else None


def _why_not_of_silence(reminder: Reminder, today: Day) -> Verdict | None:
    reported = reminder.commitment.last_reported_on
    if reported is not None and (reminder.since is None or reported > reminder.since):
        return Verdict(ReminderStatus.SUPPRESSED, f"Somebody reported, as of {reported:%-d %B %Y}.")
    if not _is_told(reminder, today):
        return ELSEWHERE
    assert reminder.since is not None  # the ledger's constraint
    return _replaced(reminder, (StepKind.STALE,), reminder.since, today) or _held_back(reminder, today)


def _why_not_of_milestone(reminder: Reminder, today: Day) -> Verdict | None:
    milestone = reminder.milestone
    assert milestone is not None  # the ledger's constraint
    if milestone.done_on is not None:
        return Verdict(ReminderStatus.SUPPRESSED, f"The milestone was reached on {milestone.done_on:%-d %B %Y}.")
    if milestone.due_latest is None or milestone.due_latest != reminder.since:
        return Verdict(ReminderStatus.SUPERSEDED, f"The milestone's date moved: now “{milestone.due_phrase}”.")
    if not _is_told(reminder, today):
        return ELSEWHERE
    return _replaced(reminder, (StepKind.MILESTONE,), milestone.due_latest, today) or _held_back(reminder, today)


def _why_not_of_review(reminder: Reminder, today: Day) -> Verdict | None:
    request = reminder.review_request
    assert request is not None  # the ledger's constraint
    country = reminder.commitment.country
    if request.answered_at is not None:
        said = "It was reviewed" if request.review_id else "The review was declined"
        return Verdict(ReminderStatus.SUPPRESSED, f"{said} on {country.local_date(request.answered_at):%-d %B %Y}.")
    if not _is_among(reminder, today.audience.of_review(request)) and not _stands_in(reminder, today):
        return ELSEWHERE
    return _replaced(reminder, (StepKind.REVIEW,), country.local_date(request.posted_at), today)


def _why_not_of_escalation(reminder: Reminder, today: Day) -> Verdict | None:
    commitment = reminder.commitment
    if commitment.due_revision != reminder.due_revision:
        return Verdict(ReminderStatus.SUPERSEDED, _moved_to(commitment))
    if reminder.reported_since:
        return Verdict(ReminderStatus.SUPPRESSED, "Somebody reported before this mail left.")
    if reminder.step not in today.policies.of(commitment.document.country_id).of(StepKind.ESCALATION):
        return POLICY_CHANGED
    return None if _is_told(reminder, today) else ELSEWHERE


def _moved_to(commitment: Commitment) -> str:
    """Of what comes back the words may be the same for every date."""
    if commitment.occurrence is None or commitment.due_latest is None:
        return f"The date moved: now “{commitment.due_phrase}”."
    return f"The date that counts now is that of {commitment.occurrence.name}: {commitment.due_latest:%-d %B %Y}."


def _why_not_of_request(reminder: Reminder, request: DecisionRequest, today: Day) -> Verdict | None:
    if reminder.step.kind != StepKind.ASKED:
        told = _is_among(reminder, today.audience.of_answer(request, reminder.commitment.lead, reminder.step))
        return None if told or _stands_in(reminder, today) else ELSEWHERE
    country = reminder.commitment.country
    if request.answered_at is not None:
        said, day = request.get_answer_display().lower(), country.local_date(request.answered_at)
        return Verdict(ReminderStatus.SUPPRESSED, f"The request was {said} on {day:%-d %B %Y}.")
    if not _is_among(reminder, today.audience.coordinators(country.pk)):
        return ELSEWHERE
    if reminder.step not in today.policies.of(country.pk).of(StepKind.ASKED):
        return POLICY_CHANGED
    asked = country.local_date(request.posted_at)
    falls_on = reminder.step.falls_on(asked, reminder.step.round_on(asked, today.days[country.pk]))
    if falls_on > reminder.falls_on:
        return Verdict(ReminderStatus.SUPERSEDED, f"The reminder of {falls_on:%-d %B %Y} takes its place.")
    return None


def _is_told(reminder: Reminder, today: Day) -> bool:
    told = today.audience.tells(reminder.step, reminder.commitment.lead, reminder.recipient_id)
    return told or reminder.passed_on_from_id is not None or _stands_in(reminder, today)


def _stands_in(reminder: Reminder, today: Day) -> bool:
    """A coordinator who hears of it because nobody else could be reached."""
    coordinators = today.audience.coordinators(reminder.commitment.document.country_id)
    return reminder.stands_for_others and _is_among(reminder, coordinators)


def _is_among(reminder: Reminder, told: Iterable[Addressee]) -> bool:
    if reminder.passed_on_from_id is not None:  # a coordinator chose this person, whatever the seat
        return True
    return any(one.person.pk == reminder.recipient_id for one in told)


def _replaced(reminder: Reminder, kinds: tuple[StepKind, ...], since: dt.date, today: Day) -> Verdict | None:
    country = reminder.commitment.document.country_id
    steps = today.policies.of(country).of(*kinds)
    if reminder.step not in steps:
        return POLICY_CHANGED
    reached = newest(steps, since, today.days[country])
    if reached is None:
        return None
    step, number = reached
    falls_on = step.falls_on(since, number)
    if falls_on <= reminder.falls_on:
        return None
    return Verdict(ReminderStatus.SUPERSEDED, f"The reminder of {falls_on:%-d %B %Y} takes its place.")


_KINDS = {
    About.SILENCE: _why_not_of_silence,
    About.MILESTONE: _why_not_of_milestone,
    About.REVIEW: _why_not_of_review,
    About.ESCALATION: _why_not_of_escalation,
}


def settle_planned(today: Day) -> int:
    """Every planned reminder that is not owed any more; how many. However many are planned, few are in memory."""
    planned = Reminder.objects.planned().order_by("pk").iterator(chunk_size=PORTION)
    verdicts = ((row, why_not(row, today)) for row in lines(planned))
    return settle_unowed((row, verdict) for row, verdict in verdicts if verdict is not None)


def released(today: Day) -> Iterator[Reminder]:
    """Held back until a day that has come, or by words that were taken back."""
    held = Reminder.objects.filter(status=ReminderStatus.SUPPRESSED, held_back_by__isnull=False)
    return (row for row in lines(held) if today.audience.put_off(row.commitment, row.recipient) is None)


def release(today: Day) -> None:
    """What was put off is owed again; unless something else speaks against it by now, which is put on record."""
    judged = [(row, why_not(row, today)) for row in released(today)]
    owed = [row.pk for row, verdict in judged if verdict is None]
    again = Reminder.objects.filter(pk__in=owed, status=ReminderStatus.SUPPRESSED)
    again.update(status=ReminderStatus.PLANNED, outcome="", message=None, held_back_by=None)
    settle_unowed((row, verdict) for row, verdict in judged if verdict is not None)


def settle_unowed(judged: Iterable[tuple[Reminder, Verdict]]) -> int:
    """One update per reason; a reminder that went into a mail or was settled meanwhile is left as it is."""
    grouped: dict[tuple[Verdict, str], list[int]] = defaultdict(list)
    for reminder, verdict in judged:
        grouped[verdict, reminder.status].append(reminder.pk)
    return sum(
        Reminder.objects.filter(pk__in=ids, status=status).update(
            status=verdict.status, outcome=verdict.outcome, held_back_by=verdict.held_back_by
        )
        for (verdict, status), ids in grouped.items()
    )
