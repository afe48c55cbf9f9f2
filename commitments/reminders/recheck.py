"""Claimed mails in, those still worth sending out; what is not owed any more leaves the others before they go."""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import F, Q

from commitments.choices import DEADLINE_KINDS, MessageStatus, ReminderStatus
from commitments.models import Message, Reminder
from commitments.reminders import claims
from commitments.reminders.bundle import local_day, put_words
from commitments.reminders.digest import compose
from commitments.reminders.house import House
from commitments.reminders.still_owed import Day, settle_unowed, why_not
from countries.models import Person

# What this run wrote a moment ago is true unless something it names, or who sits where, has changed.
FRESH = dt.timedelta(seconds=15)


def recheck(
    batch: list[Message], today: Day, house: House, now: dt.datetime, *, own: dt.datetime | None
) -> list[Message]:
    """In the order given. A mail that may have arrived stays as it is, to the byte.

    `own`: when this run wrote its mails, while all sit where they sat then.
    """
    open_to_change = [message for message in batch if not message.maybe_delivered]
    fresh = [one for one in open_to_change if one.written_at == own and now - one.written_at < FRESH]
    doubtful, sure = _doubtful(fresh), {message.pk for message in fresh}
    asked = [one for one in open_to_change if one.pk in doubtful or one.pk not in sure]
    kept = _still_owed(asked, today, house, now) if asked else set()
    dropped = {message.pk for message in asked} - kept
    return [message for message in batch if message.pk not in dropped]


def _doubtful(fresh: list[Message]) -> set[int]:
    """Of mails just written, those that name something which has changed. News is always asked about."""
    changed = (
        ~Q(status=ReminderStatus.BUNDLED)
        | Q(commitment__done_on__isnull=False)
        | Q(commitment__closed_on__isnull=False)
        | ~Q(commitment__due_revision=F("due_revision"))
        | ~Q(step__kind__in=DEADLINE_KINDS)
    )
    carried = Reminder.objects.filter(message__in=[one.pk for one in fresh])
    return {one.message_id or 0 for one in carried.filter(changed).order_by().only("message")} if fresh else set()


def _still_owed(messages: list[Message], today: Day, house: House, now: dt.datetime) -> set[int]:
    """Ask of every reminder again, and write anew what would say something else now."""
    people = Person.objects.in_bulk({message.recipient_id for message in messages})
    owed = _owed(messages, today)
    by_person = {people[message.recipient_id]: owed[message.pk] for message in messages if owed[message.pk]}
    days = {person.pk: local_day(person, today, now) for person in by_person}
    digests = compose(by_person, today, days)
    kept = set()
    for message in messages:
        if not owed[message.pk]:
            _cancel(message)
            continue
        if not message.raw or digests[message.recipient_id].key != message.content_key:
            message.recipient = people[message.recipient_id]
            put_words(message, digests[message.recipient_id], house, now)
            _rewrite(message)
        if message.status != MessageStatus.DEAD:
            kept.add(message.pk)
    return kept


def _owed(messages: list[Message], today: Day) -> dict[int, list[Reminder]]:
    carried = Reminder.objects.for_lines().filter(message__in=messages, status=ReminderStatus.BUNDLED)
    owed: dict[int, list[Reminder]] = defaultdict(list)
    unowed = []
    for reminder in carried:
        verdict = why_not(reminder, today)
        if verdict is None:
            owed[reminder.message_id or 0].append(reminder)
        else:
            unowed.append((reminder, verdict))
    settle_unowed(unowed)
    return owed


@transaction.atomic
def _cancel(message: Message) -> None:
    settled = Reminder.objects.filter(message=message).exclude(outcome="").values_list("outcome", flat=True)
    reason = " ".join(dict.fromkeys(settled)) or "Nothing it says is owed any more."
    if claims.settle(message, MessageStatus.CANCELLED, reason=reason[:400]):
        message.status = MessageStatus.CANCELLED.value


@transaction.atomic
def _rewrite(message: Message) -> None:
    """No copy has left, so what is not owed any more goes out of the mail; its Message-ID stays."""
    if message.status == MessageStatus.DEAD:
        claims.close(message, MessageStatus.DEAD, reason=message.reason)
        return
    claims.keep_words(message)
