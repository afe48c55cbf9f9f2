"""Absences and choices together: what is held back for somebody who stands in is not lost when the other comes back."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.choices import ReminderStatus, StepKind
from commitments.models import MailChoices, Message, Reminder
from commitments.reminders.steps import OWNERS
from countries.choices import Role
from countries.models import Seat
from tests.factories import CommitmentFactory
from tests.people import seated
from tests.policy import in_force

DAY = dt.timedelta(days=1)
NOON = dt.datetime(2018, 6, 4, 10, tzinfo=dt.UTC)  # a Monday


@pytest.fixture
def late(strategy, ministry):
    """A week overdue on Tuesday, 5 June, when it is told for the first time."""
    in_force((StepKind.OVERDUE, 7, "7", OWNERS))
    return CommitmentFactory(reference="NO-L", lead=ministry, document=strategy, due="2018-05-29")


@pytest.fixture
def away(editor, chancellery):
    """The editor, from Monday to Friday, with a deputy in another house."""
    deputy = seated("deputy", Role.VIEWER, chancellery)
    seat = Seat.objects.filter(person=editor)
    seat.update(absent_from=NOON.date(), absent_until=NOON.date() + 4 * DAY, deputy=deputy.seats.get())
    return deputy


def choose(person, **wanted):
    MailChoices.objects.create(person=person, chosen_at=NOON - 30 * DAY, **wanted)


def run(days):
    """Who got which mail on which day of June."""
    for number in range(days):
        reminders.run(NOON + number * DAY)
    mails = Message.objects.exclude(status="cancelled").order_by("local_day", "pk")
    return [(mail.local_day.day, mail.recipient.full_name) for mail in mails]


def test_deputy_is_told_and_the_owner_the_next_time(late, editor, away, kept_here):
    assert run(9) == [(5, "Deputy"), (12, "Editor")]


def test_weekly_deputy_who_stands_in_no_more_leaves_it_to_the_owner(late, editor, away, kept_here):
    choose(away, rhythm="weekly", weekly_on=7)
    assert run(9)[:1] == [(9, "Editor")]
    row = Reminder.objects.get(recipient=away)
    assert (row.status, "left the seat or is away" in row.outcome) == (ReminderStatus.SUPPRESSED, True)


def test_deputy_who_paused_leaves_it_to_the_owner(late, editor, away, kept_here):
    choose(away, paused_from=NOON.date(), paused_until=NOON.date() + 20 * DAY)
    assert run(9)[:1] == [(9, "Editor")]


def test_owner_away_on_the_day_of_the_weekly_mail_is_stood_in_for(late, editor, coordinator, kept_here):
    choose(editor, rhythm="weekly", weekly_on=1)
    Seat.objects.filter(person=editor).update(absent_from=NOON.date() + 7 * DAY, absent_until=NOON.date() + 7 * DAY)
    assert run(8) == [(11, "Coordinator")]
    assert "nobody at the Ministry of Defence can be told" in Message.objects.get().text.replace("\n    ", " ")


def test_quiet_owner_hears_of_what_is_overdue_within_a_week(late, editor, kept_here):
    choose(editor, quiet_overdue=True, weekly_on=5)
    assert run(9) == [(8, "Editor")]


def test_pause_ends_and_what_is_overdue_is_said_the_morning_after(late, editor, kept_here):
    choose(editor, paused_from=NOON.date(), paused_until=NOON.date() + 10 * DAY)
    assert run(13) == [(15, "Editor")]
