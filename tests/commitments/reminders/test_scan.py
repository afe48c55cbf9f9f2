"""From a deadline to the mailbox, over a real SMTP conversation."""

import datetime as dt

from commitments import reminders
from commitments.actions import Move, Ruling, move_date
from commitments.choices import Completion, MessageStatus, ReminderStatus
from commitments.models import DeliveryAttempt, JobRun, Message, Reminder
from tests.people import standing_for

MORNING = dt.datetime(2018, 12, 1, 8, tzinfo=dt.UTC)  # nine in Oslo, 30 days before the end of 2018


def days_later(days):
    return MORNING + dt.timedelta(days=days)


def test_owner_is_told_thirty_days_before(promise, editor, smtp_server):
    reminders.run(MORNING)
    (mail,) = smtp_server.messages
    assert mail["Subject"] == "1 commitment due within 30 days"
    assert mail["To"] == "Editor <editor@example.org>"
    assert "Be represented in Tallinn" in mail.get_body(("plain",)).get_content()


def test_second_scan_sends_nothing(promise, editor, smtp_server):
    reminders.run(MORNING)
    reminders.run(MORNING)
    reminders.run(days_later(1))
    assert len(smtp_server.messages) == 1


def test_head_and_editors_are_told_and_nobody_else(
    promise, editor, colleague, head, viewer, coordinator, outsider, smtp_server
):
    reminders.run(MORNING)
    told = sorted(recipient for delivery in smtp_server.deliveries for recipient in delivery.recipients)
    assert told == ["colleague@example.org", "editor@example.org", "head@example.org"]


def test_nothing_owed_no_mail(promise, editor, smtp_server):
    reminders.run(dt.datetime(2018, 9, 1, 8, tzinfo=dt.UTC))
    assert (smtp_server.messages, Message.objects.count()) == ([], 0)


def test_before_eight_it_is_planned_and_not_sent(promise, editor, smtp_server):
    reminders.run(dt.datetime(2018, 12, 1, 6, 59, tzinfo=dt.UTC))
    assert Reminder.objects.planned().count() == 1
    reminders.run(dt.datetime(2018, 12, 1, 7, 0, tzinfo=dt.UTC))
    assert len(smtp_server.messages) == 1


def test_missed_night_is_caught_up_in_one_mail(promise, editor, smtp_server):
    reminders.run(days_later(28))
    assert len(smtp_server.messages) == 1
    missed = Reminder.objects.filter(status=ReminderStatus.SUPERSEDED).order_by("falls_on")
    assert [one.step.offset_days for one in missed] == [-90, -30]
    assert missed[1].outcome == "Missed on 1 December 2018; the reminder of 24 December 2018 stands for it."


def test_overdue_is_told_weekly_and_missed_weeks_once(promise, editor, smtp_server):
    for day in (37, 38, 44, 44 + 21, 44 + 22):
        reminders.run(days_later(day))
    assert len(smtp_server.messages) == 3
    assert smtp_server.messages[-1]["Subject"] == "1 commitment overdue"
    (missed,) = Reminder.objects.filter(status=ReminderStatus.SUPERSEDED, round__gt=0)
    assert missed.outcome == "Repetitions 3 to 4 were missed; the reminder of 4 February 2019 stands for it."


def test_completed_between_planning_and_sending(promise, editor, smtp_server):
    reminders.run(MORNING - dt.timedelta(hours=2))
    promise.completion, promise.done_on = Completion.COMPLETE, dt.date(2018, 12, 1)
    promise.save()
    reminders.run(MORNING)
    assert smtp_server.messages == []
    assert Reminder.objects.get(step__offset_days=-30).outcome == "It was completed on 1 December 2018."


def test_moved_date_starts_anew(promise, editor, coordinator, smtp_server):
    reminders.run(MORNING - dt.timedelta(hours=2))
    ruling = Ruling(dt.date(2018, 12, 1), "The government", "The seat is not built.")
    move_date(promise, Move("by the end of 2019", "2019"), ruling, by=standing_for(coordinator), now=MORNING)
    reminders.run(MORNING)
    assert [mail["Subject"] for mail in smtp_server.messages] == ["1 date moved"]
    assert Reminder.objects.get(step__offset_days=-30).outcome == "The date moved: now “by the end of 2019”."
    reminders.run(days_later(365))
    assert [mail["Subject"] for mail in smtp_server.messages[1:]] == ["1 commitment due within 30 days"]


def test_sent_mail_is_on_record_with_the_answer(promise, editor, smtp_server):
    reminders.run(MORNING)
    message = Message.objects.get()
    assert message.status == MessageStatus.SENT
    assert smtp_server.deliveries[0].content == bytes(message.raw)
    attempt = DeliveryAttempt.objects.get()
    assert (attempt.code, attempt.reply) == (250, "OK")


def test_without_a_mail_server_it_is_kept_here(promise, editor, settings):
    settings.MAIL_IS_DELIVERED = False
    reminders.run(MORNING)
    message = Message.objects.get()
    assert (message.status, message.reason) == (MessageStatus.KEPT, "No mail server is set, so it goes to nobody.")
    assert Reminder.objects.filter(status=ReminderStatus.DONE).count() == 1


def test_run_leaves_its_trace(promise, editor, smtp_server):
    reminders.run(MORNING)
    job = JobRun.objects.get(job="reminders")
    assert (job.started_at, job.outcome) == (MORNING, "1 planned, 1 bundled, 1 sent")
    assert job.finished_at is not None
