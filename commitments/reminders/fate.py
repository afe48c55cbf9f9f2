"""What the mail server answered in, what becomes of the mail out: sent, tried again later, or failed."""

import datetime as dt
import random

from django.db import transaction

from commitments.choices import AttemptOutcome, MessageStatus
from commitments.locks import patient
from commitments.models import Message
from commitments.reminders import claims
from commitments.reminders.relay import Receipt

PATIENCE = dt.timedelta(hours=48)
FIRST_PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(hours=4)


@patient
@transaction.atomic
def settle(message: Message, receipt: Receipt, now: dt.datetime) -> MessageStatus | None:
    """Its new status; None when somebody else has taken over."""
    claims.record_attempt(message, receipt.outcome, now, code=receipt.code, reply=receipt.reply)
    if receipt.outcome == AttemptOutcome.ACCEPTED:
        return claims.close(message, MessageStatus.SENT, sent_at=now, reason="")
    if receipt.outcome == AttemptOutcome.REFUSED:
        return claims.close(
            message, MessageStatus.DEAD, reason=f"Refused for good: {receipt.code} {receipt.reply}"[:400]
        )
    return _try_again(message, receipt, now)


def _try_again(message: Message, receipt: Receipt, now: dt.datetime) -> MessageStatus | None:
    since = message.retrying_since or now
    unsure = message.maybe_delivered or receipt.outcome == AttemptOutcome.UNKNOWN
    if now - since >= PATIENCE:
        status = MessageStatus.UNCONFIRMED if unsure else MessageStatus.DEAD
        return claims.close(message, status, reason=f"Given up after 48 hours. Last answer: {receipt.reply}"[:400])
    waits = claims.settle(
        message,
        MessageStatus.PENDING,
        retrying_since=since,
        maybe_delivered=unsure,
        next_attempt_at=now + pause_after(message.attempts.count()),
        reason=_in_words(receipt),
        asked=message.asked,
    )
    return MessageStatus.PENDING if waits else None


def put_back(message: Message, receipt: Receipt, now: dt.datetime) -> bool:
    """The trouble seems to be the server's: no attempt, no patience used; others are tried before this one."""
    later = now + FIRST_PAUSE * random.uniform(0.75, 1.25)
    said = {"reason": _in_words(receipt), "asked": message.asked}
    return claims.settle(message, MessageStatus.PENDING, next_attempt_at=later, **said)


@patient
@transaction.atomic
def blame(message: Message, receipt: Receipt, now: dt.datetime) -> None:
    """Others went after it, so it was this mail's trouble after all: an attempt, and its patience begins."""
    claims.record_attempt(message, receipt.outcome, now, code=receipt.code, reply=receipt.reply)
    waiting = Message.objects.filter(pk=message.pk, status=MessageStatus.PENDING)
    if now - (message.retrying_since or now) >= PATIENCE:
        claims.give_up(message, f"Given up after 48 hours. Last answer: {receipt.reply}"[:400])
    else:
        pause = pause_after(message.attempts.count())
        waiting.update(retrying_since=message.retrying_since or now, next_attempt_at=now + pause)


def pause_after(attempts: int) -> dt.timedelta:
    """1, 2, 4 minutes and so on up to 4 hours, each a quarter more or less, so that senders do not march in step."""
    pause: dt.timedelta = min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)


def _in_words(receipt: Receipt) -> str:
    return f"{receipt.outcome.label}: {receipt.reply}"[:400]
