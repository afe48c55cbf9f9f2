"""Who may send a mail: one sender at a time, for as long as its lease lasts."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import F

from commitments.choices import ARRIVED, AttemptOutcome, MessageStatus, ReminderStatus
from commitments.locks import patient
from commitments.models import DeliveryAttempt, Message, Reminder
from commitments.models.message import MessageQuerySet
from commitments.reminders.bundle import local_day
from commitments.reminders.still_owed import Day
from commitments.reminders.upgrades import free

LEASE = dt.timedelta(minutes=10)
_FREE = {"lease_token": None, "lease_until": None}


@patient
def claim(now: dt.datetime, most: int, *, untroubled_first: bool = False) -> list[Message]:
    """Take up to `most` waiting mails. SKIP LOCKED where there is one; the update compares and sets in any case.
    `untroubled_first`: a mail at which the server broke off is not the one to try it with."""
    token = uuid.uuid4()
    with transaction.atomic():
        waiting = free(Message.objects.claimable(now))
        if untroubled_first:
            waiting = waiting.order_by(F("hung_up_at").asc(nulls_first=True), "next_attempt_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        ids = list(waiting.values_list("pk", flat=True)[:most])
        Message.objects.filter(pk__in=ids, status=MessageStatus.PENDING).update(
            status=MessageStatus.LEASED, lease_token=token, lease_until=now + LEASE
        )
    return list(Message.objects.filter(lease_token=token).defer("text", "html", "entries").order_by("pk"))


@patient
def settle(message: Message, status: MessageStatus, **fields: object) -> bool:
    """Leave the hands of this sender; False when somebody else has taken over."""
    held = Message.objects.filter(pk=message.pk, lease_token=message.lease_token)
    return bool(held.update(status=status, **_FREE, **fields))


@patient
@transaction.atomic
def close(message: Message, status: MessageStatus, *, reason: str, **fields: object) -> MessageStatus | None:
    """Settle it for good, and with it what it carried. None when somebody else has taken over."""
    if not settle(message, status, reason=reason, **fields):
        return None
    _settle_carried(message, status, reason)
    return status


def give_up(message: Message, reason: str) -> None:
    """A waiting mail that nobody holds fails for good."""
    waiting = Message.objects.filter(pk=message.pk, status=MessageStatus.PENDING)
    status = MessageStatus.UNCONFIRMED if message.maybe_delivered else MessageStatus.DEAD
    if waiting.update(status=status, reason=reason):
        _settle_carried(message, status, reason)


def _settle_carried(message: Message, status: MessageStatus, reason: str) -> None:
    carried = Reminder.objects.filter(message=message, status=ReminderStatus.BUNDLED)
    if status in ARRIVED:
        carried.update(status=ReminderStatus.DONE)
    else:
        carried.update(status=ReminderStatus.EXPIRED, outcome=reason)


def mark_told(sent: Sequence[int] | None = None) -> int:
    """What a sent mail carried has been told: put down once per batch, and by the sweep after a sender that died."""
    carried = Reminder.objects.filter(status=ReminderStatus.BUNDLED, message__status__in=ARRIVED)
    if sent is not None:
        carried = carried.filter(message__in=sent)
    return carried.update(status=ReminderStatus.DONE)


@patient
def release(messages: Sequence[Message]) -> None:
    """Untouched mails go back to the queue, without an attempt on their account; with them the answer to whether they
    are still owed, for as long as it holds."""
    alike: dict[tuple[uuid.UUID | None, str], list[int]] = defaultdict(list)
    for message in messages:
        alike[message.lease_token, message.asked].append(message.pk)
    for (token, asked), ids in alike.items():
        held = Message.objects.filter(pk__in=ids, lease_token=token, status=MessageStatus.LEASED)
        held.update(status=MessageStatus.PENDING, asked=asked, **_FREE)


def free_expired_leases(now: dt.datetime) -> int:
    """What a sender left behind when it was killed. A mail it may have sent is repeated, byte for byte."""
    expired = Message.objects.filter(lease_until__lt=now)
    freed = expired.filter(status=MessageStatus.LEASED).update(status=MessageStatus.PENDING, **_FREE)
    for message in expired.filter(status=MessageStatus.SENDING).defer("raw", "html", "text", "entries"):
        freed += _free_sending(message, now)
    return freed


@transaction.atomic
def _free_sending(message: Message, now: dt.datetime) -> bool:
    since = message.retrying_since or now
    held = Message.objects.filter(pk=message.pk, lease_token=message.lease_token, status=MessageStatus.SENDING)
    if not held.update(
        status=MessageStatus.PENDING, maybe_delivered=True, next_attempt_at=now, retrying_since=since, **_FREE
    ):
        return False
    record_attempt(message, AttemptOutcome.UNKNOWN, now, reply="The sender stopped before the answer came.")
    return True


def record_attempt(
    message: Message, outcome: AttemptOutcome, now: dt.datetime, *, code: int | None = None, reply: str = ""
) -> DeliveryAttempt:
    number = message.attempts.count() + 1
    return DeliveryAttempt.objects.create(
        message=message, number=number, made_at=now, outcome=outcome, code=code, reply=reply[:500]
    )


def end_past_days(today: Day, *, now: dt.datetime) -> int:
    """A mail leaves on its own day or not at all: what it carried goes into the next one, counted anew.

    One that may have arrived is repeated instead, for a changed copy would be a second mail.
    """
    ended = 0
    latest = now.date() + dt.timedelta(days=1)
    waiting = Message.objects.filter(status=MessageStatus.PENDING, maybe_delivered=False, local_day__lt=latest)
    for message in waiting.select_related("recipient").defer("raw", "html", "text", "entries"):
        if message.local_day < local_day(message.recipient, today, now):
            ended += _end(message)
    return ended


@transaction.atomic
def _end(message: Message) -> bool:
    still = Message.objects.filter(pk=message.pk, status=MessageStatus.PENDING, maybe_delivered=False)
    reason = f"Not delivered on {message.local_day:%-d %B %Y}; the next mail says it instead."
    if not still.update(status=MessageStatus.CANCELLED, reason=reason):
        return False
    Reminder.objects.filter(message=message, status=ReminderStatus.BUNDLED).update(
        status=ReminderStatus.PLANNED, message=None
    )
    return True


def _held(message: Message, status: MessageStatus) -> MessageQuerySet:
    return Message.objects.filter(pk=message.pk, lease_token=message.lease_token, status=status)


def keep_words(message: Message) -> bool:
    """Save a mail written anew, while the lease lasts."""
    words = ("content_key", "subject", "address", "text", "html", "raw", "entries", "asked")
    return bool(_held(message, MessageStatus.LEASED).update(**{name: getattr(message, name) for name in words}))
