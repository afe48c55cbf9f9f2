"""Whole programs beside one another, counted at the mail server. What happens when they die: `tests/chaos`."""

import subprocess
import sys

import pytest

from countries.choices import Role
from tests.chaos.surroundings import environment
from tests.people import seated

SEND = "from django.core.management import call_command; call_command('send_reminders', '--on', '2018-12-01')"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def program(code, server):
    """A process of its own on the database and the mail server of this test."""
    code = f"import django; django.setup()\n{code}"
    return subprocess.Popen([sys.executable, "-c", code], env=environment(server.port), stdout=subprocess.DEVNULL)


def test_commands_side_by_side_tell_everybody_once(promise, ministry, smtp_server):
    for number in range(10):
        seated(f"editor{number}", Role.EDITOR, ministry)
    running = [program(SEND, smtp_server) for _ in range(2)]
    assert [one.wait(60) for one in running] == [0, 0]
    recipients = sorted(recipient for one in smtp_server.deliveries for recipient in one.recipients)
    assert recipients == [f"editor{number}@example.org" for number in range(10)]
