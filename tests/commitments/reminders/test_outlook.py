"""What is foreseen for a person is what then happens, if nobody acts: day by day, mail by mail."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.actions import (
    AcknowledgementDraft,
    MilestoneDraft,
    RequestDraft,
    acknowledge,
    add_milestone,
    ask_for_decision,
)
from commitments.choices import ReminderStatus
from commitments.models import MailChoices, Message, Reminder
from commitments.reminders.outlook import outlook
from commitments.reminders.scan import day_of
from countries.choices import Role
from countries.models import Seat
from tests.factories import CommitmentFactory, InstitutionFactory
from tests.people import seated, standing_for

pytestmark = pytest.mark.usefixtures("shipped_policy")
DAY = dt.timedelta(days=1)
START = dt.datetime(2018, 6, 1, 10, tzinfo=dt.UTC)
DAYS = 24

CHOICES = {
    "daily": {},
    "weekly": {"rhythm": "weekly", "weekly_on": 3},
    "some days": {"days": "25"},
    "quiet": {"quiet_overdue": True, "weekly_on": 2},
    "paused": {"paused_from": dt.date(2018, 6, 8), "paused_until": dt.date(2018, 6, 20)},
}


@pytest.fixture
def owed(strategy, ministry, norway, editor):
    for number, due in enumerate(("2018-04-20", "2018-05-29", "2018-06-05", "2018-06-28", "2018-08-10", "2019-01-01")):
        registered = START - 70 * DAY + number * DAY
        CommitmentFactory(reference=f"NO-{number}", lead=ministry, document=strategy, due=due, registered_at=registered)
    silent = CommitmentFactory(
        reference="NO-S", lead=ministry, document=strategy, due=None, registered_at=START - 80 * DAY
    )
    empty = InstitutionFactory(country=norway)
    CommitmentFactory(reference="NO-E", lead=empty, document=strategy, due="2018-06-20", registered_at=START - DAY)
    draft = MilestoneDraft("Law passed", "by 20 June 2018", "2018-06-20")
    add_milestone(silent, draft, by=standing_for(editor), now=START - 80 * DAY)


def told(person, since):
    """Day to the references told in the mail of that day."""
    rows = Reminder.objects.filter(recipient=person, status=ReminderStatus.DONE, message__local_day__gte=since)
    found = {}
    for day, reference in rows.values_list("message__local_day", "commitment__reference"):
        found.setdefault(day, set()).add(reference)
    return found


def choosing(house, how):
    """Somebody in the house whose mail comes as they chose."""
    person = seated(how.replace(" ", "-"), Role.EDITOR, house)
    MailChoices.objects.create(person=person, chosen_at=START - 10 * DAY, chosen_by="page", **CHOICES[how])
    return person


def test_what_is_foreseen_comes_true(owed, ministry, coordinator, kept_or_sent):
    """Mail by mail for a month, for everybody at once."""
    people = [coordinator, *(choosing(ministry, how) for how in CHOICES)]
    deputy = seated("deputy", Role.VIEWER, coordinator.seats.get().institution)
    away = Seat.objects.filter(person__full_name="Daily")
    first, last = START.date() + 3 * DAY, START.date() + 12 * DAY
    away.update(absent_from=first, absent_until=last, deputy=deputy.seats.get())
    people.append(deputy)
    reminders.run(START - DAY)
    now = START - dt.timedelta(hours=6)
    until = START.date() + DAYS * DAY
    foreseen = {}
    for person in people:
        mails = outlook(person, day_of(now), now).mails
        days = {one.at.date(): {line.reference for line in one.lines} for one in mails}
        foreseen[person.full_name] = {day: said for day, said in days.items() if day < until}
    for number in range(DAYS):
        reminders.run(START + number * DAY)
    happened = {person.full_name: told(person, START.date()) for person in people}
    assert foreseen == happened
    assert all(foreseen.values())


@pytest.fixture
def kept_or_sent(smtp_server):
    """Escalations count from a mail that was sent."""
    return smtp_server


def test_what_was_put_off_is_foreseen_on_the_day_named(owed, strategy, editor, kept_or_sent):
    commitment = strategy.commitments.get(reference="NO-0")
    draft = AcknowledgementDraft(dt.date(2018, 6, 12), "The law is before Parliament.")
    acknowledge(commitment, draft, by=standing_for(editor), now=START - DAY)
    reminders.run(START - DAY)
    now = START - dt.timedelta(hours=6)
    mails = outlook(editor, day_of(now), now).mails
    foreseen = next(one.at.date() for one in mails if "NO-0" in {line.reference for line in one.lines})
    assert foreseen == dt.date(2018, 6, 12)


def test_mail_on_its_way_is_one_that_nobody_may_act_on(owed, coordinator, kept_or_sent):
    """Planned before its hour: the coordinator is foreseen to hear as if it had been sent today."""
    night = START.replace(hour=3)  # five in Oslo
    reminders.run(night)
    assert Reminder.objects.filter(status=ReminderStatus.PLANNED, days_after__gt=0).exists()
    foreseen = [one.at.date() for one in outlook(coordinator, day_of(night), night).mails if has(one, "NO-0")]
    for number in range(DAYS):
        reminders.run(START + number * DAY)
    happened = [day for day, said in sorted(told(coordinator, START.date()).items()) if "NO-0" in said]
    assert foreseen[:1] == happened[:1] != []


def test_request_that_waits_is_foreseen_week_by_week(owed, strategy, editor, coordinator, kept_or_sent):
    commitment = strategy.commitments.get(reference="NO-3")
    draft = RequestDraft("extend", "The law is late.", "by the end of 2019", "2019")
    ask_for_decision(commitment, draft, by=standing_for(editor), now=START)
    reminders.run(START)
    now = START + dt.timedelta(hours=1)
    foreseen = [one.at.date() for one in outlook(coordinator, day_of(now), now).mails if has(one, "NO-3")]
    assert foreseen[:3] == [START.date() + number * 7 * DAY for number in (1, 2, 3)]
    for number in range(1, 16):
        reminders.run(START + number * DAY)
    assert [day for day, said in sorted(told(coordinator, now.date() + DAY).items()) if "NO-3" in said] == foreseen[:2]


def has(mail, reference):
    return reference in {line.reference for line in mail.lines}


def test_nothing_owed_is_nothing_foreseen(viewer, owed):
    assert outlook(viewer, day_of(START), START).mails == ()


def test_about_thousands_it_is_counted_when_asked(owed, editor, monkeypatch):
    monkeypatch.setattr("commitments.reminders.outlook.AT_ONCE", 3)
    assert not outlook(editor, day_of(START), START).counted
    assert outlook(editor, day_of(START), START, even_if_many=True).mails


def test_foreseeing_writes_nothing(owed, editor):
    outlook(editor, day_of(START), START)
    assert (Reminder.objects.count(), Message.objects.count()) == (0, 0)
