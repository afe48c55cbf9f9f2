"""Waiting mails in, a settled fate for each: sent, kept here, tried again later, failed, or cancelled."""

import datetime as dt
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from commitments.choices import AttemptOutcome, MessageStatus, ReminderStatus
from commitments.models import Message, Reminder
from commitments.reminders import claims
from commitments.reminders.bundle import local_day, put_words
from commitments.reminders.digest import compose
from commitments.reminders.house import House
from commitments.reminders.relay import Receipt, Relay
from commitments.reminders.still_owed import Day, settle_unowed, why_not

BATCH = 20
PATIENCE = dt.timedelta(hours=48)
FIRST_PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(hours=4)
KEPT_HERE = "No mail server is set, so it goes to nobody."


@dataclass
class Round:
    """One sender at work: what it is asked against, and what it did."""

    today: Day
    house: House
    now: dt.datetime
    until: float
    done: Counter[MessageStatus] = field(default_factory=Counter)

    @property
    def has_time(self) -> bool:
        return time.monotonic() < self.until


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
    left = _still_worth_sending(batch, work)
    pause = work.now
    try:
        while left and work.has_time:
            if not work.house.delivers:
                _keep(left.pop(0), work)
            elif not _send(left.pop(0), relay, work):
                pause = work.now + FIRST_PAUSE
                return False
        return not left
    finally:
        claims.release(left, not_before=pause)


def _send(message: Message, relay: Relay, work: Round) -> bool:
    """Connect, put "sending" on record, send, put the answer on record. False when the server is down."""
    receipt = relay.open()
    if receipt is None:
        if not claims.begin(message, work.now):
            return True
        receipt = relay.hand_over(work.house.sender_address, message.address, bytes(message.raw))
    _settle(message, receipt, work)
    return not receipt.relay_is_down


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
    if not claims.settle(message, status, reason=reason, **fields):
        return
    work.done[status] += 1
    carried = Reminder.objects.filter(message=message, status=ReminderStatus.BUNDLED)
    if status in (MessageStatus.SENT, MessageStatus.KEPT):
        carried.update(status=ReminderStatus.DONE)
    else:
        carried.update(status=ReminderStatus.EXPIRED, outcome=reason)


def _still_worth_sending(batch: list[Message], work: Round) -> list[Message]:
    """Ask again what is still owed. A mail that may have arrived stays as it is, to the byte."""
    open_to_change = [message for message in batch if not message.maybe_delivered]
    carried = _carried(open_to_change)
    owed: dict[int, list[Reminder]] = defaultdict(list)
    unowed = []
    for reminder in carried:
        verdict = why_not(reminder, work.today)
        if verdict is None:
            owed[reminder.message_id or 0].append(reminder)
        else:
            unowed.append((reminder, verdict))
    settle_unowed(unowed)
    by_person = {message.recipient: owed[message.pk] for message in open_to_change if owed[message.pk]}
    days = {person.pk: local_day(person, work.today, work.now) for person in by_person}
    digests = compose(by_person, work.today, days)
    for message in open_to_change:
        if message.recipient not in by_person:
            _cancel(message, work)
        elif digests[message.recipient_id].key != message.content_key:
            put_words(message, digests[message.recipient_id], work.house, work.now)
            _rewrite(message, work)
    return [m for m in batch if m.maybe_delivered or (m.recipient in by_person and m.status != MessageStatus.DEAD)]


def _carried(messages: list[Message]) -> list[Reminder]:
    return list(Reminder.objects.for_lines().filter(message__in=messages, status=ReminderStatus.BUNDLED))


@transaction.atomic
def _cancel(message: Message, work: Round) -> None:
    settled = Reminder.objects.filter(message=message).exclude(outcome="").values_list("outcome", flat=True)
    reason = " ".join(dict.fromkeys(settled)) or "Nothing it says is owed any more."
    if claims.settle(message, MessageStatus.CANCELLED, reason=reason[:400]):
        work.done[MessageStatus.CANCELLED] += 1


@transaction.atomic
def _rewrite(message: Message, work: Round) -> None:
    """No copy has left, so what is not owed any more goes out of the mail; its Message-ID stays."""
    if message.status == MessageStatus.DEAD:
        _close(message, MessageStatus.DEAD, work, reason=message.reason)
        return
    claims.keep_words(message)
