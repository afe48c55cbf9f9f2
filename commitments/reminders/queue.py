"""What is planned and stands in no mail yet: for whom, and when it goes."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from commitments.choices import MessageStatus
from commitments.models import MailChoices, Message, Reminder
from commitments.reminders import clock
from commitments.reminders.audience import Audience
from commitments.reminders.wishes import Wishes
from countries.access import Standing
from countries.models import Country, Person, local_dates


@dataclass(frozen=True)
class Next:
    """The mail a person gets next; `commitments` is reference and title of each."""

    person: Person
    goes_on: dt.date
    hour: int
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
    had = set(
        Message.objects.filter(recipient__in=waiting, local_day__gte=now.date() - dt.timedelta(days=1))
        .exclude(status=MessageStatus.CANCELLED)
        .values_list("recipient", "local_day")
    )
    choices = MailChoices.objects.newest(waiting)
    wishes = {one.pk: Wishes.of(choices.get(one.pk), audience.zone_of(one)) for one in waiting}
    return sorted(
        (_next(one, rows, wishes[one.pk], had, now) for one, rows in waiting.items()),
        key=lambda one: (one.goes_on, one.person.full_name),
    )


def _next(
    person: Person, rows: list[Reminder], wishes: Wishes, had: set[tuple[int, dt.date]], now: dt.datetime
) -> Next:
    today = clock.local_day(wishes.zone, now)
    told_today = (person.pk, today) in had
    goes_on = wishes.first_day(rows, today + dt.timedelta(days=1) if told_today else today)
    about = dict.fromkeys(
        (row.commitment.reference, row.commitment.title) for row in rows if wishes.takes(row, goes_on)
    )
    return Next(person, goes_on, wishes.hour, wishes.open_day(now) == goes_on, tuple(about))
