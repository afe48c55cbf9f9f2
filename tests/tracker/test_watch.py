"""An operator hears of a silent part within five minutes, once, and once when it is back."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from commitments.heartbeat import FORGOTTEN, beat, forget_the_gone
from commitments.models import Heartbeat, Incident, JobRun
from tests.together import together
from tracker.addresses import MailServer
from tracker.watch import Watch

NOW = dt.datetime(2018, 6, 1, 10, tzinfo=dt.UTC)
LOOK = dt.timedelta(seconds=20)


@pytest.fixture
def operator(settings, smtp_server):
    settings.OPERATOR_EMAIL = "operator@example.org"
    return smtp_server


@pytest.fixture
def all_well(db):
    scans(NOW)


def scans(now):
    for job in ("reminders", "rollups"):
        JobRun.objects.update_or_create(job=job, defaults={"started_at": now, "finished_at": now})


def looks(watch, since, until):
    while since <= until:
        watch.look(since)
        since += LOOK


def subjects(server):
    return [mail["Subject"] for mail in server.messages]


def test_silence_is_told_within_five_minutes_and_once(all_well, operator):
    looks(Watch(), NOW, NOW + dt.timedelta(minutes=5))
    assert subjects(operator) == ["Cyber strategy tracker: Counts for the dashboard, Reminders down"]
    (mail,) = operator.messages
    assert (mail["To"], mail["Auto-Submitted"]) == ("operator@example.org", "auto-generated")
    assert "Are a worker and a beat running?" in mail.get_content()


def test_its_end_is_told_once(all_well, operator):
    watch = Watch()
    looks(watch, NOW, NOW + dt.timedelta(minutes=5))
    later = NOW + dt.timedelta(minutes=6)
    scans(later)
    looks(watch, later, later + dt.timedelta(minutes=2))
    assert subjects(operator)[1:] == ["Cyber strategy tracker: Counts for the dashboard, Reminders well again"]


def test_what_is_down_for_a_moment_is_not_told(all_well, operator):
    late = NOW + dt.timedelta(minutes=10)
    watch = Watch()
    watch.look(late)
    scans(late)
    looks(watch, late + LOOK, late + dt.timedelta(minutes=2))
    assert subjects(operator) == []


def test_mail_that_could_not_go_is_tried_again(all_well, operator):
    watch = Watch()
    operator.hang_up = "recipient"
    looks(watch, NOW, NOW + dt.timedelta(minutes=5))
    operator.hang_up = ""
    watch.look(NOW + dt.timedelta(minutes=6))
    assert len(operator.messages) == 1


def test_lost_database_is_told_from_memory(all_well, operator):
    def refuse(*args, **kwargs):
        raise OperationalError("gone")

    watch = Watch()
    with connection.execute_wrapper(refuse):
        looks(watch, NOW, NOW + dt.timedelta(minutes=2))
    assert len(operator.messages) == 1
    assert "Database" in subjects(operator)[0]
    watch.look(NOW + dt.timedelta(minutes=2, seconds=20))
    assert "well again" in subjects(operator)[1]


@pytest.mark.django_db(transaction=True)
def test_of_two_watchers_one_tells(operator):
    scans(NOW - dt.timedelta(hours=1))
    for moment in (NOW, NOW + dt.timedelta(minutes=1)):
        together(lambda at=moment: Watch().look(at), lambda at=moment: Watch().look(at))
    assert len(operator.messages) == 1


def test_without_an_operator_only_the_log_says_it(all_well, smtp_server):
    looks(Watch(), NOW, NOW + dt.timedelta(minutes=5))
    assert smtp_server.messages == []
    assert Incident.objects.filter(told_at__isnull=False).count() == 2


def test_machines_that_are_gone_are_forgotten_but_not_their_role(db):
    old = NOW - FORGOTTEN - dt.timedelta(hours=1)
    Heartbeat.objects.create(role="worker", place="old", beat_at=old)
    Heartbeat.objects.create(role="beat", place="old", beat_at=old)
    beat("worker", NOW)
    forget_the_gone(NOW)
    assert set(Heartbeat.objects.exclude(place="old").values_list("role", flat=True)) == {"worker"}
    assert list(Heartbeat.objects.filter(place="old").values_list("role", flat=True)) == ["beat"]


def test_operator_has_a_way_out_of_its_own(all_well, operator, settings):
    settings.EMAIL_PORT = 1
    settings.OPERATOR_MAIL_SERVER = MailServer("127.0.0.1", operator.port, "", "", use_tls=False, use_ssl=False)
    looks(Watch(), NOW, NOW + dt.timedelta(minutes=5))
    assert len(operator.messages) == 1


def test_command_looks_once(all_well, operator, capsys):
    call_command("watch", "--once")
    assert "Database: well." in capsys.readouterr().out
