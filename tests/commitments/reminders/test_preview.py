"""Who would be told what and why; and that asking writes nothing."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from commitments import reminders
from commitments.actions import ProgressDraft, post_update
from commitments.heartbeat import beat
from commitments.models import Message, Reminder
from commitments.reminders.holds import hold
from commitments.reminders.preview import preview
from tests.factories import CommitmentFactory
from tests.people import standing_for

ON = dt.date(2018, 12, 1)


def called(*arguments):
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue()


def test_says_who_what_and_why_as_data(promise, editor):
    said = json.loads(called("--on", "2018-12-01", "--dry-run", "--json"))
    (mail,) = said["mails"]
    assert (mail["to"], mail["subject"]) == ("editor@example.org", "1 commitment due within 30 days")
    (line,) = mail["lines"]
    assert line["why"] == "Reminder 30 days before: you are editor at the Ministry of Defence."
    assert (line["reference"], line["due"], line["when"]) == ("NO-2017-02", "2018-12-31", "due in 30 days")


def test_says_all_that_the_subject_counts(strategy, ministry, editor, kept_here):
    told, owed = (CommitmentFactory(due=f"2030-12-{day}", lead=ministry, document=strategy) for day in (15, 31))
    reminders.run(dt.datetime(2030, 11, 20, 8, tzinfo=dt.UTC))
    (mail,) = json.loads(called("--on", "2030-12-01", "--dry-run", "--json"))["mails"]
    assert mail["subject"] == "2 commitments due within 30 days"
    assert [one["reference"] for one in (*mail["lines"], *mail["also"])] == [owed.reference, told.reference]


def test_says_it_in_words(promise, editor):
    said = called("--on", "2018-12-01", "--dry-run")
    assert "Editor <editor@example.org>: 1 commitment due within 30 days" in said


def test_writes_nothing(promise, editor, smtp_server):
    called("--on", "2018-12-01", "--dry-run")
    called("--dry-run")
    assert (Reminder.objects.count(), Message.objects.count(), smtp_server.messages) == (0, 0, [])


def test_agrees_with_what_is_sent(promise, editor, head, kept_here, morning):
    (first, second) = preview(ON, today=ON).digests
    reminders.run(morning)
    assert {first.subject, second.subject} == set(Message.objects.values_list("subject", flat=True))
    assert {first.key, second.key} == set(Message.objects.values_list("content_key", flat=True))


def test_agrees_with_what_is_planned_already(promise, editor, kept_here, morning):
    reminders.run(morning - dt.timedelta(hours=3))
    (digest,) = preview(ON, today=ON).digests
    assert len(digest.lines) == 1


def test_who_had_todays_mail_gets_no_second(promise, editor, kept_here, morning):
    reminders.run(morning)
    assert preview(ON, today=ON).digests == ()


def test_past_day_as_it_stood_then(promise, editor):
    done = ProgressDraft(dt.date(2019, 6, 13), "complete", narrative="Joined.")
    now = dt.datetime(2019, 6, 14, 9, tzinfo=dt.UTC)
    post_update(promise, done, by=standing_for(editor), now=now)
    today = now.date()
    told = {day: len(preview(day, today=today).digests) for day in (ON, dt.date(2018, 12, 2), dt.date(2019, 1, 7))}
    assert list(told.values()) == [1, 0, 1]
    assert preview(dt.date(2019, 6, 24), today=dt.date(2019, 7, 1)).digests == ()


def test_nobody_to_tell_is_named(promise):
    assert preview(ON, today=ON).nobody_to_tell == ("NO-2017-02",)


def test_sends_as_of_a_day(promise, editor, smtp_server):
    assert called("--on", "2018-12-01") == "1 planned, 1 bundled, 1 sent.\n"
    assert len(smtp_server.messages) == 1


def test_says_that_mails_wait(promise, editor, smtp_server):
    """They are planned and written as ever, which alone reads as if all was well."""
    hold("A new mail server.", by=None, now=timezone.now())
    assert "1 bundled.\nMails that wait: 1. " in called("--on", "2018-12-01")
    assert json.loads(called("--on", "2018-12-01", "--json"))["waiting"] == 1
    assert not smtp_server.messages


def test_does_not_send_as_of_a_day_beside_a_worker(promise, editor, smtp_server):
    beat("worker", timezone.now())
    with pytest.raises(CommandError, match="A worker is sending mail now"):
        called("--on", "2018-12-01")
    assert not smtp_server.messages
    assert "1 mail." in called("--on", "2018-12-01", "--dry-run")


def test_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match=r"“2018-13-01” is not a day\. Write it as 2018-12-01\."):
        called("--on", "2018-13-01")
