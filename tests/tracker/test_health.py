import datetime as dt

import pytest
from django.db import OperationalError, connection

from commitments.choices import AttemptOutcome
from commitments.delivery import HoldKind, RelayTrouble
from commitments.heartbeat import beat
from commitments.models import DeliveryAttempt, JobRun, MailHold, Message
from commitments.reminders.breaker import note_trouble
from commitments.reminders.holds import hold
from commitments.reminders.house import house
from commitments.rollups.verify import Verification, WrongSpan, record, repair
from tracker import health
from tracker.health import Condition, examine

NOW = dt.datetime(2018, 6, 1, 10, tzinfo=dt.UTC)


@pytest.fixture
def scanned(db):
    for job in ("reminders", "rollups"):
        JobRun.objects.create(job=job, started_at=NOW - dt.timedelta(seconds=20), finished_at=NOW)


@pytest.fixture
def noon(monkeypatch):
    """The edge asks the clock; here it is told."""
    monkeypatch.setattr(health.timezone, "now", lambda: NOW)


def mail_to(person, **facts):
    whole = {"local_day": NOW.date(), "address": person.email, "subject": "Due", "raw": b"", "next_attempt_at": NOW}
    return Message.objects.create(recipient=person, **({"message_id": "<1@example.org>"} | whole | facts))


def conditions(now=NOW):
    return {finding.name: finding.condition for finding in examine(now)}


