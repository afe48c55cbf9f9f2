"""Waiting mails in, a settled fate for each: sent, kept here, tried again later, failed, or cancelled."""

import datetime as dt
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from commitments.choices import AttemptOutcome, MessageStatus
from commitments.models import Message
from commitments.reminders import claims, receipts
from commitments.reminders.house import House
from commitments.reminders.recheck import recheck
from commitments.reminders.relay import Receipt, Relay
from commitments.reminders.still_owed import Day

BATCH = 100
PATIENCE = dt.timedelta(hours=48)
FIRST_PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(hours=4)
KEPT_HERE = "No mail server is set, so it goes to nobody."


@dataclass
class Round:
    """One sender at work: what it is asked against, and what it did. `sent` waits to be marked as told."""

    today: Day
    house: House
    now: dt.datetime
    until: float
    begun: float = field(default_factory=time.monotonic)
    done: Counter[MessageStatus] = field(default_factory=Counter)
    sent: list[int] = field(default_factory=list)

    @property
    def has_time(self) -> bool:
        return time.monotonic() < self.until

    @property
    def moment(self) -> dt.datetime:
        return self.now + dt.timedelta(seconds=time.monotonic() - self.begun)


def send_waiting(today: Day, house: House, *, now: dt.datetime, budget: float) -> Counter[MessageStatus]:
    """Until nothing waits, the time is up (seconds), or the mail server is down."""
    work = Round(today, house, now, time.monotonic() + budget)
    with Relay() as relay:
        while work.has_time:
            batch = claims.claim(now, BATCH)
            if not batch or not _send_batch(batch, relay, work):
                break
    return work.done


def _send_batch(batch: list[Message], relay: Relay, work: Round) -> bool:
    """False when it is no use to go on. Whatever happens, nothing untouched stays claimed."""
    left = recheck(batch, work.today, work.house, work.moment)
    _count_dropped(batch, left, work)
    pause = work.now
    try:
        if not work.house.delivers:
            while left and work.has_time:
                _keep(left.pop(0), work)
        elif not _deliver(left, relay, work):
            pause = work.now + FIRST_PAUSE
            return False
        return not left
    finally:
        claims.mark_told(work.sent)
        work.sent.clear()
        claims.release(left, not_before=pause)


def _count_dropped(batch: list[Message], left: list[Message], work: Round) -> None:
    kept = {message.pk for message in left}
    fates = [MessageStatus(message.status) for message in batch if message.pk not in kept]
    work.done.update(fate for fate in fates if fate in (MessageStatus.CANCELLED, MessageStatus.DEAD))


def _deliver(left: list[Message], relay: Relay, work: Round) -> bool:
    """One after the other; what is taken from `left` is on record as being sent. False when the server is down."""
    current: Message | None = None
    while (left or current) and (current or work.has_time):
        if current is None:
            trouble = relay.open()
            current = left.pop(0)
            if trouble is not None:
                _settle(current, trouble, work)
                return False
            if not claims.begin(current, work.now):
                current = None
                continue
        receipt = relay.hand_over(work.house.sender_address, current.address, bytes(current.raw))
        goes_on = bool(left) and relay.is_open and work.has_time
        following = left.pop(0) if goes_on else None
        current = _hand_on(current, receipt, following, relay, work)
        if receipt.relay_is_down:
            return False
    return True


def _hand_on(
    message: Message, receipt: Receipt, following: Message | None, relay: Relay, work: Round
) -> Message | None:
    """The answer and the next "sending", in one commit. The next mail, when it is still ours."""
    if receipt.outcome != AttemptOutcome.ACCEPTED:
        _settle(message, receipt, work)
        return following if following is not None and claims.begin(following, work.now) else None
    if following is not None:
        relay.announce(work.house.sender_address)
    statements = receipts.accepted(message, receipt.code, receipt.reply, work.now)
    if following is not None:
        statements.append(receipts.begun(following, work.now + claims.LEASE))
    settled, _, *begun = receipts.commit(statements)
    if settled:
        work.done[MessageStatus.SENT] += 1
        work.sent.append(message.pk)
    return following if any(begun) else None


@transaction.atomic
def _settle(message: Message, receipt: Receipt, work: Round) -> None:
    claims.record_attempt(message, receipt.outcome, work.now, code=receipt.code, reply=receipt.reply)
    if receipt.outcome == AttemptOutcome.ACCEPTED:
        _close(message, MessageStatus.SENT, work, sent_at=work.now, reason="")
    elif receipt.outcome == AttemptOutcome.REFUSED:
        _close(message, MessageStatus.DEAD, work, reason=f"Refused for good: {receipt.code} {receipt.reply}"[:400])
    else:
        _try_again(message, receipt, work)


def _try_again(message: Message, receipt: Receipt, work: Round) -> None:
    since = message.retrying_since or work.now
    unsure = message.maybe_delivered or receipt.outcome == AttemptOutcome.UNKNOWN
    if work.now - since >= PATIENCE:
        status = MessageStatus.UNCONFIRMED if unsure else MessageStatus.DEAD
        _close(message, status, work, reason=f"Given up after 48 hours. Last answer: {receipt.reply}"[:400])
        return
    claims.settle(
        message,
        MessageStatus.PENDING,
        retrying_since=since,
        maybe_delivered=unsure,
        next_attempt_at=work.now + pause_after(message.attempts.count()),
        reason=f"{receipt.outcome.label}: {receipt.reply}"[:400],
    )
    work.done[MessageStatus.PENDING] += 1


def pause_after(attempts: int) -> dt.timedelta:
    """1, 2, 4 minutes and so on up to 4 hours, each a quarter more or less, so that senders do not march in step."""
    pause: dt.timedelta = min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)


@transaction.atomic
def _keep(message: Message, work: Round) -> None:
    _close(message, MessageStatus.KEPT, work, reason=KEPT_HERE)


def _close(message: Message, status: MessageStatus, work: Round, *, reason: str, **fields: object) -> None:
    if claims.close(message, status, reason=reason, **fields):
        work.done[status] += 1
