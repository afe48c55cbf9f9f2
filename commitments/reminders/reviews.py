"""Reviews that were asked for: whoever is asked hears of it, and again until they have judged or declined; also, and
above all, of what is said to be complete."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Max, QuerySet

from commitments.choices import TOLD, StepKind
from commitments.models import Reminder, ReminderStep, ReviewRequest
from commitments.reminders.owed import Owed
from commitments.reminders.still_owed import Day


def owed_reviews(today: Day) -> Iterator[list[Owed]]:
    for policy, countries in today.policies.by_policy(today.days):
        for step in policy.of(StepKind.REVIEW):
            rows = list(_of(countries).filter(answered_at=None, commitment__closed_on=None))
            ledger = Reminder.objects.filter(review_request__in=rows, status__in=TOLD)
            told = dict(ledger.values_list("review_request").annotate(Max("days_after")).order_by())
            yield [one for one, asked in _owed(rows, step, today) if step.day_number(one.round) > told.get(asked, -1)]


def reviews_of_day(today: Day, on: dt.date) -> Iterator[Owed]:
    """What fell on a past day; the ledger is not asked."""
    for policy, countries in today.policies.by_policy(today.days):
        for step in policy.of(StepKind.REVIEW):
            then = [one for one in _of(countries) if _waited_on(one, on)]
            yield from (one for one, _ in _owed(then, step, today) if one.falls_on == on)


def _waited_on(request: ReviewRequest, on: dt.date) -> bool:
    country = request.commitment.country
    return request.answered_at is None or country.local_date(request.answered_at) > on


def _of(countries: list[int]) -> QuerySet[ReviewRequest]:
    rows = ReviewRequest.objects.filter(commitment__document__country__in=countries)
    facts = rows.select_related("commitment__document__country", "commitment__lead", "asked", "asked_by")
    return facts.defer("commitment__document__text").order_by("pk")


def _owed(rows: Iterable[ReviewRequest], step: ReminderStep, today: Day) -> Iterator[tuple[Owed, int]]:
    for request in rows:
        asked, on = asked_on(request), today.days[request.commitment.document.country_id]
        if on < asked:
            continue
        number = step.round_on(asked, on)
        told = today.audience.of_review(request)
        falls_on = step.falls_on(asked, number)
        yield Owed(request.commitment, step, number, falls_on, told, review_request=request), request.pk


def asked_on(request: ReviewRequest) -> dt.date:
    return request.commitment.country.local_date(request.posted_at)
