"""May mails leave? Not from a database that was put back from a backup, until somebody says what was sent meanwhile.

While sending is held, reminders are planned and mails written as ever; only nothing leaves.
"""

import datetime as dt
import logging
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from commitments.choices import MessageStatus, ReminderStatus
from commitments.delivery import HoldKind, Release
from commitments.models import JobRun, MailHold, Message, Reminder, ReminderPolicy, SendingMark
from commitments.models.message import MessageQuerySet
from commitments.reminders import claims, witness
from commitments.reminders.house import House
from commitments.reminders.upgrades import of_unseen_policy, open_upgrades
from countries.models import Person

logger = logging.getLogger(__name__)

RESTORED = (
    "The database is older than the last sending that is remembered outside it, so it was put back from a backup. "
    "Mails that were sent since the backup may be sent once more."
)
COPIED = (
    "This database has sent mails before, but here nothing remembers that: it was moved, copied, or put back from a "
    "backup. If another copy is running, both would send."
)
UPGRADED = (
    "An upgrade brought a new policy of reminders, and what it owes for the first time would go out at once. Mails "
    "about countries without a policy of their own wait, all others go. Look at some, then release them; or put a "
    "policy of its own in force for a country first, and what that does not ask for is withdrawn."
)
SHIPPED = "policy as shipped"
BEING_NOTED = dt.timedelta(minutes=1)
TOLD = "Told before the database was put back from a backup, as was said when sending was released."


def open_holds() -> QuerySet[MailHold]:
    return MailHold.objects.filter(released_at=None)


def foremost() -> MailHold | None:
    """Of those that are open the one that holds most."""
    return min(open_holds(), key=lambda one: one.is_partial, default=None)


def stopping() -> QuerySet[MailHold]:
    """Holds under which nothing leaves at all; that of an upgrade lets the mails of other countries go."""
    return open_holds().exclude(kind=HoldKind.UPGRADED)


def may_leave(house: House, now: dt.datetime) -> bool:
    """Asked before each batch. The memory outside is read before the number inside, which others may be raising."""
    if stopping().exists():
        return False
    mark = _mark(now)
    if mark.number == 0:
        return True
    memory = witness.recall(mark.anchor, house.memory, cache_is_apart=house.cache_is_apart)
    mark.refresh_from_db()
    if memory.number is None and memory.in_doubt:
        logger.warning("Nothing can be asked whether this database is the newest, so mails wait: the cache is away.")
        return False
    if memory.number is not None and memory.number > mark.number:
        _hold_found(mark, HoldKind.RESTORED, RESTORED, memory, house, now)
        return False
    if memory.number is None and mark.number == 1 and now - mark.moved_at < BEING_NOTED:
        return False  # another sender is putting the first batch ever on record outside
    if memory.number is None or memory.copied:
        _hold_found(mark, HoldKind.COPIED, COPIED, memory, house, now)
        return False
    return True


def step(house: House, now: dt.datetime) -> None:
    """One more batch leaves: on record inside first, then outside, so that the outside is never ahead by itself."""
    SendingMark.objects.filter(pk=1).update(number=F("number") + 1, moved_at=now)
    mark = _mark(now)
    witness.remember(mark.anchor, mark.number, now, house.memory)


def hold(reason: str, *, by: Person | None, now: dt.datetime) -> MailHold:
    if not reason.strip():
        raise ValidationError({"reason": "This cannot be empty. Say why no mail may leave."})
    return MailHold.objects.create(kind=HoldKind.BY_HAND.value, reason=reason[:400], held_by=by, held_at=now)


@dataclass(frozen=True)
class Released:
    holds: int
    marked: int


@transaction.atomic
def release(how: Release, *, by: Person | None, now: dt.datetime) -> Released:
    """All open holds at once; pressed twice, the second finds nothing to do."""
    holds = list(open_holds().select_for_update())
    marked = 0
    if how is Release.TOLD:
        for one in holds:
            marked += _mark_as_told(one)
    waiting().update(asked="")  # a database that was moved or put back may count anew
    open_holds().filter(pk__in=[one.pk for one in holds]).update(released_at=now, released_by=by, release=how.value)
    return Released(len(holds), marked)


def waiting() -> MessageQuerySet:
    return Message.objects.filter(status=MessageStatus.PENDING)


def perhaps_told(one: MailHold) -> MessageQuerySet:
    """Waiting mails that were written before the gap, or that carry what fell due in it."""
    if one.gap_until is None:
        return Message.objects.none()
    carried = Reminder.objects.filter(message=OuterRef("pk"), falls_on__lte=one.gap_until.date())
    return waiting().filter(Q(written_at__lte=one.gap_from) | Exists(carried))


