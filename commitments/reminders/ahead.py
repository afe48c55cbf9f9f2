"""The mail a person gets next, as it would be if nobody acts until then. Reads only."""

import datetime as dt
from dataclasses import dataclass, replace

from commitments.choices import MessageStatus
from commitments.models import MailChoices, Message, Reminder
from commitments.reminders.clock import local_day
from commitments.reminders.digest import Digest, compose
from commitments.reminders.house import House
from commitments.reminders.letter import CannotBeWritten, write
from commitments.reminders.lines import lines
from commitments.reminders.still_owed import Day, why_not
from commitments.reminders.wishes import DAY, Wishes
from commitments.tongue import speaking
from countries.models import Person

NOT_SENT = "<not-sent@localhost>"


@dataclass(frozen=True)
class Ahead:
    """`goes_at` is past when it goes within a minute; `goes_on` is the same moment as the person's clock shows it."""

    goes_at: dt.datetime
    digest: Digest

    @property
    def goes_on(self) -> dt.datetime:
        """Without a zone, so that no page turns it into another one's."""
        return self.goes_at.replace(tzinfo=None)

    @property
    def subject(self) -> str:
        with speaking(self.digest.language):
            return self.digest.subject


def wishes_of(person: Person, today: Day) -> Wishes:
    return Wishes.of(MailChoices.objects.newest([person]).get(person.pk), today.audience.zone_of(person))


def next_mail(person: Person, today: Day, now: dt.datetime) -> Ahead | None:
    """None while nothing is planned for them."""
    planned = lines(Reminder.objects.planned().filter(recipient=person))
    wishes = wishes_of(person, today)
    waiting = [row for row in planned if wishes.wants(row) and why_not(row, today) is None]
    if not waiting:
        return None
    here = local_day(wishes.zone, now)
    had = Message.objects.filter(recipient=person, local_day=here).exclude(status=MessageStatus.CANCELLED).exists()
    day = wishes.first_day(waiting, here + DAY if had else here)
    then = replace(today, days=dict.fromkeys(today.days, day))
    digests = compose({person: [row for row in waiting if wishes.takes(row, day)]}, then, {person.pk: day})
    return Ahead(dt.datetime.combine(day, dt.time(wishes.hour), wishes.zone), digests[person.pk])


def picture(ahead: Ahead, house: House) -> str:
    """The mail as HTML; empty when it cannot be written to this address."""
    try:
        return write(ahead.digest, house, now=ahead.goes_at, message_id=NOT_SENT, list_path="/desk/").html
    except CannotBeWritten:
        return ""
