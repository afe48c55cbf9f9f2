"""The one-click link: opened it changes nothing, posted to without a session it does one thing only."""

import datetime as dt
import re

import pytest
from django.test import Client

from commitments import reminders
from commitments.models import MailChoices, Message
from commitments.models.mail_choices import ChosenBy, Rhythm
from commitments.reminders.less import token_of

MORNING = dt.datetime(2018, 12, 1, 8, tzinfo=dt.UTC)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def address(commitment, editor, settings):
    settings.MAIL_IS_DELIVERED = False
    reminders.run(MORNING)
    return f"/mail/less/{token_of(Message.objects.get().message_id)}/"


@pytest.fixture
def program():
    """A mail program: no session, no cookie, no token of a form."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_it_changes_nothing(program, address, method):
    for _ in range(3):
        assert getattr(program, method)(address).status_code == 200
    assert not MailChoices.objects.exists()


def test_opened_it_shows_a_button_and_no_name(program, address, editor):
    page = program.get(address).content.decode()
    assert re.search(r'<form method="post">.*?Get less mail</button>', page, re.DOTALL)
    assert editor.full_name not in page
    assert editor.email not in page


def test_post_of_a_mail_program_takes_effect_at_once(program, address, editor):
    assert program.post(address, ONE_CLICK).status_code == 200
    chosen = MailChoices.objects.get()
    assert (chosen.person, chosen.rhythm, chosen.news) == (editor, Rhythm.WEEKLY, False)
    assert chosen.chosen_by == ChosenBy.LINK


def test_repeated_post_changes_nothing_more(program, address):
    for _ in range(2):
        program.post(address, ONE_CLICK)
    assert MailChoices.objects.count() == 1


def test_what_was_chosen_before_stays(program, address, editor):
    MailChoices.objects.create(person=editor, chosen_at=MORNING, hour=11, weekly_on=4)
    program.post(address, ONE_CLICK)
    newest = MailChoices.objects.newest([editor])[editor.pk]
    assert (newest.hour, newest.weekly_on, newest.rhythm) == (11, 4, Rhythm.WEEKLY)


def test_it_signs_nobody_in(program, address):
    program.post(address, ONE_CLICK)
    assert program.cookies.get("sessionid") is None
    assert program.get("/desk/").status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_forged_link_is_refused_with_words(program, address, method):
    forged = address[:-3] + ("aa/" if not address.endswith("aa/") else "bb/")
    answer = getattr(program, method)(forged)
    assert answer.status_code == 404
    assert "This link is not known" in answer.content.decode()
    assert not MailChoices.objects.exists()


def test_page_speaks_the_language_of_the_mail(program, address, editor):
    editor.language = "lt"
    editor.save()
    assert '<div lang="lt">' in program.get(address).content.decode()


def test_message_id_alone_is_no_token(program, address):
    bare = Message.objects.get().message_id.strip("<>").partition("@")[0]
    assert program.post(f"/mail/less/{bare}/", ONE_CLICK).status_code == 404
