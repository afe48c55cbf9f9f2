"""After an hour, a day, a week or a month of silence: one mail a person, every open item in it once, none left out."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.models import Commitment, Message
from countries.choices import Role
from tests.factories import CommitmentFactory
from tests.people import seated

DAY = dt.timedelta(days=1)
STOPPED = {"an hour": dt.timedelta(hours=1), "a day": DAY, "a week": 7 * DAY, "a month": 30 * DAY}
DUES = [*range(-90, 0, 15), *range(0, 61, 6)]


def counts(mail):
    entries = [line.removeprefix("- ").partition("  ")[0] for line in mail.text.splitlines() if "  " in line.strip()]
    return {reference: entries.count(reference) for reference in entries}


@pytest.mark.parametrize("stopped", STOPPED)
def test_one_mail_names_every_open_item_once(stopped, strategy, ministry, editor, head, kept_here, morning):
    for number in DUES:
        due = morning.date() + DAY * number
        CommitmentFactory(due=f"{due}", lead=ministry, document=strategy, registered_at=morning - 400 * DAY)
    reminders.run(morning - DAY)
    back = morning + STOPPED[stopped]
    for minutes in range(3):
        reminders.run(back + dt.timedelta(minutes=minutes))
    mails = list(Message.objects.filter(local_day=back.date()).select_related("recipient"))
    assert sorted(mail.recipient.full_name for mail in mails) == ["Editor", "Head"]
    open_items = Commitment.objects.filter(due_latest__lte=back.date() + 30 * DAY).values_list("reference", flat=True)
    for mail in mails:
        named = counts(mail)
        assert {reference: named.get(reference, 0) for reference in open_items} == dict.fromkeys(open_items, 1)


def test_stopped_in_the_night_nothing_is_told_twice(strategy, ministry, editor, kept_here, morning):
    CommitmentFactory(due=f"{morning.date()}", lead=ministry, document=strategy)
    reminders.run(morning)
    reminders.run(morning + dt.timedelta(hours=1))
    assert Message.objects.count() == 1


def test_everybody_gets_their_own(strategy, ministry, chancellery, editor, kept_here, morning):
    seated("other", Role.EDITOR, chancellery)
    ours = CommitmentFactory(due=f"{morning.date()}", lead=ministry, document=strategy)
    theirs = CommitmentFactory(due=f"{morning.date()}", lead=chancellery, document=strategy)
    reminders.run(morning + 30 * DAY)
    told = {mail.recipient.full_name: set(counts(mail)) for mail in Message.objects.select_related("recipient")}
    assert told == {"Editor": {ours.reference}, "Other": {theirs.reference}}
