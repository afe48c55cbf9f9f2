"""What is planned and stands in no mail yet: for whom, and when it goes."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from commitments.choices import MessageStatus
from commitments.models import Message, Reminder
from commitments.reminders.audience import Audience
from commitments.reminders.bundle import OPENS_AT
from countries.access import Standing
from countries.models import Country, Person, local_dates


@dataclass(frozen=True)
class Next:
    """The mail a person gets next; `commitments` is reference and title of each."""

    person: Person
    goes_on: dt.date
    is_next_scan: bool
    commitments: tuple[tuple[str, str], ...]


def next_mails(standing: Standing, now: dt.datetime, *, person: Person | None = None) -> list[Next]:
    rows = Reminder.objects.planned().visible_to(standing).select_related("recipient", "commitment")
    if person is not None:
        rows = rows.filter(recipient=person)
    waiting: dict[Person, list[Reminder]] = defaultdict(list)
    for row in rows.order_by("commitment__due_latest", "commitment__reference"):
        waiting[row.recipient].append(row)
    audience = Audience.on(local_dates(Country.objects.all(), now))
    had = set(
        Message.objects.filter(recipient__in=waiting, local_day__gte=now.date() - dt.timedelta(days=1))
        .exclude(status=MessageStatus.CANCELLED)
        .values_list("recipient", "local_day")
    )
    return sorted(
        (_next(one, rows, audience, had, now) for one, rows in waiting.items()),
        key=lambda one: (one.goes_on, one.person.full_name),
    )


def _next(
    person: Person, rows: list[Reminder], audience: Audience, had: set[tuple[int, dt.date]], now: dt.datetime
) -> Next:
    local = now.astimezone(audience.zone_of(person))
    told_today = (person.pk, local.date()) in had
    goes_on = local.date() + dt.timedelta(days=1) if told_today else local.date()
    open_now = not told_today and local.time() >= OPENS_AT
    about = dict.fromkeys((row.commitment.reference, row.commitment.title) for row in rows)
    return Next(person, goes_on, open_now, tuple(about))
