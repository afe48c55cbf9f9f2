"""Who would be told what in the next 60 days under a policy, if nobody acts: for a coordinator, before it is in force.

Reads only. It counts from what has been told, who sits where and who is away, as entered by now. New requests, answers
and moved dates cannot be foreseen; requests and reviews that wait can, and mails nobody acts on follow from those that
would be sent.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import F, Max, Q

from commitments.choices import TOLD, About, ReminderStatus, StepKind
from commitments.models import Commitment, DecisionRequest, Milestone, Reminder, ReminderStep, ReviewRequest
from commitments.reminders.audience import Addressee
from commitments.reminders.audience_ahead import AudienceAhead
from commitments.reminders.escalations import mailed_at, working_days_after
from commitments.reminders.silences import silent_since
from commitments.reminders.steps import Policy, newest
from countries.models import Country, Institution

DAYS = 60
Subject = tuple[str, int, dt.date | None]  # what it is about, its id, what it counts from


@dataclass(frozen=True)
class Telling:
    """One person told of one commitment on one day."""

    on: dt.date
    who: int
    person: str
    reference: str
    step: str
    rule: ReminderStep = field(compare=False)


@dataclass(frozen=True)
class DayAhead:
    """`more` and `less` are what differs from the policy it is compared with."""

    on: dt.date
    tellings: tuple[Telling, ...]
    more: tuple[Telling, ...]
    less: tuple[Telling, ...]

    @property
    def people(self) -> int:
        return len({one.who for one in self.tellings})

    @property
    def more_people(self) -> int:
        return len({one.who for one in self.more})

    @property
    def commitments(self) -> int:
        return len({one.reference for one in self.tellings})


@dataclass(frozen=True)
class Forecast:
    """`mails` counts one a day per person; `mails_now` what the policy in force would send."""

    on: dt.date
    days: tuple[DayAhead, ...]
    mails: int
    mails_now: int
    people: int
    commitments: int

    @property
    def first_day(self) -> DayAhead | None:
        """Today, when a change shows at once."""
        return next((day for day in self.days if day.on == self.on and day.tellings), None)


def compare(countries: Collection[Country], draft: Policy, now: Mapping[int, Policy], on: dt.date) -> Forecast:
    """`draft` in all of these countries, against `now`: country id to the policy in force there."""
    new, old = set[Telling](), set[Telling]()
    for country in countries:
        ahead = Ahead(country, on)
        new |= ahead.under(draft)
        old |= ahead.under(now[country.pk])
    days = sorted({one.on for one in new | old})
    return Forecast(
        on=on,
        days=tuple(
            DayAhead(
                day,
                _in_order(one for one in new if one.on == day),
                _in_order(one for one in new - old if one.on == day),
                _in_order(one for one in old - new if one.on == day),
            )
            for day in days
        ),
        mails=len({(one.on, one.who) for one in new}),
        mails_now=len({(one.on, one.who) for one in old}),
        people=len({one.who for one in new}),
        commitments=len({one.reference for one in new}),
    )


def _in_order(found: Iterator[Telling]) -> tuple[Telling, ...]:
    return tuple(sorted(found, key=lambda one: (one.person, one.reference, one.step)))


class Ahead:
    """What is open in one country, and what has been told of it: asked once, for any number of policies. `leads` are
    the institutions it is about, when not all of them."""

    def __init__(self, country: Country, on: dt.date, *, leads: Collection[int] | None = None) -> None:
        self.country, self.on, self.until = country, on, on + dt.timedelta(days=DAYS - 1)
        self.audience = AudienceAhead(country, on, self.until)
        inside = Commitment.objects.filter(done_on=None, closed_on=None, document__country=country)
        stones = _within(Milestone.objects.filter(done_on=None, due_latest__isnull=False), country)
        stones = stones.filter(commitment__done_on=None)
        if leads is not None:
            inside, stones = inside.filter(lead__in=leads), stones.filter(commitment__lead__in=leads)
        self.rows = list(mailed_at(inside.for_rows()))
        self.milestones = list(stones)
        reviews = _within(ReviewRequest.objects.filter(answered_at=None), country)
        self.reviews = list(reviews.select_related("asked"))
        self.requests = list(_within(DecisionRequest.objects.waiting(), country))
        self.told = _told(country)
        self.going = _going(country)

    def under(self, policy: Policy) -> set[Telling]:
        kinds = (self._of_commitments, self._of_milestones, self._of_reviews, self._of_requests)
        return {one for kind in kinds for one in kind(policy)}

    def _of_commitments(self, policy: Policy) -> Iterator[Telling]:
        dates, stale = policy.dates, policy.of(StepKind.STALE)
        for row in self.rows:
            first = getattr(row, "mailed_at", None)
            mailed = self.country.local_date(first) if first else self.on if row.pk in self.going else None
            if row.due_latest is not None:
                subject = (About.DUE_DATE.value, row.pk, row.due_latest)
                yield from self._taken_over(dates, row.due_latest, row.reference, row.lead)
                for day, step in self._days(dates, row.due_latest, subject):
                    yield from self._told_to(day, step, row.reference, row.lead)
                    if step.kind == StepKind.OVERDUE:
                        mailed = mailed or day
            since = silent_since(row)
            yield from self._taken_over(stale, since, row.reference, row.lead)
            for day, step in self._days(stale, since, (About.SILENCE.value, row.pk, since)):
                yield from self._told_to(day, step, row.reference, row.lead)
            if mailed is not None and row.due_latest is not None and row.due_latest < self.until:
                yield from self._of_escalations(policy, row, mailed)

    def _of_escalations(self, policy: Policy, row: Commitment, mailed: dt.date) -> Iterator[Telling]:
        told = self.told.get((About.ESCALATION.value, row.pk, mailed), (-1, mailed))[0]
        for step in policy.of(StepKind.ESCALATION):
            day = max(working_days_after(self.country, mailed, step.offset_days), self.on)
            if step.offset_days > told and day <= self.until:
                yield from self._told_to(day, step, row.reference, row.lead)

    def _of_milestones(self, policy: Policy) -> Iterator[Telling]:
        for one in self.milestones:
            assert one.due_latest is not None  # the filter
            subject = (About.MILESTONE.value, one.pk, one.due_latest)
            steps = policy.of(StepKind.MILESTONE)
            yield from self._taken_over(steps, one.due_latest, one.commitment.reference, one.commitment.lead)
            for day, step in self._days(steps, one.due_latest, subject):
                yield from self._told_to(day, step, one.commitment.reference, one.commitment.lead)

    def _of_reviews(self, policy: Policy) -> Iterator[Telling]:
        for request in self.reviews:
            asked = self.country.local_date(request.posted_at)
            for day, step in self._days(policy.of(StepKind.REVIEW), asked, (About.REVIEW.value, request.pk, None)):
                for one in self.audience.on(day).of_review(request):
                    yield _telling(day, one, request.commitment.reference, step)

    def _of_requests(self, policy: Policy) -> Iterator[Telling]:
        for request in self.requests:
            asked = self.country.local_date(request.posted_at)
            for day, step in self._days(policy.of(StepKind.ASKED), asked, (About.REQUEST.value, request.pk, None)):
                for one in self.audience.on(day).coordinators(self.country.pk):
                    yield _telling(day, one, request.commitment.reference, step)

    def _told_to(self, day: dt.date, step: ReminderStep, reference: str, lead: Institution) -> Iterator[Telling]:
        for one in self.audience.on(day).of_step(step, lead):
            yield _telling(day, one, reference, step)

    def _taken_over(
        self, steps: list[ReminderStep], since: dt.date, reference: str, lead: Institution
    ) -> Iterator[Telling]:
        for day, step, one in self.audience.newcomers(steps, since, lead):
            yield _telling(day, one, reference, step)

    def _days(
        self, steps: list[ReminderStep], since: dt.date, subject: Subject
    ) -> Iterator[tuple[dt.date, ReminderStep]]:
        """Today what is owed by now, then each day on which a step or a repetition falls."""
        told, told_on = self.told.get(subject, (None, None))
        reached = newest(steps, since, self.on)
        if reached is not None:
            step, number = reached
            last = step.intervals[-1] if step.intervals and number >= len(step.intervals) else None
            begins = step.day_number(min(number, len(step.intervals)) if last else number)
            told_lately = last is None or (told_on is not None and told_on > self.on - dt.timedelta(days=last))
            if told is None or told < begins or not told_lately:
                yield self.on, step
        day = self.on
        while (following := _following(steps, since, day)) is not None and following[0] <= self.until:
            yield following
            day = following[0]


def _telling(day: dt.date, told: Addressee, reference: str, step: ReminderStep) -> Telling:
    return Telling(day, told.person.pk, told.person.full_name, reference, str(step), step)


def _following(steps: list[ReminderStep], since: dt.date, day: dt.date) -> tuple[dt.date, ReminderStep] | None:
    """The first day after `day` on which something falls: a later step, or the next repetition of the present one."""
    passed = (day - since).days
    later = [step for step in steps if step.offset_days > passed]
    found = [(since + dt.timedelta(days=later[0].offset_days), later[0])] if later else []
    reached = newest(steps, since, day)
    if reached is not None and reached[0].intervals:
        again = reached[0].falls_on(since, reached[1] + 1)
        found += [(again, reached[0])] if not found or again < found[0][0] else []
    return min(found, key=lambda one: one[0]) if found else None


def _within(rows, country: Country):  # type: ignore[no-untyped-def]  # of two models
    inside = rows.filter(commitment__document__country=country, commitment__closed_on=None)
    return inside.select_related("commitment__lead", "commitment__document__country").defer(
        "commitment__document__text"
    )


def _going(country: Country) -> set[int]:
    """Of what an overdue mail is on its way: it will have been sent before anybody can act on it or not."""
    rows = Reminder.objects.filter(
        about=About.DUE_DATE,
        days_after__gt=0,
        due_revision=F("commitment__due_revision"),
        status__in=[ReminderStatus.PLANNED, ReminderStatus.BUNDLED],
        commitment__document__country=country,
    )
    return set(rows.order_by().values_list("commitment", flat=True))


def _told(country: Country) -> dict[Subject, tuple[int, dt.date]]:
    """The latest day count that was told of each subject, and the day it fell on."""
    found: dict[Subject, tuple[int, dt.date]] = defaultdict(lambda: (-10_000, dt.date.min))
    counted = (About.DUE_DATE, About.SILENCE, About.MILESTONE, About.REVIEW, About.ESCALATION, About.REQUEST)
    rows = Reminder.objects.filter(
        Q(commitment__done_on=None) | Q(about__in=[About.REVIEW, About.REQUEST]),
        commitment__closed_on=None,
        commitment__document__country=country,
        about__in=counted,
        status__in=TOLD,
    )
    columns = (
        "about",
        "commitment",
        "milestone",
        "review_request",
        "request",
        "since",
        "due_revision",
        "commitment__due_revision",
    )
    last = {"days": Max("days_after"), "day": Max("falls_on")}
    due = dict(Commitment.objects.filter(document__country=country).values_list("pk", "due_latest"))
    for about, commitment, milestone, review, request, since, revision, current, days, day in (
        rows.order_by().values_list(*columns).annotate(**last).values_list(*columns, "days", "day")
    ):
        if about == About.DUE_DATE:
            if revision != current:
                continue
            since = due[commitment]
        subject = (about, milestone or review or request or commitment, since)
        found[subject] = max(found[subject], (days, day))
    return dict(found)
