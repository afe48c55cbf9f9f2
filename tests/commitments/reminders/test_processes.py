"""Whole programs beside one another, and one of them killed: counted at the mail server, not in our tables."""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from commitments import reminders
from commitments.choices import MessageStatus
from commitments.models import Message
from commitments.reminders.claims import LEASE
from countries.choices import Role
from tests.people import seated

MIDDAY = dt.datetime(2018, 12, 1, 12, tzinfo=dt.UTC)  # what `--on` means
SEND = "from django.core.management import call_command; call_command('send_reminders', '--on', '2018-12-01')"
# The process dies after the server has taken the mail and before anything is put on record about it.
DIE_IN_THE_GAP = """
import os, signal
from commitments.reminders.relay import Relay
deliver = Relay.hand_over
def hand_over(*arguments):
    deliver(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
Relay.hand_over = hand_over
"""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def program(code, server):
    """A process of its own on the database and the mail server of this test."""
    name = connection.settings_dict["NAME"]
    where = os.environ.get("DATABASE_URL", "")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "DATABASE_URL": address_of_the_test_database(where) if where else f"sqlite:///{name}",
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    code = f"import django; django.setup()\n{code}"
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.DEVNULL)


def address_of_the_test_database(address):
    """The same server, another database: the name stands between the last slash and the question mark."""
    server, _, options = address.partition("?")
    return f"{server.rpartition('/')[0]}/{connection.settings_dict['NAME']}{'?' if options else ''}{options}"


def recipients(server):
    return sorted(recipient for one in server.deliveries for recipient in one.recipients)


def test_commands_side_by_side_tell_everybody_once(promise, ministry, smtp_server):
    for number in range(10):
        seated(f"editor{number}", Role.EDITOR, ministry)
    running = [program(SEND, smtp_server) for _ in range(2)]
    assert [one.wait(60) for one in running] == [0, 0]
    assert recipients(smtp_server) == [f"editor{number}@example.org" for number in range(10)]


def test_killed_in_the_gap_repeats_the_same_bytes(promise, editor, head, smtp_server):
    assert program(DIE_IN_THE_GAP + SEND, smtp_server).wait(60) == -signal.SIGKILL
    assert Message.objects.filter(status=MessageStatus.SENDING).count() == 1
    assert len(smtp_server.deliveries) == 1
    reminders.run(MIDDAY + LEASE + dt.timedelta(seconds=1))
    first, *others = smtp_server.deliveries
    assert recipients(smtp_server) == sorted([*first.recipients, "editor@example.org", "head@example.org"])
    assert first.content in [one.content for one in others]
