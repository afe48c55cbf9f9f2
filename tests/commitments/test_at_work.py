"""A lock that dies with its holder: of real processes, one of which is killed."""

import signal
import subprocess
import sys
import time
from subprocess import PIPE

import pytest
from django.core.management import CommandError, call_command

from commitments.at_work import alone_at, is_at_work
from commitments.models import JobRun
from commitments.rollups.running import REBUILD
from tests.chaos.surroundings import environment
from tests.factories import CommitmentFactory, DocumentFactory
from tests.together import together
from tracker.health import examine

pytestmark = pytest.mark.django_db(transaction=True)

COUNTS_FOR_EVER = """
import django, time
django.setup()
from commitments.rollups import portions, running
from django.core.management import call_command
from commitments.management.commands import rebuild_rollups as command
def recount(now):
    print("counting", flush=True)
    time.sleep(60)
command.recount = recount
call_command("rebuild_rollups")
"""


@pytest.fixture
def counting():
    program = subprocess.Popen([sys.executable, "-c", COUNTS_FOR_EVER], env=environment(), stdout=PIPE, text=True)
    assert program.stdout.readline() == "counting\n"
    yield program
    program.kill()
    program.communicate()


def within_seconds(happens, most=20):
    until = time.monotonic() + most
    while not happens() and time.monotonic() < until:
        time.sleep(0.02)
    return happens()


def said_of_counts(client):
    page = client.get("/dashboard/").content.decode()
    return [words for words in ("is being counted afresh</strong>", "afresh was broken off.</strong>") if words in page]


def health():
    return next(one.detail for one in examine(JobRun.objects.get(job=REBUILD).started_at) if "Counts" in one.name)


def test_pages_tell_one_who_counts_from_one_who_was_killed(counting, norway, client, administrator):
    CommitmentFactory(document=DocumentFactory(country=norway))
    client.force_login(administrator)
    assert is_at_work(REBUILD)
    assert said_of_counts(client) == ["is being counted afresh</strong>"]
    with pytest.raises(CommandError, match="runs already"):
        call_command("rebuild_rollups")
    counting.send_signal(signal.SIGKILL)
    assert within_seconds(lambda: not is_at_work(REBUILD))
    assert said_of_counts(client) == ["afresh was broken off.</strong>"]
    assert "was broken off; the numbers are those of before. Run `manage.py rebuild_rollups` again." in health()
    call_command("rebuild_rollups")
    assert said_of_counts(client) == []
    assert "afresh" not in health()


def test_of_several_one_is_alone():
    def tries():
        with alone_at("a long job") as alone:
            time.sleep(0.2)
            return alone

    assert sorted(together(tries, tries, tries)) == [False, False, True]
    assert not is_at_work("a long job")


def test_one_who_fails_lets_go():
    def fails():
        with alone_at("a long job"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not is_at_work("a long job")
