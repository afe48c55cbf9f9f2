"""Claimed mails in, those still worth sending out; what is not owed any more leaves the others before they go."""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from commitments.choices import MessageStatus, ReminderStatus
from commitments.models import Message, Reminder
from commitments.reminders import claims
from commitments.reminders.bundle import local_day, put_words
from commitments.reminders.digest import compose
from commitments.reminders.house import House
from commitments.reminders.lines import lines
from commitments.reminders.still_owed import Day, settle_unowed, why_not


def recheck(batch: list[Message], today: Day, house: House, now: dt.datetime, seen: str) -> list[Message]:
    """In the order given. A mail that may have arrived stays as it is, to the byte. `seen` names what is asked against;
    it goes with a mail that is kept, and is put down with it should it have to wait."""
    asked = [message for message in batch if not message.maybe_delivered]
    for message in asked:
        message.asked = seen
    kept = _still_owed(asked, today, house, now) if asked else set()
    dropped = {message.pk for message in asked} - kept
    return [message for message in batch if message.pk not in dropped]


def _still_owed(messages: list[Message], today: Day, house: House, now: dt.datetime) -> set[int]:
    """Ask of every reminder again, and write anew what would say something else now."""
    owed = _owed(messages, today)
    by_person = {rows[0].recipient: rows for rows in owed.values()}
    people = {person.pk: person for person in by_person}
    days = {person.pk: local_day(person, today, now) for person in by_person}
    digests = compose(by_person, today, days)
    kept = set()
    for message in messages:
        if message.pk not in owed:
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
    carried = Reminder.objects.filter(message__in=messages, status=ReminderStatus.BUNDLED)
    owed: dict[int, list[Reminder]] = defaultdict(list)
    unowed = []
    for reminder in lines(carried):
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
