"""Mails nobody acted on: still overdue, and no report since the mail about it was sent, so many working days ago.

The clock starts with the moment the mail server took the first mail of the silence, and never with a plan: a mail that
was not sent starts nothing. Working days are those of the country.
"""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Case, DateTimeField, Exists, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from commitments.choices import TOLD, About, MessageStatus, ReminderStatus, StepKind
from commitments.models import Commitment, ProgressUpdate, Reminder, ReminderStep
from commitments.reminders.owed import Owed
from commitments.reminders.still_owed import Day
from countries.models import Country

BATCH = 500


def owed_escalations(today: Day) -> Iterator[list[Owed]]:
    countries = Country.objects.in_bulk(list(today.days))
    for policy, ids in today.policies.by_policy(today.days):
        for step in policy.of(StepKind.ESCALATION):
            moments = _moments([countries[one] for one in ids], step, today)
            found = list(_candidates(step, moments, today).values_list("pk", flat=True))
            for start in range(0, len(found), BATCH):
                yield [*_owed_of(found[start : start + BATCH], step, today)]


def working_days_before(country: Country, day: dt.date, number: int) -> dt.date:
    """The latest day from which on `number` working days have passed with `day`."""
    while number:
        number -= country.is_working_day(day)
        day -= dt.timedelta(days=1)
    return day


def working_days_after(country: Country, day: dt.date, number: int) -> dt.date:
    """The day that is the `number`th working day after `day`."""
    while number:
        day += dt.timedelta(days=1)
        number -= country.is_working_day(day)
    return day


def _moments(countries: list[Country], step: ReminderStep, today: Day) -> dict[dt.datetime, list[int]]:
    """Countries by the moment before which the mail must have been sent; most of them share it."""
    found: dict[dt.datetime, list[int]] = defaultdict(list)
    for country in countries:
        last = working_days_before(country, today.days[country.pk], step.offset_days)
        ends = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zoneinfo.ZoneInfo(country.time_zone))
        found[ends.astimezone(dt.UTC)].append(country.pk)
    return found


def _candidates(step: ReminderStep, moments: dict[dt.datetime, list[int]], today: Day) -> QuerySet[Commitment]:
    """Of all countries at once: they differ only in the moment before which the mail must have been sent."""
    countries = [one for inside in moments.values() for one in inside]
    latest = max(today.days[one] for one in countries)
    rows = Commitment.objects.filter(done_on=None, closed_on=None, due_latest__lt=latest)
    rows = rows.annotate(sent_before=_moment_of(moments))
    mailed = _unanswered(OuterRef("pk"), OuterRef("due_revision")).filter(message__sent_at__lt=OuterRef("sent_before"))
    answered = ProgressUpdate.objects.filter(commitment=OuterRef("commitment"), posted_at__gte=OuterRef("planned_at"))
    told = Reminder.objects.filter(
        ~Exists(answered),
        commitment=OuterRef("pk"),
        about=About.ESCALATION,
        due_revision=OuterRef("due_revision"),
        days_after__gte=step.offset_days,
        status__in=TOLD,
    )
    return rows.filter(Exists(mailed), ~Exists(told), document__country__in=countries).order_by("pk")


def _moment_of(moments: dict[dt.datetime, list[int]]) -> Case:
    *few, (most, _) = sorted(moments.items(), key=lambda one: len(one[1]))
    whens = (When(document__country__in=inside, then=Value(moment)) for moment, inside in few)
    return Case(*whens, default=Value(most), output_field=DateTimeField())


def _unanswered(commitment: OuterRef | int, revision: OuterRef | int) -> QuerySet[Reminder]:
    """Overdue mails that were sent, and nobody has reported since."""
    answered = ProgressUpdate.objects.filter(
        commitment=OuterRef("commitment"), posted_at__gt=OuterRef("message__sent_at")
    )
    return Reminder.objects.filter(
        ~Exists(answered),
        commitment=commitment,
        about=About.DUE_DATE,
        due_revision=revision,
        days_after__gt=0,
        status=ReminderStatus.DONE,
        message__status=MessageStatus.SENT,
    )


def mailed_at(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """With the moment the first mail of the present silence was sent, if any, as `mailed_at`."""
    first = _unanswered(OuterRef("pk"), OuterRef("due_revision")).order_by().values("commitment")
    return rows.annotate(mailed_at=Subquery(first.annotate(first=Min("message__sent_at")).values("first")))


def _owed_of(ids: list[int], step: ReminderStep, today: Day) -> Iterator[Owed]:
    for row in mailed_at(Commitment.objects.filter(pk__in=ids).for_rows()).order_by("pk"):
        since = row.country.local_date(row.mailed_at)  # type: ignore[attr-defined]  # an annotation
        falls_on = working_days_after(row.country, since, step.offset_days)
        yield Owed(row, step, 0, falls_on, today.audience.of_step(step, row.lead), since=since)


def escalations_of_day(today: Day, on: dt.date) -> Iterator[Owed]:
    """What fell on a past day: of mails that had been sent by then and were not answered before it."""
    for policy, countries in today.policies.by_policy(today.days):
        for step in policy.of(StepKind.ESCALATION):
            for row, since in _silent_then(countries, on):
                if working_days_after(row.country, since, step.offset_days) == on:
                    yield Owed(row, step, 0, on, today.audience.of_step(step, row.lead), since=since)


def _silent_then(countries: list[int], on: dt.date) -> Iterator[tuple[Commitment, dt.date]]:
    """Open commitments and the day of the first overdue mail since the last report, as they stood."""
    ends = dt.datetime.combine(on, dt.time(), dt.UTC)
    sent = Reminder.objects.filter(
        about=About.DUE_DATE, days_after__gt=0, status=ReminderStatus.DONE, message__sent_at__lt=ends
    )
    answered = ProgressUpdate.objects.filter(
        commitment=OuterRef("commitment"), posted_at__gt=OuterRef("message__sent_at"), posted_at__lt=ends
    )
    silent = sent.filter(~Exists(answered), commitment__document__country__in=countries)
    still_open = silent.filter(_open_on("done_on", on), _open_on("closed_on", on))
    first = dict(still_open.order_by().values_list("commitment").annotate(Min("message__sent_at")))
    for row in Commitment.objects.filter(pk__in=first).for_rows().order_by("pk"):
        yield row, row.country.local_date(first[row.pk])


def _open_on(field: str, on: dt.date) -> Q:
    return Q(**{f"commitment__{field}": None}) | Q(**{f"commitment__{field}__gt": on})
