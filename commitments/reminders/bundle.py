"""Planned reminders in, one mail per person and local day out, from the hour and on the days the person chose."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from commitments.choices import NEWS_KINDS, URGENT_KINDS, MessageStatus, ReminderStatus
from commitments.locks import in_portions
from commitments.models import MailChoices, Message, Reminder
from commitments.reminders import clock
from commitments.reminders.digest import Digest, compose
from commitments.reminders.house import House
from commitments.reminders.letter import CannotBeWritten, new_message_id, write
from commitments.reminders.lines import lines
from commitments.reminders.one_a_day import OneADay, had_lately
from commitments.reminders.still_owed import Day, settle_unowed, why_not
from commitments.reminders.wishes import Wishes
from commitments.tongue import speaking
from countries.models import Person

BATCH = 50
NO_NEWS = "They chose to get no news by mail; it stands on the page of the commitment."


@dataclass(frozen=True)
class Due:
    """Somebody whose hour has come on this local day of theirs."""

    person: Person
    day: dt.date
    wishes: Wishes


def people_waiting() -> list[int]:
    """Whoever something is planned for; who wants no news hears none, and that is on record beside each."""
    _leave_out_news()
    recipients = Reminder.objects.planned().order_by("recipient").values_list("recipient", flat=True)
    return list(recipients.distinct())


def bundle(people: Sequence[int], today: Day, house: House, *, now: dt.datetime, seen: str) -> int:
    """How many mails were written to those of them whose hour has come. `seen` names what they are written from."""
    due = _people_due(people, today, now)
    return in_portions(due, lambda some: _bundle_batch(some, today, house, now, seen), most=BATCH)


def local_day(person: Person, today: Day, now: dt.datetime) -> dt.date:
    return clock.local_day(today.audience.zone_of(person), now)


def _leave_out_news() -> None:
    silent = MailChoices.objects.filter(news=False).values("person")
    choices = MailChoices.objects.newest(Person.objects.filter(pk__in=silent))
    without = [person for person, chosen in choices.items() if not chosen.news]
    if without:
        news = Reminder.objects.planned().filter(recipient__in=without, step__kind__in=NEWS_KINDS)
        news.update(status=ReminderStatus.SUPERSEDED, outcome=NO_NEWS)


def _people_due(ids: Sequence[int], today: Day, now: dt.datetime) -> list[Due]:
    """Those with something planned that may go today, whose hour has come, and who got no mail today."""
    planned = Reminder.objects.planned().filter(recipient__in=ids)
    people = list(Person.objects.filter(pk__in=ids).order_by("pk"))
    pressed = set(planned.filter(step__kind__in=URGENT_KINDS).values_list("recipient", flat=True))
    choices = MailChoices.objects.newest(people)
    awake = []
    for person in people:
        wishes = Wishes.of(choices.get(person.pk), today.audience.zone_of(person))
        day = wishes.open_day(now)
        if day is not None and (wishes.is_mail_day(day) or person.pk in pressed):
            awake.append(Due(person, day, wishes))
    had = had_lately([one.person for one in awake], now)
    return [one for one in awake if OneADay(one.wishes, had[one.person.pk]).goes_at(one.day, now) == now]


@transaction.atomic
def _bundle_batch(people: Sequence[Due], today: Day, house: House, now: dt.datetime, seen: str) -> int:
    """The unique row of the day decides which of two bundlers writes the mail; the other one's is ignored."""
    owed = _planned_for(people, today)
    digests = compose(owed, today, {one.person.pk: one.day for one in people})
    since = _retrying_since(list(owed), now)
    drafts = [_draft(person, digests[person.pk], house, now, since.get(person.pk)) for person in owed]
    zones = {one.person.pk: one.wishes.zone.key for one in people}
    for draft in drafts:
        draft.asked, draft.time_zone = seen, zones[draft.recipient_id]
    Message.objects.bulk_create(drafts, ignore_conflicts=True)
    ours = Message.objects.filter(message_id__in=[draft.message_id for draft in drafts])
    by_person = {message.recipient_id: message for message in ours}
    for person, reminders in owed.items():
        if person.pk in by_person:
            _put_into(by_person[person.pk], reminders)
    return len(by_person)


def _planned_for(people: Sequence[Due], today: Day) -> dict[Person, list[Reminder]]:
    """What goes today; nobody is in it for whom that is nothing. What is not owed any more since it was planned is
    settled, so that what is written is true."""
    by_pk = {one.person.pk: one for one in people}
    rows = Reminder.objects.planned().filter(recipient__in=by_pk).select_for_update()
    owed, unowed = defaultdict[Person, list[Reminder]](list), []
    for row in lines(rows):
        due, verdict = by_pk[row.recipient_id], why_not(row, today)
        if verdict is not None:
            unowed.append((row, verdict))
        elif due.wishes.takes(row, due.day):
            owed[row.recipient].append(row)
    settle_unowed(unowed)
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
        message.subject, message.entries = digest.subject, digest.entries
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
