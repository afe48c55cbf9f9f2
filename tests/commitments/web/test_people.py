"""Of one person: what was told, what was not, and why a day brought no mail."""

import datetime as dt

import pytest

from commitments import reminders
from countries.models import Seat
from tests.commitments.web.reading import text
from tests.factories import CommitmentFactory

MORNING = dt.datetime(2018, 12, 1, 8, tzinfo=dt.UTC)


def address(person, day=""):
    return f"/reminders/people/{person.pk}/{f'?day={day}' if day else ''}"


@pytest.fixture
def told(commitment, editor, settings):
    settings.MAIL_IS_DELIVERED = False
    reminders.run(MORNING)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("editor", 200),
        ("coordinator", 200),
        ("administrator", 200),
        ("colleague", 404),
        ("head", 404),
        ("outsider", 404),
    ],
)
def test_who_sees_whose(page, told, editor, role, status):
    assert page(role, address(editor)).status_code == status


def test_each_with_its_reason(page, told, editor):
    said = text(page("editor", address(editor)))
    assert "You are editor at the Ministry of Defence" in said
    assert "In the mail of 1 December 2018, kept here because no mail server is set." in said
    assert "the reminder of 1 December 2018 stands for it" in said


def test_own_page_without_a_number(page, editor):
    assert page("editor", "/reminders/mine/").url == address(editor)
    assert page("editor", "/reminders/mine/?day=2018-12-01").url == address(editor, "2018-12-01")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2018-12-01", "A mail was written and kept here"),
        ("2018-12-02", "No reminder fell due for this person on that day."),
        ("2018-10-02", "What fell due on that day stands below"),
        ("soon", "“soon” is not a day of the calendar"),
    ],
)
def test_why_a_day_brought_what_it_brought(page, told, editor, day, words):
    assert words in text(page("editor", address(editor, day)))


def test_away_and_without_a_seat(page, told, editor):
    Seat.objects.filter(person=editor).update(absent_from=dt.date(2018, 12, 5), absent_until=dt.date(2018, 12, 9))
    assert "They were away from 5 December 2018 to 9 December 2018" in text(
        page("editor", address(editor, "2018-12-06"))
    )
    Seat.objects.filter(person=editor).update(held_until=dt.date(2018, 12, 4))
    assert "They held no seat on that day" in text(page("editor", address(editor, "2018-12-06")))


def test_who_only_reads_along_is_told_so(page, commitment, viewer):
    said = text(page("viewer", address(viewer, "2018-12-06")))
    assert "They only read along: viewers are not reminded of anything" in said


def test_list_of_people_is_the_coordinators(page, editor, coordinator, outsider):
    said = text(page("coordinator", "/reminders/people/"))
    assert ("Editor" in said, "Outsider" in said) == (True, False)


def test_page_says_what_goes_in_the_next_60_days(page, commitment, editor, coordinator):
    CommitmentFactory(document=commitment.document, lead=commitment.lead, due="2018-07-10", reference="NO-2017-07")
    said = text(page("coordinator", f"/reminders/people/{editor.pk}/"))
    assert "The next 60 days, if nobody acts" in said
    assert "NO-2017-07" in said
