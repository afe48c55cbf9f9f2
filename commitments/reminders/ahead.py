"""The mail a person gets next, as it would be if nobody acts until then. Reads only."""

import datetime as dt
from dataclasses import dataclass, replace

from commitments.models import MailChoices, Reminder
from commitments.reminders.digest import Digest, compose
from commitments.reminders.house import House
from commitments.reminders.letter import CannotBeWritten, write
from commitments.reminders.lines import lines
from commitments.reminders.one_a_day import OneADay, had_lately
from commitments.reminders.still_owed import Day, why_not
from commitments.reminders.wishes import Wishes
from commitments.tongue import speaking
from countries.models import Person

NOT_SENT = "<not-sent@localhost>"


@dataclass(frozen=True)
class Ahead:
    """`goes_at` is now when it goes within a minute; `goes_on` is the same moment as the person's clock shows it."""

    goes_at: dt.datetime
    goes_on: dt.datetime
    digest: Digest

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
    daily = OneADay(wishes, had_lately([person], now)[person.pk])
    day, moment = daily.first(waiting, now)
    then = replace(today, days=dict.fromkeys(today.days, day))
    digests = compose({person: [row for row in waiting if wishes.takes(row, day)]}, then, {person.pk: day})
    return Ahead(moment, daily.on_their_clock(moment), digests[person.pk])


def picture(ahead: Ahead, house: House) -> str:
    """The mail as HTML; empty when it cannot be written to this address."""
    try:
        return write(ahead.digest, house, now=ahead.goes_at, message_id=NOT_SENT, list_path="/desk/").html
    except CannotBeWritten:
        return ""
