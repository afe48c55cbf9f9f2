"""What is planned and stands in no mail yet: for whom, and when it goes."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from commitments.models import MailChoices, Reminder
from commitments.reminders.audience import Audience
from commitments.reminders.one_a_day import OneADay, had_lately
from commitments.reminders.wishes import Wishes
from countries.access import Standing
from countries.models import Country, Person, local_dates


@dataclass(frozen=True)
class Next:
    """The mail a person gets next, as their clock shows it; `commitments` is reference and title of each."""

    person: Person
    goes_at: dt.datetime
    goes_on: dt.datetime
    is_next_scan: bool
    commitments: tuple[tuple[str, str], ...]


def next_mails(standing: Standing, now: dt.datetime, *, person: Person | None = None) -> list[Next]:
    rows = Reminder.objects.planned().visible_to(standing).select_related("recipient", "commitment", "step")
    if person is not None:
        rows = rows.filter(recipient=person)
    waiting: dict[Person, list[Reminder]] = defaultdict(list)
    for row in rows.order_by("commitment__due_latest", "commitment__reference"):
        waiting[row.recipient].append(row)
    audience = Audience.on(local_dates(Country.objects.all(), now))
    choices = MailChoices.objects.newest(waiting)
    had = had_lately(list(waiting), now)
    days = {one: OneADay(Wishes.of(choices.get(one.pk), audience.zone_of(one)), had[one.pk]) for one in waiting}
    return sorted(
        (_next(one, rows, days[one], now) for one, rows in waiting.items()),
        key=lambda one: (one.goes_at, one.person.full_name),
    )


def _next(person: Person, rows: list[Reminder], daily: OneADay, now: dt.datetime) -> Next:
    day, moment = daily.first(rows, now)
    about = dict.fromkeys(
        (row.commitment.reference, row.commitment.title) for row in rows if daily.wishes.takes(row, day)
    )
    return Next(person, moment, daily.on_their_clock(moment), moment <= now, tuple(about))
