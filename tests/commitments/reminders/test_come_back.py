"""Reminders of a duty that comes back are about its current occurrence, and no other."""

import datetime as dt
import uuid

import pytest

from commitments import reminders
from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update
from commitments.models import Commitment, Message, Reminder
from commitments.reminders.preview import preview
from commitments.reminders.slip import Moves
from tests.factories import coming_back
from tests.mailbox import unfolded
from tests.people import standing_for

pytestmark = pytest.mark.django_db
RULE = "R5/2018-03-01/P1Y"


def moment(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T10:00:00+00:00")


@pytest.fixture
def yearly(strategy, ministry, editor, kept_here):
    fields = {"lead": ministry, "document": strategy, "title": "Report to Parliament"}
    return coming_back(RULE, dt.date(2017, 9, 27), "every year by 1 March until 2022", **fields)


@pytest.fixture
def done(coordinator):
    def done(commitment, day, occurrence=0):
        draft = ProgressDraft(dt.date.fromisoformat(day), "complete", "Sent.", occurrence=occurrence)
        post_update(commitment, draft, by=standing_for(coordinator), now=moment(day))

    return done


def mails() -> list[str]:
    return [unfolded(mail.text) for mail in Message.objects.order_by("local_day")]


def test_the_mail_names_the_occurrence_and_its_day(yearly):
    reminders.run(moment("2018-02-22"))
    (text,) = mails()
    assert "Due in 7 days, 1 March 2018" in text
    assert "every year by 1 March until 2022”; for 2018" in text


def test_nothing_is_sent_of_what_is_done_and_the_next_is_reminded_of_in_its_time(yearly, done):
    done(yearly, "2018-02-10")
    reminders.run(moment("2018-03-15"))
    assert mails() == []
    reminders.run(moment("2019-02-22"))
    (text,) = mails()
    assert "Due in 7 days, 1 March 2019" in text
    assert "; for 2019" in text


def test_what_was_planned_is_replaced_when_the_occurrence_is_done(yearly, done):
    reminders.run(moment("2018-02-22").replace(hour=3))  # planned before the mail is written
    done(yearly, "2018-02-22")
    reminders.run(moment("2018-02-22"))
    assert mails() == []
    newest = Reminder.objects.get(falls_on=dt.date(2018, 2, 22))
    assert newest.outcome == "The date that counts now is that of 2019: 1 March 2019."


def test_steps_of_an_old_date_are_not_called_missed_when_its_turn_comes_late(yearly, done):
    done(yearly, "2019-06-03")
    reminders.run(moment("2019-06-04"))
    turned = Reminder.objects.filter(due_revision=2)
    assert turned.filter(message__isnull=False).count() == 1
    assert {row.falls_on for row in turned if row.falls_on < dt.date(2019, 5, 28)} == set()


def test_moving_another_occurrence_tells_nothing_of_the_current_one(yearly, coordinator):
    ruling = Ruling(dt.date(2018, 2, 1), "The government", "Elections.", submission=uuid.uuid4())
    by, now = standing_for(coordinator), moment("2018-02-01")
    move_date(yearly, Move("by 1 June 2019", "2019-06-01", occurrence=2), ruling, by=by, now=now)
    row = Commitment.objects.get(pk=yearly.pk)
    assert (row.due_revision, Moves.of([row]).slip(row, now.date())) == (1, "")


def test_slip_is_that_of_the_current_occurrence(yearly, coordinator, done):
    ruling = Ruling(dt.date(2018, 2, 1), "The government", "Elections.", submission=uuid.uuid4())
    move_date(yearly, Move("by 1 June", "2018-06-01"), ruling, by=standing_for(coordinator), now=moment("2018-02-01"))
    row = Commitment.objects.get(pk=yearly.pk)
    assert Moves.of([row]).slip(row, dt.date(2018, 3, 5)) == "moved once, 92 days after the first promise"
    done(yearly, "2018-05-20")
    row = Commitment.objects.get(pk=yearly.pk)
    assert Moves.of([row]).slip(row, dt.date(2018, 6, 5)) == ""


def test_a_past_day_is_shown_with_the_occurrence_of_that_day(yearly, done):
    done(yearly, "2018-02-25")
    (digest,) = preview(dt.date(2018, 2, 22), today=dt.date(2018, 6, 1)).digests
    assert [line.due_latest for line in digest.lines] == [dt.date(2018, 3, 1)]
