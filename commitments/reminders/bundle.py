"""Planned reminders in, one mail per person and local day out, from eight in the morning where the person is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from commitments.choices import MessageKind, MessageStatus, ReminderStatus
from commitments.models import Message, Reminder
from commitments.reminders.digest import Digest, compose
from commitments.reminders.house import House
from commitments.reminders.letter import CannotBeWritten, new_message_id, write
from commitments.reminders.still_owed import Day
from commitments.tongue import speaking
from countries.models import Person

OPENS_AT = dt.time(8)
BATCH = 50


def bundle(today: Day, house: House, *, now: dt.datetime) -> int:
    """How many mails were written."""
    people = _people_due(today, now)
    written = 0
    for start in range(0, len(people), BATCH):
        written += _bundle_batch(people[start : start + BATCH], today, house, now)
    return written


def local_day(person: Person, today: Day, now: dt.datetime) -> dt.date:
    return now.astimezone(today.audience.zone_of(person)).date()


def _people_due(today: Day, now: dt.datetime) -> list[Person]:
    """Those with something planned, whose clock is past the hour, and who got no mail today."""
    people = Person.objects.filter(reminders__status=ReminderStatus.PLANNED).distinct().order_by("pk")
    awake = [one for one in people if now.astimezone(today.audience.zone_of(one)).time() >= OPENS_AT]
    days = {one.pk: local_day(one, today, now) for one in awake}
    had = Message.objects.filter(recipient__in=awake, kind=MessageKind.DIGEST, local_day__in=set(days.values()))
    taken = set(had.exclude(status=MessageStatus.CANCELLED).values_list("recipient", "local_day"))
    return [one for one in awake if (one.pk, days[one.pk]) not in taken]


@transaction.atomic
def _bundle_batch(people: list[Person], today: Day, house: House, now: dt.datetime) -> int:
    """The unique row of the day decides which of two bundlers writes the mail; the other one's is ignored."""
    owed = _planned_for(people)
    digests = compose(owed, today, {one.pk: local_day(one, today, now) for one in owed})
    since = _retrying_since(list(owed), now)
    drafts = [_draft(person, digests[person.pk], house, now, since.get(person.pk)) for person in owed]
    Message.objects.bulk_create(drafts, ignore_conflicts=True)
    ours = Message.objects.filter(message_id__in=[draft.message_id for draft in drafts])
    by_person = {message.recipient_id: message for message in ours}
    for person, reminders in owed.items():
        if person.pk in by_person:
            _put_into(by_person[person.pk], reminders)
    return len(by_person)


def _planned_for(people: list[Person]) -> dict[Person, list[Reminder]]:
    rows = Reminder.objects.planned().for_lines().filter(recipient__in=people).select_for_update(of=("self",))
    owed: dict[Person, list[Reminder]] = defaultdict(list)
    for row in rows:
        owed[row.recipient].append(row)
    return dict(sorted(owed.items(), key=lambda entry: entry[0].pk))


def _draft(person: Person, digest: Digest, house: House, now: dt.datetime, since: dt.datetime | None) -> Message:
    message = Message(
        recipient=person,
        local_day=digest.local_day,
        written_at=now,
        next_attempt_at=now,
        retrying_since=since,
        message_id=new_message_id(house),
    )
    put_words(message, digest, house, now)
    return message


def put_words(message: Message, digest: Digest, house: House, now: dt.datetime) -> None:
    """Freeze what the mail says; a mail that cannot be written is on record as failed, with the reason."""
    message.content_key, message.address = digest.key, digest.address[:254]
    with speaking(digest.language):
        message.subject = digest.subject
    try:
        letter = write(digest, house, now=now, message_id=message.message_id)
    except CannotBeWritten as problem:
        message.text, message.html, message.raw = "", "", b""
        message.status, message.reason = MessageStatus.DEAD.value, str(problem)
        return
    message.text, message.html, message.raw = letter.text, letter.html, letter.raw


def _put_into(message: Message, reminders: Sequence[Reminder]) -> None:
    rows = Reminder.objects.filter(pk__in=[one.pk for one in reminders], status=ReminderStatus.PLANNED)
    if message.status == MessageStatus.DEAD:
        rows.update(status=ReminderStatus.EXPIRED, message=message, outcome=message.reason)
    else:
        rows.update(status=ReminderStatus.BUNDLED, message=message)


def _retrying_since(people: list[Person], now: dt.datetime) -> dict[int, dt.datetime]:
    """When the mails whose day ran out undelivered began to be refused: the new one inherits their patience."""
    recent = Message.objects.filter(recipient__in=people, local_day__gte=now.date() - dt.timedelta(days=2))
    latest = {}
    rows = recent.order_by("local_day", "pk").values_list("recipient", "status", "retrying_since")
    for recipient, status, since in rows:
        latest[recipient] = since if status == MessageStatus.CANCELLED else None
    return {recipient: since for recipient, since in latest.items() if since is not None}
