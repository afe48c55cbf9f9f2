"""Waiting mails in, a settled fate for each: sent, kept here, tried again later, failed, or cancelled."""

import datetime as dt
import time
from collections import Counter
from dataclasses import dataclass, field

from commitments.choices import AttemptOutcome, MessageStatus
from commitments.models import Message
from commitments.reminders import breaker, claims, fate, holds, receipts
from commitments.reminders.breaker import Gate
from commitments.reminders.house import House
from commitments.reminders.receipts import Accepted
from commitments.reminders.relay import Receipt, Relay
from commitments.reminders.turns import Seen, Turns

BATCH = 100
HALF_A_MINUTE = 30
KEPT_HERE = "No mail server is set, so it goes to nobody."


@dataclass
class Round:
    """One sender at work: what it is asked against, and what it did.

    `sent` waits to be marked as told; `set_aside` are mails in whose middle the server hung up: theirs is the blame
    if others go after them, the server's if not.
    """

    seen: Seen
    house: House
    now: dt.datetime
    until: float
    relay: Relay
    begun: float = field(default_factory=time.monotonic)
    done: Counter[MessageStatus] = field(default_factory=Counter)
    sent: list[int] = field(default_factory=list)
    set_aside: list[tuple[Message, Receipt]] = field(default_factory=list)
    answered: bool = False

    @property
    def has_time(self) -> bool:
        return time.monotonic() < self.until

    @property
    def moment(self) -> dt.datetime:
        return self.now + dt.timedelta(seconds=time.monotonic() - self.begun)

    @property
    def tick(self) -> dt.datetime:
        """What leases and pauses count from: now and not when the run began, or a long run would leave its mails to
        others while it sends them. Half minutes, so that a moment made ready for the database serves many mails."""
        passed = int(time.monotonic() - self.begun) // HALF_A_MINUTE * HALF_A_MINUTE
        return self.now + dt.timedelta(seconds=passed)

    def count(self, status: MessageStatus | None) -> None:
        if status is not None:
            self.done[status] += 1


def send_waiting(
    seen: Seen, house: House, *, now: dt.datetime, budget: float, begun: float | None = None
) -> Counter[MessageStatus]:
    """Until nothing waits, the time is up (seconds), or the mail server is down. `begun` is when it was `now`."""
    gate = breaker.gate(house.relay, now) if house.delivers else Gate.FLOWS
    if gate is Gate.WAITS:
        return Counter()
    most = 1 if gate is Gate.PROBES else BATCH
    with Relay() as relay:
        work = Round(seen, house, now, time.monotonic() + budget, relay, begun or time.monotonic())
        while work.has_time and (not house.delivers or holds.may_leave(house, now)):
            batch = claims.claim(work.tick, most, untroubled_first=gate is Gate.PROBES and not work.answered)
            if not batch and gate is Gate.PROBES and not work.answered:
                _probe_without_mail(work)
            if not batch or not _send_batch(batch, work):
                break
            if len(batch) < most:
                break  # nobody else waits
            most = BATCH if work.answered or not house.delivers else most
    return work.done


def _probe_without_mail(work: Round) -> None:
    """Nothing waits any more; that it listens is enough to believe in it again."""
    trouble = work.relay.open()
    if trouble is None:
        breaker.note_answer(work.house.relay, work.tick)
    elif trouble.trouble is not None:
        breaker.note_trouble(work.house.relay, trouble.trouble, trouble.reply, work.tick)


def _send_batch(batch: list[Message], work: Round) -> bool:
    """False when it is no use to go on. Whatever happens, nothing untouched stays claimed."""
    turns = Turns(batch, work.seen, work.house, work.moment)
    try:
        if work.house.delivers:
            holds.step(work.house, work.now)
            return _deliver(turns, work)
        while work.has_time and turns.next() is not None:
            _keep(turns.take(), work)
        return not turns.left
    finally:
        work.done.update(turns.dropped)
        claims.mark_told(work.sent)
        work.sent.clear()
        claims.release(turns.left)


def _deliver(turns: Turns, work: Round) -> bool:
    """One after the other; what is taken from its turn is on record as being sent. False when the server is down."""
    current: Message | None = None
    while current or work.has_time:
        if current is None:
            if turns.next() is None:
                break
            trouble = work.relay.open()
            if trouble is not None:
                return not _suspect(turns.take(), trouble, work)
            current = _begin(turns, work)
            if current is None:
                continue
        receipt = work.relay.hand_over(work.house.sender_address, current.address, bytes(current.raw))
        if receipt.trouble is not None:
            if _suspect(current, receipt, work):
                return False
            current = None
            continue
        current = _hand_on(current, receipt, turns, work)
    return True


def _hand_on(message: Message, receipt: Receipt, turns: Turns, work: Round) -> Message | None:
    """The answer and the next "sending", in one commit where it was accepted. The next mail, when it is still ours."""
    _trust(work)
    if receipt.outcome != AttemptOutcome.ACCEPTED:
        work.count(fate.settle(message, receipt, work.tick))
        return None
    following = turns.next() if turns.has_sure and work.relay.is_open and work.has_time else None
    if following is not None:
        work.relay.announce(work.house.sender_address)
    accepted = Accepted(message, receipt.code, receipt.reply)
    settled, begun = receipts.commit(accepted, following, work.moment, work.tick + claims.LEASE)
    if settled:
        work.count(MessageStatus.SENT)
        work.sent.append(message.pk)
    return _taken(turns, begun=bool(begun)) if following is not None else None


def _begin(turns: Turns, work: Round) -> Message | None:
    following = turns.next()
    assert following is not None  # asked just now
    return _taken(turns, begun=receipts.begin(following, work.moment, work.tick + claims.LEASE))


def _taken(turns: Turns, *, begun: bool) -> Message | None:
    if begun:
        return turns.take()
    if not turns.is_asked_again():
        claims.release([turns.take()])  # should it be ours still: facts change faster than it can be asked about
    return None


def _trust(work: Round) -> None:
    """It answered about a mail, so whatever broke off before was not the server's trouble."""
    if not work.answered:
        breaker.note_answer(work.house.relay, work.moment)
        work.answered = True
    while work.set_aside:
        fate.blame(*work.set_aside.pop(), work.tick)


def _suspect(message: Message, receipt: Receipt, work: Round) -> bool:
    """True when the server counts as down. A mail that may have arrived is on record as that in any case."""
    assert receipt.trouble is not None
    its_own = receipt.trouble in breaker.BREAKS_OFF and _is_to_blame(message, work)
    if receipt.outcome == AttemptOutcome.UNKNOWN:
        work.count(fate.settle(message, receipt, work.tick))
    elif fate.put_back(message, receipt, work.tick):
        work.count(MessageStatus.PENDING)
        if its_own:
            fate.blame(message, receipt, work.tick)
        else:
            work.set_aside.append((message, receipt))
    if its_own:
        return False
    work.answered = False
    down = breaker.note_trouble(work.house.relay, receipt.trouble, receipt.reply, work.tick)
    if down:
        work.set_aside.clear()
    return down


def _is_to_blame(message: Message, work: Round) -> bool:
    """The server broke off at it before, and others were answered since; or no other mail can tell, and it listens as
    long as it is not shown this one."""
    if breaker.is_the_mail(work.house.relay, message, work.moment):
        return True
    if not breaker.is_alone(message) or not work.relay.listens():
        return False
    breaker.note_answer(work.house.relay, work.tick)
    return True


def _keep(message: Message, work: Round) -> None:
    work.count(claims.close(message, MessageStatus.KEPT, reason=KEPT_HERE))
