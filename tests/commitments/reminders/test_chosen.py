"""Choices in the ledger: what is held back stays planned, and goes in one mail when its day comes."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.actions import Move, Ruling, move_date
from commitments.choices import ReminderStatus, StepKind
from commitments.models import MailChoices, Message, Reminder
from commitments.models.mail_choices import Rhythm
from commitments.reminders.preview import preview
from countries.models import Person
from tests.factories import CommitmentFactory
from tests.people import standing_for

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def choose(person, morning, **chosen):
    MailChoices.objects.create(person=person, chosen_at=morning - DAY, **chosen)


def mails(*fields):
    return list(Message.objects.order_by("local_day").values_list(*fields or ("local_day",), flat=not fields[1:]))


def test_hour_chosen(promise, editor, kept_here, morning):
    choose(editor, morning, hour=10)
    reminders.run(morning + dt.timedelta(minutes=59))
    before = mails()
    reminders.run(morning + HOUR)
    assert (before, mails()) == ([], [morning.date()])


def test_pause_ends_with_one_mail_that_names_everything_once(promise, strategy, ministry, editor, kept_here, morning):
    """The pause spans three steps of one date and two rounds of another that is overdue."""
    other = CommitmentFactory(reference="NO-2017-03", due="2018-11", lead=ministry, document=strategy)
    choose(editor, morning, paused_from=morning.date(), paused_until=morning.date() + 40 * DAY)
    for day in (0, 1, 7, 8, 14, 23, 24, 29, 30, 31, 37, 40, 41, 42):  # every step of both dates, and quiet days
        reminders.run(morning + DAY * day)
    first, *_ = Message.objects.order_by("local_day")
    assert first.local_day == morning.date() + 41 * DAY
    assert [first.text.count(f"{one.reference}  ") for one in (promise, other)] == [1, 1]
    assert not Reminder.objects.planned().exists()


def test_once_a_week(promise, strategy, ministry, editor, kept_here, morning):
    CommitmentFactory(reference="NO-2017-03", due="2018-12-10", lead=ministry, document=strategy)
    choose(editor, morning, rhythm=Rhythm.WEEKLY, weekly_on=3)
    for day in range(15):
        reminders.run(morning + DAY * day)
    assert {day.isoweekday() for day in mails()} == {3}


def test_newest_choice_counts(promise, editor, kept_here, morning):
    choose(editor, morning, hour=20)
    choose(editor, morning)
    reminders.run(morning)
    assert len(mails()) == 1


def test_mail_never_goes_to_say_nothing(promise, editor, kept_here, morning):
    choose(editor, morning, paused_from=morning.date(), paused_until=morning.date())
    reminders.run(morning)
    assert (mails(), Reminder.objects.planned().count()) == ([], 1)


def test_news_that_nobody_wants_is_on_record_with_the_reason(promise, editor, coordinator, kept_here, morning):
    ruling = Ruling(morning.date(), "The government", "The law is late.")
    move_date(promise, Move("by 2020", "2020"), ruling, by=standing_for(coordinator), now=morning)
    choose(editor, morning, news=False)
    for minutes in range(3):
        reminders.run(morning + dt.timedelta(minutes=minutes))
    left_out = Reminder.objects.get(step__kind=StepKind.MOVED)
    assert (mails(), left_out.status) == ([], ReminderStatus.SUPERSEDED)
    assert left_out.outcome == "They chose to get no news by mail; it stands on the page of the commitment."


def test_dry_run_says_what_goes_by_what_was_chosen(promise, editor, colleague, morning):
    choose(editor, morning, paused_from=morning.date(), paused_until=morning.date() + 5 * DAY)
    days = (morning.date(), morning.date() + 6 * DAY)
    told = [[one.name for one in preview(on, today=morning.date()).digests] for on in days]
    assert told == [["Colleague"], ["Colleague", "Editor"]]


@pytest.mark.parametrize(
    ("came_from", "goes_to", "hours"),
    [("Pacific/Honolulu", "Asia/Kolkata", 24), ("Pacific/Auckland", "Pacific/Honolulu", 36)],
    ids=["east, into the next day", "west, into a day without a mail"],
)
def test_no_two_mails_within_hours_for_who_moves_their_clock(
    promise, strategy, ministry, editor, kept_here, morning, came_from, goes_to, hours
):
    Person.objects.filter(pk=editor.pk).update(time_zone=came_from)
    reminders.run(morning)
    CommitmentFactory(due="2018-12", lead=ministry, document=strategy)  # something new to tell
    Person.objects.filter(pk=editor.pk).update(time_zone=goes_to)
    reminders.run(morning + HOUR)
    assert len(mails()) == 1
    reminders.run(morning + hours * HOUR)
    assert len(mails()) == 2
