"""Milestones that come due or have passed unreached, of commitments that are open. Reaching one settles it."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from commitments.choices import TOLD, StepKind
from commitments.models import Milestone, Reminder
from commitments.reminders.owed import Owed
from commitments.reminders.steps import LONG_AGO, Stage, newest, stages
from commitments.reminders.still_owed import Day

_OPEN = Q(done_on=None, commitment__done_on=None, commitment__closed_on=None)


def owed_milestones(today: Day) -> Iterator[list[Owed]]:
    for day, policy, countries in today.policies.by_day_and_policy(today.days):
        for stage in stages(policy.of(StepKind.MILESTONE), day):
            found = _candidates(stage).filter(commitment__document__country__in=countries)
            yield [_owed(one, stage, today) for one in _with_facts(found)]


def milestones_of_day(today: Day, on: dt.date) -> Iterator[Owed]:
    """What fell on a past day, of what is unreached still or was reached later."""
    rows = Milestone.objects.filter(Q(done_on=None) | Q(done_on__gt=on), due_latest__isnull=False)
    for one in _with_facts(rows.filter(_open_on(on), commitment__document__counted_from__lte=on)):
        assert one.due_latest is not None  # the filter
        policy = today.policies.of(one.commitment.document.country_id)
        reached = newest(policy.of(StepKind.MILESTONE), one.due_latest, on)
        if reached is not None and reached[0].falls_on(one.due_latest, reached[1]) == on:
            told = today.audience.of_step(reached[0], one.commitment.lead)
            yield Owed(one.commitment, *reached, on, told, milestone=one, since=one.due_latest)


def _open_on(on: dt.date) -> Q:
    done = Q(commitment__done_on=None) | Q(commitment__done_on__gt=on)
    return done & (Q(commitment__closed_on=None) | Q(commitment__closed_on__gt=on))


def _candidates(stage: Stage) -> QuerySet[Milestone]:
    told = Reminder.objects.filter(
        milestone=OuterRef("pk"), since=OuterRef("due_latest"), days_after__gte=stage.begins, status__in=TOLD
    )
    if stage.every:
        told = told.filter(falls_on__gt=stage.told_since)
    rows = Milestone.objects.filter(_OPEN, due_latest__lte=stage.until)
    if stage.after > LONG_AGO:
        rows = rows.filter(due_latest__gt=stage.after)
    return rows.filter(~Exists(told))


def _with_facts(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    facts = rows.select_related("commitment__document__country", "commitment__lead")
    return facts.defer("commitment__document__text").order_by("pk")


def _owed(one: Milestone, stage: Stage, today: Day) -> Owed:
    assert one.due_latest is not None  # the window's filter
    step = stage.step
    number = step.round_on(one.due_latest, stage.on)
    told = today.audience.of_step(step, one.commitment.lead)
    falls_on = step.falls_on(one.due_latest, number)
    return Owed(one.commitment, step, number, falls_on, told, milestone=one, since=one.due_latest)
