"""Owners downstream hear that their date moved with another commitment: once each, the newest move, none lost."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commitments import reminders
from commitments.actions import DependencyDraft, Move, ProgressDraft, Ruling, move_date, post_update, wait_for, withdraw
from commitments.choices import ReminderStatus, StepKind
from commitments.models import Reminder
from commitments.reminders.preview import preview
from countries.choices import Role
from tests.factories import CommitmentFactory, InstitutionFactory, SeatFactory
from tests.mailbox import unfolded
from tests.people import standing_for

NOW = dt.datetime(2018, 6, 1, 10, tzinfo=dt.UTC)  # noon in Oslo; nothing is due for months
EARLY = NOW - dt.timedelta(hours=5)  # before the mails of the day
DAY = dt.timedelta(days=1)


@pytest.fixture
def wait(coordinator):
    def record(commitment, upon, now=NOW - 40 * DAY):
        draft = DependencyDraft(upon, 12, "month", f"a year after {upon.reference}")
        wait_for(commitment, draft, by=standing_for(coordinator), now=now)

    return record


@pytest.fixture
def decide(coordinator):
    def move(commitment, edtf, now=NOW):
        ruling = Ruling(now.date(), "The Cabinet", "More time is needed.")
        move_date(commitment, Move(f"by {edtf}", edtf), ruling, by=standing_for(coordinator), now=now)

    return move


@pytest.fixture
def chain(promise, strategy, norway, wait):
    """The register waits for the centre, the centre for the promise; each led by a house of its own."""
    made = [promise]
    for name in ("centre", "register"):
        house = InstitutionFactory(country=norway, name=f"House of the {name}")
        SeatFactory(institution=house, role=Role.EDITOR, person__email=f"{name}@example.org")
        one = CommitmentFactory(reference=f"NO-{name}", lead=house, document=strategy, due=None)
        wait(one, made[-1])
        made.append(one)
    return made


def told(smtp_server):
    """Recipient and subject of each mail so far; forgotten afterwards."""
    said = sorted((one.recipients[0].partition("@")[0], one.message["Subject"]) for one in smtp_server.deliveries)
    smtp_server.deliveries.clear()
    return said


def body(smtp_server, who):
    (mail,) = (one.message for one in smtp_server.deliveries if one.recipients[0].startswith(who))
    return unfolded(mail.get_body(("plain",)).get_content())


def test_everybody_down_the_chain_is_told_once(chain, decide, smtp_server):
    decide(chain[0], "2019")
    reminders.run(NOW)
    said = body(smtp_server, "register")
    for words in (
        "The date moved with NO-centre to 31 December 2021",
        "Promised: “a year after NO-centre”; before: 31 December 2020; 365 days after the first promise.",
        "It is counted from NO-centre “Promise",
        "due 31 December 2020.",
        "/commitments/NO-register/",
    ):
        assert words in said
    assert told(smtp_server) == [
        ("centre", "1 date moved with another"),
        ("register", "1 date moved with another"),
    ]
    for day in range(1, 4):
        reminders.run(NOW + day * DAY)
    assert told(smtp_server) == []


def test_done_upstream_is_told_as_the_day_it_was_done(chain, editor, smtp_server):
    done = ProgressDraft(NOW.date(), "complete", "It is done.")
    post_update(chain[0], done, by=standing_for(editor), now=NOW)
    reminders.run(NOW)
    assert "“Be represented in Tallinn”, done on 1 June 2018." in " ".join(body(smtp_server, "centre").split())


def test_two_moves_before_the_mail_are_one_notice(chain, decide, smtp_server):
    decide(chain[0], "2019", EARLY)
    reminders.run(EARLY)
    decide(chain[0], "2020", EARLY)
    reminders.run(NOW)
    assert "The date moved with NO-2017-02 to 31 December 2021" in body(smtp_server, "centre")
    assert told(smtp_server) == [
        ("centre", "1 date moved with another"),
        ("register", "1 date moved with another"),
    ]
    older = Reminder.objects.filter(step__kind=StepKind.FOLLOWED, status=ReminderStatus.SUPERSEDED)
    assert set(older.values_list("outcome", flat=True)) == {
        "The date moved again: now “a year after NO-2017-02”.",
        "The date moved again: now “a year after NO-centre”.",
    }


def test_two_moves_between_scans_are_one_notice(chain, decide, smtp_server):
    decide(chain[0], "2019")
    decide(chain[0], "2020")
    reminders.run(NOW)
    assert [who for who, _ in told(smtp_server)] == ["centre", "register"]
    spared = Reminder.objects.filter(step__kind=StepKind.FOLLOWED, status=ReminderStatus.SUPERSEDED)
    assert set(spared.values_list("outcome", flat=True)) == {"The date moved again; the newest date is told."}


def test_each_of_two_moves_with_a_mail_between_is_told(chain, decide, smtp_server):
    decide(chain[0], "2019")
    reminders.run(NOW)
    decide(chain[0], "2020", NOW + DAY)
    reminders.run(NOW + DAY)
    assert [who for who, _ in told(smtp_server)] == ["centre", "centre", "register", "register"]


def test_decision_after_the_move_is_told_instead(chain, decide, smtp_server):
    decide(chain[0], "2019", EARLY)
    reminders.run(EARLY)
    decide(chain[1], "2022", EARLY)
    reminders.run(NOW)
    assert told(smtp_server) == [("centre", "1 date moved"), ("register", "1 date moved with another")]


def test_decision_and_move_between_scans(chain, decide, smtp_server):
    decide(chain[0], "2019")
    decide(chain[1], "2022")
    reminders.run(NOW)
    assert told(smtp_server) == [("centre", "1 date moved"), ("register", "1 date moved with another")]


def test_first_date_that_can_be_counted_is_news(promise, strategy, norway, wait, smtp_server):
    house = InstitutionFactory(country=norway, name="House")
    SeatFactory(institution=house, role=Role.EDITOR, person__email="centre@example.org")
    wait(CommitmentFactory(reference="NO-centre", lead=house, document=strategy, due=None), promise, NOW)
    reminders.run(NOW)
    assert "NO-2017-02 gave it a date: 31 December 2019" in body(smtp_server, "centre")


def test_withdrawn_before_the_mail(chain, decide, coordinator, smtp_server):
    decide(chain[0], "2019", EARLY)
    reminders.run(EARLY)
    ruling = Ruling(EARLY.date(), "The Cabinet", "Not needed.")
    withdraw(chain[2], ruling, by=standing_for(coordinator), now=EARLY)
    reminders.run(NOW)
    assert [who for who, _ in told(smtp_server)] == ["centre"]
    kept = Reminder.objects.get(step__kind=StepKind.FOLLOWED, commitment=chain[2])
    assert kept.outcome == "It was withdrawn on 1 June 2018."


def test_server_down_for_days_loses_none(chain, decide, smtp_server):
    decide(chain[0], "2019")
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(NOW)
    smtp_server.refuse_recipients = ""
    reminders.run(NOW + DAY)
    assert [who for who, _ in told(smtp_server)] == ["centre", "register"]


def test_dry_run_says_the_same_and_past_days_as_they_stood(chain, decide, kept_here):
    decide(chain[0], "2019")
    expected = [
        ("centre@example.org", "1 date moved with another"),
        ("register@example.org", "1 date moved with another"),
    ]
    ahead = preview(NOW.date(), today=NOW.date()).digests
    assert sorted((one.address, one.subject) for one in ahead) == expected
    assert not Reminder.objects.filter(step__kind=StepKind.FOLLOWED).exists()
    past = preview(NOW.date(), today=NOW.date() + 20 * DAY).digests
    assert sorted((one.address, one.subject) for one in past) == expected


def test_ledger_refuses_a_second_row(chain, decide, kept_here):
    decide(chain[0], "2019")
    reminders.run(NOW)
    row = Reminder.objects.filter(step__kind=StepKind.FOLLOWED).first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_ten_cost_no_more_queries_than_two(promise, strategy, ministry, editor, wait, decide, kept_here):
    def queries(count, edtf, now):
        for _ in range(count):
            wait(CommitmentFactory(lead=ministry, document=strategy, due=None), promise)
        decide(promise, edtf, now)
        with CaptureQueriesContext(connection) as captured:
            reminders.run(now)
        return len(captured)

    assert queries(2, "2019", NOW) >= queries(10, "2020", NOW + DAY)
