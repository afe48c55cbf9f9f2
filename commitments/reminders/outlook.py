"""The mails of one person in the next 60 days, if nobody acts: what is planned, and what will fall due, on the days on
which they want mail. Reads only.

It counts from who sits where and who is away, as entered by now, and takes every mail to others to go on its day: when
they chose otherwise, what is told because nobody acted on their mail comes later than foreseen.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commitments.choices import MessageStatus
from commitments.models import Commitment, Message, Reminder, ReminderStep
from commitments.reminders.ahead import wishes_of
from commitments.reminders.audience import Audience
from commitments.reminders.audience_ahead import AudienceAhead
from commitments.reminders.clock import local_day
from commitments.reminders.forecast import DAYS, Ahead, Telling
from commitments.reminders.lines import lines
from commitments.reminders.quiet import CAN_WAIT
from commitments.reminders.still_owed import Day, why_not
from commitments.reminders.wishes import DAY, Wishes
from countries.models import Country, Institution, Person

# More than this is not counted on every opening of a page, but when somebody asks.
AT_ONCE = 2000


@dataclass(frozen=True)
class Line:
    reference: str
    title: str
    step: str


@dataclass(frozen=True)
class MailAhead:
    """`hour` is that of the person's own clock."""

    on: dt.date
    hour: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Outlook:
    """`counted` is False when it is about so much that it is counted on request only."""

    mails: tuple[MailAhead, ...] = ()
    counted: bool = True
    until: dt.date | None = None


def outlook(person: Person, today: Day, now: dt.datetime, *, even_if_many: bool = False) -> Outlook:
    wishes = wishes_of(person, today)
    here = local_day(wishes.zone, now)
    asked = [(country, _houses_telling(person, country, today)) for country in _countries(person)]
    leads = [house.pk for _country, houses in asked for house in houses]
    if not even_if_many and _open(leads) > AT_ONCE:
        return Outlook(counted=False)
    falling = [*_planned(person, today)]
    for country, houses in asked:
        falling += _of_country(person, country, houses, today)
    first = here + DAY if _had_mail(person, here) else here
    return Outlook(tuple(_mails(falling, wishes, first)), until=here + DAYS * DAY)


def _countries(person: Person) -> list[Country]:
    return list(Country.objects.filter(institutions__seats__person=person).distinct().order_by("pk"))


def _houses_telling(person: Person, country: Country, today: Day) -> list[Institution]:
    """The houses whose reminders come to them, by the policy in force, who sits where and who stands in."""
    leads = Commitment.objects.filter(done_on=None, closed_on=None, document__country=country).values("lead")
    steps = [one for one in today.policies.of(country.pk).steps if one.tells_seats]
    on = today.days[country.pk]
    audiences = AudienceAhead(country, on, on + DAYS * DAY).every()
    return [
        house
        for house in Institution.objects.filter(pk__in=leads).order_by("pk")
        if any(_is_told(person, step, house, audiences) for step in steps)
    ]


def _is_told(person: Person, step: ReminderStep, house: Institution, audiences: list[Audience]) -> bool:
    return any(one.person.pk == person.pk for each in audiences for one in each.of_step(step, house))


def _open(leads: list[int]) -> int:
    return Commitment.objects.filter(done_on=None, closed_on=None, lead__in=leads).count()


def _planned(person: Person, today: Day) -> Iterator[tuple[Reminder, Line]]:
    for row in lines(Reminder.objects.planned().filter(recipient=person)):
        if why_not(row, today) is None:
            yield row, Line(row.commitment.reference, row.commitment.title, str(row.step))


def _of_country(
    person: Person, country: Country, houses: list[Institution], today: Day
) -> Iterator[tuple[Reminder, Line]]:
    on = today.days[country.pk]
    ahead = Ahead(country, on, leads=[house.pk for house in houses])
    titles = {row.reference: row for row in ahead.rows}
    quiet = _quiet(person, ahead.rows, today.audience)
    for one in sorted(ahead.under(today.policies.of(country.pk)), key=lambda telling: telling.on):
        if one.who == person.pk:
            found = titles.get(one.reference)
            line = Line(one.reference, found.title if found else "", one.step)
            yield Reminder(step=one.rule, falls_on=_not_before(one, quiet)), line


def _quiet(person: Person, rows: Iterable[Commitment], audience: Audience) -> dict[str, dt.date]:
    """Reference to the day on which they asked to be asked again."""
    said = ((row.reference, audience.put_off(row, person)) for row in rows)
    return {reference: one.until for reference, one in said if one is not None and one.until is not None}


def _not_before(one: Telling, quiet: dict[str, dt.date]) -> dt.date:
    return max(one.on, quiet.get(one.reference, one.on)) if one.rule.kind in CAN_WAIT else one.on


def _had_mail(person: Person, here: dt.date) -> bool:
    mails = Message.objects.filter(recipient=person, local_day=here)
    return mails.exclude(status=MessageStatus.CANCELLED).exists()


def _mails(falling: list[tuple[Reminder, Line]], wishes: Wishes, first: dt.date) -> Iterator[MailAhead]:
    """Of what waits for the same mail the newest is said, as the mail will."""
    by_day: dict[dt.date, dict[str, Line]] = {}
    for row, line in sorted(falling, key=lambda one: one[0].falls_on):
        if wishes.wants(row):
            day = wishes.first_day([row], max(first, row.falls_on))
            by_day.setdefault(day, {})[line.reference] = line
    for day in sorted(by_day):
        yield MailAhead(day, wishes.hour, tuple(by_day[day][name] for name in sorted(by_day[day])))
