"""The mails of one person in the next 60 days, if nobody acts: what is planned, and what will fall due, on the days on
which they want mail. Reads only.

It counts from who sits where and who is away, as entered by now, and takes every mail to others to go on its day: when
they chose otherwise, what is told because nobody acted on their mail comes later than foreseen.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commitments.models import Commitment, Reminder, ReminderStep
from commitments.reminders.ahead import wishes_of
from commitments.reminders.audience import Audience
from commitments.reminders.audience_ahead import AudienceAhead
from commitments.reminders.clock import OPENS_AT, local_day
from commitments.reminders.forecast import DAYS, Ahead, Telling
from commitments.reminders.lines import lines
from commitments.reminders.one_a_day import OneADay, had_lately
from commitments.reminders.quiet import CAN_WAIT
from commitments.reminders.still_owed import Day, why_not
from commitments.reminders.wishes import DAY
from countries.models import Country, Institution, Person

# More than this is not counted on every opening of a page, but when somebody asks.
AT_ONCE = 2000


@dataclass(frozen=True)
class Line:
    reference: str
    title: str
    step: str


@dataclass(frozen=True, eq=False)
class Falling:
    """What can be told from this moment on."""

    since: dt.datetime
    row: Reminder
    line: Line


@dataclass(frozen=True)
class MailAhead:
    """`at` as the person's own clock shows it."""

    at: dt.datetime
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Outlook:
    """`hour` is the one chosen; a mail comes at another when clocks change, or something falls due later in the day.
    `counted` is False when it is about so much that it is counted on request only."""

    mails: tuple[MailAhead, ...] = ()
    counted: bool = True
    until: dt.date | None = None
    hour: dt.time = dt.time(OPENS_AT)


def outlook(person: Person, today: Day, now: dt.datetime, *, even_if_many: bool = False) -> Outlook:
    wishes = wishes_of(person, today)
    asked = [(country, _houses_telling(person, country, today)) for country in _countries(person)]
    leads = [house.pk for _country, houses in asked for house in houses]
    if not even_if_many and _open(leads) > AT_ONCE:
        return Outlook(counted=False)
    falling = [*_planned(person, today, now)]
    for country, houses in asked:
        falling += _of_country(person, country, houses, today, now)
    daily = OneADay(wishes, had_lately([person], now)[person.pk])
    until = local_day(wishes.zone, now) + DAYS * DAY
    return Outlook(tuple(_mails(falling, daily, now, until)), until=until, hour=dt.time(wishes.hour))


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


def _planned(person: Person, today: Day, now: dt.datetime) -> Iterator[Falling]:
    for row in lines(Reminder.objects.planned().filter(recipient=person)):
        if why_not(row, today) is None:
            yield Falling(now, row, Line(row.commitment.reference, row.commitment.title, str(row.step)))


def _of_country(
    person: Person, country: Country, houses: list[Institution], today: Day, now: dt.datetime
) -> Iterator[Falling]:
    on, zone = today.days[country.pk], zoneinfo.ZoneInfo(country.time_zone)
    ahead = Ahead(country, on, leads=[house.pk for house in houses])
    waiting = (one.commitment for one in (*ahead.reviews, *ahead.requests))
    titles = {row.reference: row for row in (*waiting, *ahead.rows)}
    quiet = _quiet(person, ahead.rows, today.audience)
    for one in sorted(ahead.under(today.policies.of(country.pk)), key=lambda telling: telling.on):
        if one.who == person.pk:
            found = titles.get(one.reference)
            line = Line(one.reference, found.title if found else "", one.step)
            falls_on = _not_before(one, quiet)
            begins = dt.datetime.combine(falls_on, dt.time(), zone).astimezone(dt.UTC)
            yield Falling(max(begins, now), Reminder(step=one.rule, falls_on=falls_on), line)


def _quiet(person: Person, rows: Iterable[Commitment], audience: Audience) -> dict[str, dt.date]:
    """Reference to the day on which they asked to be asked again."""
    said = ((row.reference, audience.put_off(row, person)) for row in rows)
    return {reference: one.until for reference, one in said if one is not None and one.until is not None}


def _not_before(one: Telling, quiet: dict[str, dt.date]) -> dt.date:
    return max(one.on, quiet.get(one.reference, one.on)) if one.rule.kind in CAN_WAIT else one.on


def _mails(falling: list[Falling], daily: OneADay, now: dt.datetime, until: dt.date) -> Iterator[MailAhead]:
    """Day by day as they will be written: when the first thing can be told, with everything that waits by then."""
    waiting = sorted((one for one in falling if daily.wishes.wants(one.row)), key=lambda one: one.since)
    day = local_day(daily.wishes.zone, now)
    while waiting and day <= until:
        taken = [one for one in waiting if daily.wishes.takes(one.row, day)]
        moment = daily.goes_at(day, taken[0].since) if taken else None
        if moment is not None:
            going = {one for one in taken if one.since <= moment}
            waiting = [one for one in waiting if one not in going]
            yield MailAhead(daily.on_their_clock(moment), _said(going))
        day += DAY


def _said(going: Iterable[Falling]) -> tuple[Line, ...]:
    """Of one commitment the newest is said, as the mail will."""
    newest = {one.line.reference: one.line for one in sorted(going, key=lambda one: one.row.falls_on)}
    return tuple(newest[name] for name in sorted(newest))
