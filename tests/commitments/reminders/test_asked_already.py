"""Who has asked for a decision is not told to ask: the mail says that the coordinator has not answered."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.actions import RequestDraft, ask_for_decision
from countries.choices import Role
from countries.models import Seat
from tests.factories import CommitmentFactory
from tests.mailbox import unfolded
from tests.people import seated, standing_for

ASKED = dt.datetime(2019, 3, 3, 10, tzinfo=dt.UTC)
OVERDUE = dt.datetime(2019, 3, 4, 8, tzinfo=dt.UTC)
LATER = RequestDraft("extend", "The law is late.", "by 30 June 2019", "2019-06-30")


@pytest.fixture
def asked(promise, editor):
    return ask_for_decision(promise, LATER, by=standing_for(editor), now=ASKED)


def words_to(smtp_server, person, part="plain"):
    (mail,) = [one.message for one in smtp_server.deliveries if one.recipients == [person.email]]
    return unfolded(mail.get_body((part,)).get_content())


def test_who_asked_reads_when_and_for_what(asked, editor, coordinator, smtp_server):
    reminders.run(OVERDUE)
    said = words_to(smtp_server, editor)
    assert "You asked on 3 March 2019: a later date, “by 30 June 2019”. The coordinator has not answered yet." in said
    assert "A decision has been asked for" in said
    assert "ask your coordinator for a new date" not in said
    assert "Ask for an extension" not in words_to(smtp_server, editor, "html")


def test_colleagues_read_who_asked(asked, editor, head, smtp_server):
    reminders.run(OVERDUE)
    assert "Editor asked on 3 March 2019: a later date" in words_to(smtp_server, head)


def test_coordinator_is_the_one_who_is_asked(asked, editor, coordinator, smtp_server):
    reminders.run(OVERDUE)
    (mail,) = [one.message for one in smtp_server.deliveries if one.recipients == [coordinator.email]]
    assert "1 request to answer" in mail["Subject"].lower()


def test_another_overdue_promise_is_still_asked_about(asked, editor, ministry, strategy, smtp_server):
    CommitmentFactory(lead=ministry, document=strategy)
    reminders.run(OVERDUE)
    said = words_to(smtp_server, editor)
    assert "ask your coordinator for a new date" in said
    assert "Ask for an extension" in words_to(smtp_server, editor, "html")


def test_first_date_is_no_later_one(strategy, ministry, editor, coordinator, smtp_server):
    undated = CommitmentFactory(lead=ministry, document=strategy, due=None)
    ask_for_decision(undated, LATER, by=standing_for(editor), now=ASKED)
    reminders.run(OVERDUE)
    assert "a first date, “by 30 June 2019”" in words_to(smtp_server, coordinator)


def test_deputy_is_named_with_whom_they_stand_in_for(promise, ministry, editor, coordinator, smtp_server):
    deputy = seated("deputy", Role.VIEWER, ministry)
    seat = Seat.objects.get(person=editor)
    seat.absent_from, seat.absent_until = dt.date(2019, 3, 1), dt.date(2019, 3, 20)
    seat.deputy = Seat.objects.get(person=deputy)
    seat.save()
    ask_for_decision(promise, LATER, by=standing_for(deputy, ASKED.date()), now=ASKED)
    reminders.run(OVERDUE)
    assert "Deputy for Editor asked on 3 March 2019" in words_to(smtp_server, coordinator)