@pytest.fixture
def no_broker(settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"


def test_everything_runs(scanned, noon, client):
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert "Everything is running." in answer.text


def test_broker_away_is_down(scanned, noon, client, no_broker):
    answer = client.get("/health/?format=json")
    assert answer.status_code == 503
    down = [check["name"] for check in answer.json()["checks"] if check["condition"] == "down"]
    assert down == ["Broker"]


def test_machines_are_answered_in_json(scanned, noon, client):
    answer = client.get("/health/", headers={"accept": "application/json"})
    assert answer.json()["status"] == "well"


def test_answer_names_no_server(scanned, noon, client, no_broker, settings):
    assert "nobody.sock" not in client.get("/health/").text
    assert str(settings.DATABASES["default"]["NAME"]) not in client.get("/health/").text


@pytest.mark.parametrize(("minutes", "expected"), [(3, Condition.WELL), (4, Condition.DOWN)])
def test_silence_of_a_job(scanned, minutes, expected):
    assert conditions(NOW + dt.timedelta(minutes=minutes))["Reminders"] == expected


def test_job_that_begins_and_always_breaks_off_is_down(scanned):
    later = NOW + dt.timedelta(minutes=10)
    JobRun.objects.update(started_at=later)
    finding = next(finding for finding in examine(later) if finding.name == "Reminders")
    assert finding.is_down
    assert "breaks off" in finding.detail


@pytest.mark.parametrize(("minutes", "expected"), [(60, Condition.WELL), (61, Condition.DOWN)])
def test_mail_that_waits(scanned, editor, minutes, expected):
    mail_to(editor, written_at=NOW - dt.timedelta(minutes=minutes))
    assert conditions()["Mail"] == expected


@pytest.mark.parametrize(
    ("outcome", "another_went", "expected"),
    [
        (AttemptOutcome.DEFERRED, True, Condition.WELL),
        (AttemptOutcome.DEFERRED, False, Condition.DOWN),
        (AttemptOutcome.UNREACHABLE, True, Condition.DOWN),
    ],
)
def test_one_full_mailbox_is_no_outage(scanned, editor, colleague, outcome, another_went, expected):
    begun = NOW - dt.timedelta(hours=5)
    waiting = mail_to(editor, written_at=begun)
    for number, was in enumerate([AttemptOutcome.UNREACHABLE, outcome], start=1):
        DeliveryAttempt.objects.create(message=waiting, number=number, made_at=begun, outcome=was)
    if another_went:
        mail_to(colleague, written_at=begun, message_id="<2@example.org>", status="sent", sent_at=begun)
    assert conditions()["Mail"] == expected


def test_mail_that_went_is_not_waiting(scanned, editor):
    mail_to(editor, written_at=NOW - dt.timedelta(days=2), status="sent", sent_at=NOW)
    assert conditions()["Mail"] == Condition.WELL


@pytest.mark.django_db
def test_job_that_never_ran_is_down():
    assert conditions()["Counts for the dashboard"] == Condition.DOWN


def test_database_away_is_down_and_the_page_still_shows(noon, client, editor):
    def refuse(*args, **kwargs):
        raise OperationalError("could not connect to db.example.org as tracker")

    client.force_login(editor)
    with connection.execute_wrapper(refuse):
        answer = client.get("/health/")
    assert answer.status_code == 503
    assert "The database does not answer." in answer.text
    assert "db.example.org" not in answer.text


def test_questions_are_few(scanned, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        examine(NOW)


def test_asking_changes_nothing(client):
    assert client.post("/health/").status_code == 405


def test_mail_server_in_trouble_is_down_and_said_without_its_name(scanned, settings):
    settings.MAIL_IS_DELIVERED = True
    well = next(finding for finding in examine(NOW) if finding.name == "Mail server")
    note_trouble(house().relay, RelayTrouble.PASSWORD, "535 mail.example.org says no", NOW - dt.timedelta(hours=2))
    down = next(finding for finding in examine(NOW) if finding.name == "Mail server")
    assert (well.condition, down.condition) == (Condition.WELL, Condition.DOWN)
    assert down.detail == "It does not accept our name and password. For 2 hours; mails wait."


def finding(name, now=NOW):
    return next(one for one in examine(now) if one.name == name)


def test_process_that_ran_and_fell_silent_is_down(scanned):
    assert finding("Processes").detail == "None was heard yet."
    beat("worker", NOW)
    beat("beat", NOW - dt.timedelta(minutes=4))
    assert finding("Processes").detail == ("Silent: beat. Last heard of: beat 4 minutes ago, worker just now.")


def test_difference_found_by_hand_shows_until_it_is_put_right(scanned):
    wrong = Verification(NOW.date(), 1, 0, (WrongSpan(1, "NO-1", "is counted as overdue"),), ())
    record(wrong, NOW)
    assert finding("Daily recount").is_down
    repair(Verification(NOW.date(), 1, 0, (), ()), NOW)
    assert finding("Daily recount").needs_attention
    assert "They were put right." in finding("Daily recount").detail
    record(Verification(NOW.date(), 1, 0, (), ()), NOW)
    assert not finding("Daily recount").needs_attention


def test_recount_that_does_not_run_any_more_is_seen_to(scanned):
    right = Verification(NOW.date(), 1, 0, (), ())
    record(right, NOW - dt.timedelta(hours=47))
    assert not finding("Daily recount").needs_attention
    record(right, NOW - dt.timedelta(hours=49))
    assert finding("Daily recount").needs_attention


def test_planned_against_delivered(scanned, editor, colleague):
    mail_to(editor, written_at=NOW, status="sent", sent_at=NOW)
    mail_to(colleague, written_at=NOW, message_id="<2@example.org>", status="dead", reason="Refused")
    assert finding("Delivery").detail == (
        "Mails of the last 24 hours: 2 written, 1 sent, 0 waiting, 1 failed. Reminders planned and in no mail yet: 0."
    )


def test_mail_held_by_hand_is_no_outage_and_stays_visible(scanned, noon, client, editor, administrator):
    hold("The minister changes.", by=administrator, now=NOW - dt.timedelta(hours=5))
    mail_to(editor, written_at=NOW - dt.timedelta(hours=4))
    assert {conditions()[name] for name in ("Mail", "Sending")} == {Condition.ATTENTION}
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert "something needs a person’s attention" in answer.text
    assert "Held by hand since 1 June 2018 05:00 UTC. 1 waiting, the oldest written 4 hours ago." in answer.text
    assert "Administrator" not in answer.text
    client.force_login(editor)
    assert "Held by Administrator: The minister changes." in client.get("/health/").text


def test_hold_that_waits_for_a_decision_is_down(scanned):
    MailHold.objects.create(kind=HoldKind.FIRST_RUN, held_at=NOW, reason="Many first mails.")
    assert conditions()["Sending"] == Condition.DOWN


def test_machines_are_told_no_names(scanned, noon, client, editor, administrator):
    hold("The minister changes.", by=administrator, now=NOW)
    client.force_login(editor)
    answer = client.get("/health/?format=json")
    assert (answer.status_code, answer.json()["status"]) == (200, "attention")
    assert "Administrator" not in answer.text


def test_nobody_to_tell_needs_attention_and_wakes_nobody(scanned):
    JobRun.objects.create(job="nobody to tell", started_at=NOW, finished_at=NOW, outcome="NO-1")
    assert conditions()["Recipients"] == Condition.ATTENTION