def _mark_as_told(one: MailHold) -> int:
    """What was in the backup is kept here as sent; what was written since loses the lines that were told before."""
    if one.gap_until is None or one.gap_from is None:
        return 0
    old = list(waiting().filter(written_at__lte=one.gap_from).defer("raw", "html", "text", "entries"))
    marked = sum(claims.close(mail, MessageStatus.KEPT, reason=TOLD) is not None for mail in old)
    lines = Reminder.objects.filter(falls_on__lte=one.gap_until.date())
    planned = lines.filter(status=ReminderStatus.PLANNED)
    bundled = lines.filter(status=ReminderStatus.BUNDLED, message__status=MessageStatus.PENDING)
    for rows in (planned, bundled):
        marked += rows.update(status=ReminderStatus.SUPERSEDED, outcome=TOLD)
    return marked


def hold_first_run(house: House, now: dt.datetime) -> bool:
    """On a database that never sent a mail, many at once wait to be looked at, instead of flooding. Once only."""
    if not house.delivers or not house.first_run_people or _mark(now).number:
        return False
    people = _people_owed(Reminder.objects.all())
    if people <= house.first_run_people or _has_sent() or MailHold.objects.filter(kind=HoldKind.FIRST_RUN).exists():
        return False
    reason = (
        f"These would be the first mails this tracker ever sends, to {people} people at once. Look at some, then "
        "release them, or mend what is wrong first."
    )
    MailHold.objects.create(kind=HoldKind.FIRST_RUN.value, held_at=now, reason=reason)
    return True


def hold_upgrade(house: House, now: dt.datetime) -> None:
    """A policy that came with an upgrade may owe mails to many at once: before any of them is written, those wait.
    `let_few_go` opens it again when they are few. What a person put in force, they have seen ahead of it."""
    if not house.delivers or not house.first_run_people:
        return
    found = ReminderPolicy.objects.filter(country=None).order_by("-version").first()
    version = str(found.version) if found is not None and found.put_in_force_by_id is None else ""
    if not version or JobRun.objects.filter(job=SHIPPED, outcome=version).exists():
        return
    with transaction.atomic():
        known, is_first = JobRun.objects.select_for_update().get_or_create(job=SHIPPED, defaults={"started_at": now})
        is_ours = JobRun.objects.filter(pk=known.pk).exclude(outcome=version).update(outcome=version, started_at=now)
        if is_ours and (not is_first or _has_sent()):
            MailHold.objects.create(kind=HoldKind.UPGRADED.value, held_at=now, reason=UPGRADED)


def let_few_go(house: House, now: dt.datetime) -> None:
    """In the run that held for an upgrade: how many it is about is known only when everything is planned."""
    held = open_upgrades().filter(held_at=now)
    if held.exists() and _people_owed(of_unseen_policy()) <= house.first_run_people:
        held.update(released_at=now, release=Release.SEND.value)


def _has_sent() -> bool:
    return Message.objects.filter(status__in=[MessageStatus.SENT, MessageStatus.UNCONFIRMED]).exists()


def _people_owed(lines: QuerySet[Reminder]) -> int:
    """Also those whose hour has not come yet."""
    planned = Q(status=ReminderStatus.PLANNED) | Q(status=ReminderStatus.BUNDLED, message__status=MessageStatus.PENDING)
    return lines.filter(planned).order_by().values("recipient").distinct().count()


def _mark(now: dt.datetime) -> SendingMark:
    mark, _ = SendingMark.objects.get_or_create(pk=1, defaults={"moved_at": now})
    return mark


@transaction.atomic
def _hold_found(
    mark: SendingMark, kind: HoldKind, reason: str, memory: witness.Memory, house: House, now: dt.datetime
) -> None:
    """The number goes past what is remembered in the same transaction, so one restore is found once."""
    number = max(mark.number, memory.number or 0) + 1
    if not SendingMark.objects.filter(pk=1, number=mark.number).update(number=number):
        return
    until = memory.at or now
    MailHold.objects.create(
        kind=kind.value, held_at=now, reason=reason, gap_from=mark.moved_at, gap_until=max(until, mark.moved_at)
    )
    # What waited when the backup was made may have arrived since: if it goes, it goes as it was, to the byte.
    backed_up = waiting().filter(written_at__lte=mark.moved_at)
    backed_up.filter(retrying_since=None).update(retrying_since=now)
    backed_up.update(maybe_delivered=True)
    witness.remember(mark.anchor, number, now, house.memory)
