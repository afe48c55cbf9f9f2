"""The ground under the tests: each server is the real one, and nothing else can be reached."""

import smtplib
import socket

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from pytest_socket import SocketConnectBlockedError

from tracker.celery import app


@pytest.mark.django_db
def test_database_is_the_chosen_one(pytestconfig):
    assert connection.vendor == pytestconfig.getoption("database")


def test_cache_keeps_a_value():
    cache.set("colour", "green")
    assert cache.get("colour") == "green"


def test_broker_answers():
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1)
        assert broker.connected


def test_elsewhere_cannot_be_reached():
    with pytest.raises(SocketConnectBlockedError), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))


def test_mail_arrives_over_smtp(smtp_server):
    mail.send_mail("Hello", "Three words here", "tracker@example.org", ["editor@example.org"])
    (delivery,) = smtp_server.deliveries
    assert delivery.recipients == ["editor@example.org"]
    assert delivery.message["Subject"] == "Hello"


def test_refused_mail_is_not_kept(smtp_server):
    smtp_server.refuse_recipients = "550 5.1.1 No such person"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mail.send_mail("Hello", "", "tracker@example.org", ["editor@example.org"])
    assert smtp_server.deliveries == []


@pytest.mark.parametrize(("step", "kept"), [("recipient", 0), ("content", 0), ("receipt", 1)])
def test_server_that_hangs_up(smtp_server, step, kept):
    smtp_server.hang_up = step
    with pytest.raises((smtplib.SMTPException, OSError)):
        mail.send_mail("Hello", "", "tracker@example.org", ["editor@example.org"])
    assert len(smtp_server.deliveries) == kept


@pytest.mark.once
@pytest.mark.browser
def test_browser_shows_the_sign_in_page(browser_page):
    browser_page.goto("/sign-in/")
    assert browser_page.locator("input[name=username]").is_visible()
