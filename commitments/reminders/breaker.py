"""A mail server in trouble is left alone, by all senders at once, and tried by one of them with one mail at a time.

While it is down no mail is touched: waiting costs neither attempts nor patience. When it is back, what waited goes
out spread over some minutes, so that senders do not run it over.
"""

import datetime as dt
import random
from enum import Enum

from django.db import transaction
from django.db.models import F, Q, QuerySet

from commitments.delivery import CERTAIN_TROUBLES, RelayTrouble
from commitments.models import MailRelay, Message

# A server that hangs up once may dislike that mail; three times in a row it is the server.
MOST_IN_A_ROW = 3
FIRST_PAUSE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(minutes=10)
BREAKS_OFF = (RelayTrouble.HANGS_UP, RelayTrouble.SILENT)
# A prober that was killed is followed by another one after this long.
PROBE_LEASE = dt.timedelta(minutes=2)
AT_ONCE = 200
PER_SECOND = 20
SHARES = 12


class Gate(Enum):
    FLOWS = "everybody sends"
    PROBES = "this sender tries one mail"
    WAITS = "nobody sends"


def gate(relay: str, now: dt.datetime) -> Gate:
    down = MailRelay.objects.filter(name=relay, down_since__isnull=False)
    if not down.exists():
        return Gate.FLOWS
    ours = down if _one_mail_brought_it_down(down, now) else down.filter(next_probe_at__lte=now)
    moments = list(ours.values_list("next_probe_at", flat=True))
    taken = down.filter(next_probe_at__in=moments).update(next_probe_at=now + PROBE_LEASE)
    return Gate.PROBES if taken else Gate.WAITS


def _one_mail_brought_it_down(down: QuerySet[MailRelay], now: dt.datetime) -> bool:
    """It broke off at one mail only, and others have come that nobody has tried: theirs is the word that counts."""
    if not down.filter(trouble__in=BREAKS_OFF, next_probe_at__gt=now + PROBE_LEASE).exists():
        return False
    broken = Message.objects.waiting().filter(hung_up_at__isnull=False)[:2]
    return len(broken) == 1 and Message.objects.claimable(now).filter(hung_up_at=None).exists()


def is_the_mail(relay: str, message: Message, now: dt.datetime) -> bool:
    """The server broke off at this mail before and has answered about others since. The first time is put down."""
    Message.objects.filter(pk=message.pk, hung_up_at=None).update(hung_up_at=now)
    if message.hung_up_at is None:
        return False
    return MailRelay.objects.filter(name=relay, answered_at__gt=message.hung_up_at).exists()


def is_alone(message: Message) -> bool:
    """The server broke off at it in an earlier round, and at no other that waits."""
    others = Message.objects.waiting().filter(hung_up_at__isnull=False).exclude(pk=message.pk)
    return message.hung_up_at is not None and not others.exists()


@transaction.atomic
def note_trouble(relay: str, trouble: RelayTrouble, reason: str, now: dt.datetime) -> bool:
    """True when the server counts as down from here on."""
    MailRelay.objects.get_or_create(name=relay)
    row = MailRelay.objects.select_for_update().get(name=relay)
    row.streak += 1
    if row.down_since or trouble in CERTAIN_TROUBLES or row.streak >= MOST_IN_A_ROW:
        row.down_since = row.down_since or now
        row.trouble, row.reason = trouble.value, reason[:500] or trouble.label
        row.next_probe_at = now + pause_after(row.streak)
    row.save()
    return row.down_since is not None


def note_answer(relay: str, now: dt.datetime) -> None:
    """It answered about a mail, with whatever answer: the server works."""
    MailRelay.objects.filter(name=relay).update(answered_at=now)
    troubled = MailRelay.objects.filter(Q(streak__gt=0) | Q(down_since__isnull=False), name=relay)
    with transaction.atomic():
        was_down = troubled.filter(down_since__isnull=False).exists()
        if troubled.update(streak=0, down_since=None, next_probe_at=None, trouble="", reason="") and was_down:
            _spread(now)


def pause_after(streak: int) -> dt.timedelta:
    """30 seconds, 1, 2, 4 minutes and so on up to 10 minutes, each a quarter more or less."""
    pause: dt.timedelta = min(FIRST_PAUSE * (1 << min(streak - 1, 10)), LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)


def _spread(now: dt.datetime) -> None:
    waiting = Message.objects.claimable(now).order_by()
    many = waiting.count()
    if many <= AT_ONCE:
        return
    share = dt.timedelta(seconds=many / PER_SECOND / SHARES)
    numbered = waiting.annotate(share=F("pk") % SHARES)
    for number in range(1, SHARES):
        numbered.filter(share=number).update(next_attempt_at=now + share * (number - random.random()))
