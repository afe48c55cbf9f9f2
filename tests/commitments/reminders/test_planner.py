"""Which reminders are owed on a day, and that asking costs the same for many."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments import reminders
from commitments.choices import ReminderStatus
from commitments.models import Reminder, ReminderStep
from commitments.reminders.planner import plan
from commitments.reminders.scan import day_of
from commitments.reminders.steps import newest, policies_in_force, stages
from tests.factories import CommitmentFactory
from tests.policy import DATES_AND_NEWS, in_force

DUE = dt.date(2018, 12, 31)


def planned_at(now):
    today = day_of(now)
    plan(today, now=now)
    return Reminder.objects.planned()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2018, 10, 1), None),
        (dt.date(2018, 10, 2), "90 days before"),
        (dt.date(2018, 12, 1), "30 days before"),
        (dt.date(2018, 12, 23), "30 days before"),
        (dt.date(2018, 12, 24), "7 days before"),
        (dt.date(2018, 12, 30), "1 day before"),
        (dt.date(2018, 12, 31), "on the day"),
        (dt.date(2019, 1, 6), "on the day"),
        (dt.date(2019, 1, 7), "weekly while overdue"),
        (dt.date(2026, 1, 7), "weekly while overdue"),
    ],
)
def test_step_of_a_day(promise, editor, day, said):
    planned = planned_at(dt.datetime.combine(day, dt.time(12), dt.UTC))
    assert [str(one.step) for one in planned] == ([said] if said else [])


@pytest.mark.django_db
def test_windows_of_the_steps_meet_without_gap_or_overlap():
    on = dt.date(2018, 6, 1)
    steps = policies_in_force().default.dates
    windows = stages(steps, on)
    for offset in range(-120, 400):
        due = on - dt.timedelta(days=offset)
        inside = [stage.step for stage in windows if stage.after < due <= stage.until]
        reached = newest(steps, due, on)
        assert inside == ([reached[0]] if reached else [])


def test_stages_of_a_step_that_backs_off_agree_with_its_days():
    on = dt.date(2018, 6, 1)
    steps = [
        ReminderStep(kind="on_the_day", offset_days=0, to_editors=True),
        ReminderStep(kind="overdue", offset_days=7, repeats="7,14,28", to_editors=True),
        ReminderStep(kind="overdue", offset_days=100, repeats="30", to_heads=True),
    ]
    windows = stages(steps, on)
    assert [stage.begins for stage in windows] == [0, 7, 14, 28, 100]
    for passed in range(400):
        due = on - dt.timedelta(days=passed)
        (stage,) = [stage for stage in windows if stage.after < due <= stage.until]
        step, number = newest(steps, due, on)
        assert stage.step is step
        assert step.day_number(number) <= passed < step.day_number(number + 1) or not step.intervals


def test_undated_commitment_is_never_owed(strategy, ministry, editor, morning):
    CommitmentFactory(lead=ministry, document=strategy, due=None)
    assert not planned_at(morning).exists()


def test_steps_before_registration_were_not_missed(strategy, ministry, editor):
    CommitmentFactory(lead=ministry, document=strategy, registered_at=dt.datetime(2018, 12, 20, 9, tzinfo=dt.UTC))
    planned_at(dt.datetime(2018, 12, 25, 9, tzinfo=dt.UTC))
    assert list(Reminder.objects.values_list("step__offset_days", flat=True)) == [-7]


def test_planning_again_adds_nothing(promise, editor, morning):
    planned_at(morning)
    before = Reminder.objects.count()
    planned_at(morning)
    assert Reminder.objects.count() == before


def test_retired_step_is_not_planned(promise, editor, morning):
    in_force(*(step for step in DATES_AND_NEWS if step[1] != -30))
    assert [str(one.step) for one in planned_at(morning)] == ["90 days before"]


def test_nobody_to_tell_is_reported(promise, morning):
    today = day_of(morning)
    assert plan(today, now=morning).nobody_to_tell == ("NO-2017-02",)


def test_each_country_by_its_own_calendar(promise, editor):
    planned_at(dt.datetime(2018, 11, 30, 22, 59, tzinfo=dt.UTC))
    assert Reminder.objects.planned().get().step.offset_days == -90
    Reminder.objects.update(status=ReminderStatus.SUPERSEDED, outcome="Told.")
    planned_at(dt.datetime(2018, 11, 30, 23, 0, tzinfo=dt.UTC))
    assert Reminder.objects.planned().get().step.offset_days == -30


def queries_to_plan(now):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        planned_at(now)
    return len(queries)


def test_scan_asks_as_often_for_twenty_commitments(promise, strategy, ministry, editor, morning):
    for_one = queries_to_plan(morning)
    CommitmentFactory.create_batch(20, lead=ministry, document=strategy)
    assert queries_to_plan(morning) == for_one


def test_planned_rows_that_vanish_are_found_by_the_next_scan(promise, strategy, ministry, editor, head, morning):
    CommitmentFactory.create_batch(19, lead=ministry, document=strategy)
    early = morning - dt.timedelta(hours=4)
    reminders.run(early)
    before = {(row.commitment_id, row.step_id, row.recipient_id) for row in Reminder.objects.planned()}
    assert len(before) == 40
    lost = Reminder.objects.planned().order_by("?").values_list("pk", flat=True)[:33]
    Reminder.objects.filter(pk__in=list(lost)).delete()
    reminders.run(early + dt.timedelta(minutes=15))
    later = Reminder.objects.planned()
    assert {(row.commitment_id, row.step_id, row.recipient_id) for row in later} == before


def test_row_that_vanishes_beside_one_that_was_told_is_found(promise, editor, head, kept_here, morning):
    editor.time_zone = "Asia/Tokyo"
    editor.save()
    reminders.run(morning - dt.timedelta(hours=4))
    assert Reminder.objects.filter(recipient=editor).exclude(message=None).exists()
    Reminder.objects.filter(recipient=head).delete()
    reminders.run(morning - dt.timedelta(hours=3))
    assert Reminder.objects.planned().get().recipient == head
