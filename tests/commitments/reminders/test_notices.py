"""Requests, answers and moved dates, from the post to the mailbox over a real SMTP conversation."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commitments import reminders
from commitments.actions import (
    Move,
    RequestDraft,
    Ruling,
    ask_for_decision,
    grant_request,
    move_date,
    refuse_request,
    withdraw,
)
from commitments.choices import MessageStatus, ReminderStatus, StepKind
from commitments.models import JobRun, Message, Reminder
from commitments.reminders.explain import reminder_history
from commitments.reminders.preview import preview
from commitments.reminders.steps import OWNERS
from countries.choices import Role
from countries.models import Seat
from tests.factories import CommitmentFactory, SeatFactory
from tests.mailbox import unfolded
from tests.people import standing_for
from tests.policy import in_force

NOW = dt.datetime(2018, 6, 1, 10, tzinfo=dt.UTC)  # noon in Oslo; nothing is due for months
DAY = dt.timedelta(days=1)


def ruling(now=NOW, **fields):
    return Ruling(now.date(), "The government", **{"reason": "The law is late.", **fields})


def move(commitment, by, edtf="2019", now=NOW):
    return move_date(commitment, Move(f"by {edtf}", edtf), ruling(now), by=standing_for(by), now=now)


@pytest.fixture
def asked(promise, editor):
    draft = RequestDraft("extend", "The law is late.", "by the end of 2019", "2019")
    return ask_for_decision(promise, draft, by=standing_for(editor), now=NOW)


def told(smtp_server):
    """Recipient and subject of each mail so far; forgotten afterwards."""
    said = sorted((one.recipients[0].partition("@")[0], one.message["Subject"]) for one in smtp_server.deliveries)
    smtp_server.deliveries.clear()
    return said


def body(smtp_server, number=0):
    return unfolded(smtp_server.messages[number].get_body(("plain",)).get_content())


def test_coordinator_is_told_of_a_request(asked, coordinator, head, colleague, outsider, smtp_server):
    reminders.run(NOW)
    said = body(smtp_server)
    for words in (
        "Please answer the request below.",
        "A request waits for your answer",
        "Editor asked on 1 June 2018: a later date, “by the end of 2019”.",
        "The reason given: The law is late.",
        "You are coordinator at the Office of the Prime Minister.",
        f"/requests/{asked.pk}/",
    ):
        assert words in said
    assert told(smtp_server) == [("coordinator", "1 request to answer")]


def test_again_every_week_while_it_waits_and_never_twice(asked, coordinator, smtp_server):
    for day in (0, 0, 1, 6, 7, 7, 8, 13, 14, 20):
        reminders.run(NOW + day * DAY)
    assert len(smtp_server.deliveries) == 3


def test_missed_weeks_are_told_once(asked, coordinator, smtp_server):
    reminders.run(NOW)
    reminders.run(NOW + 30 * DAY)
    reminders.run(NOW + 31 * DAY)
    assert len(smtp_server.deliveries) == 2
    (missed,) = Reminder.objects.filter(status=ReminderStatus.SUPERSEDED)
    assert missed.outcome == "Repetitions 2 to 4 were missed; the reminder of 29 June 2018 stands for it."


def test_answered_before_the_mail_leaves(asked, coordinator, smtp_server):
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(NOW)
    refuse_request(asked, "It can be done.", by=standing_for(coordinator), now=NOW)
    smtp_server.refuse_recipients = ""
    reminders.run(NOW + dt.timedelta(hours=1))
    assert [who for who, _ in told(smtp_server)] == ["editor"]
    waited = Reminder.objects.get(step__kind=StepKind.ASKED)
    assert (waited.status, waited.outcome) == (ReminderStatus.SUPPRESSED, "The request was refused on 1 June 2018.")
    assert Message.objects.get(recipient=coordinator).status == MessageStatus.CANCELLED
    reminders.run(NOW + 30 * DAY)
    assert told(smtp_server) == []


def test_refusal_is_told_to_who_asked_and_to_the_head(asked, coordinator, head, colleague, smtp_server):
    refuse_request(asked, "It can be done.", by=standing_for(coordinator), now=NOW)
    reminders.run(NOW)
    said = body(smtp_server)
    for words in (
        "This is for you to know; nothing needs to be done today.",
        "Refused: a later date, “by the end of 2019”",
        "By Coordinator on 1 June 2018.",
        "The reason given: It can be done.",
    ):
        assert words in said
    assert told(smtp_server) == [("editor", "1 request answered"), ("head", "1 request answered")]
    reminded = Reminder.objects.filter(step__kind=StepKind.ANSWERED).select_related("recipient")
    assert {one.recipient.full_name: one.because for one in reminded} == {
        "Editor": "you asked for it",
        "Head": "you are head at the Ministry of Defence",
    }


def test_answer_is_told_to_whom_the_policy_names(asked, coordinator, head, colleague, smtp_server):
    in_force((StepKind.ASKED, 0, "7", ("to_coordinators",)), (StepKind.ANSWERED, 0, "", ("to_editors",)))
    refuse_request(asked, "It can be done.", by=standing_for(coordinator), now=NOW)
    reminders.run(NOW)
    assert told(smtp_server) == [("colleague", "1 request answered"), ("editor", "1 request answered")]


def test_granted_date_is_told_once_to_each(asked, coordinator, head, colleague, smtp_server):
    """Who hears the answer does not hear of the moved date as well; the other owners do."""
    grant_request(asked, ruling(), by=standing_for(coordinator), now=NOW)
    reminders.run(NOW)
    assert "Granted: a later date" in "".join(body(smtp_server, number) for number in range(3))
    new = "Now “by the end of 2019”, at the latest 31 December 2019, moved once, 365 days after the first promise."
    assert sum(new in body(smtp_server, number) for number in range(3)) == 2
    assert told(smtp_server) == [
        ("colleague", "1 date moved"),
        ("editor", "1 request answered"),
        ("head", "1 request answered"),
    ]
    reminders.run(NOW + DAY)
    assert told(smtp_server) == []
    spared = Reminder.objects.filter(step__kind=StepKind.MOVED, status=ReminderStatus.SUPERSEDED)
    assert set(spared.values_list("outcome", flat=True)) == {"The answer to the request tells it."}


def test_granted_withdrawal_is_told_though_the_commitment_is_closed(promise, editor, coordinator, smtp_server):
    drop = RequestDraft("drop", "No longer needed.")
    asked = ask_for_decision(promise, drop, by=standing_for(editor), now=NOW)
    grant_request(asked, ruling(), by=standing_for(coordinator), now=NOW)
    reminders.run(NOW)
    assert "Granted: to drop it" in body(smtp_server)


def test_owners_are_told_once_of_a_moved_date(promise, editor, head, viewer, coordinator, smtp_server):
    move(promise, coordinator)
    for day in range(3):
        reminders.run(NOW + day * DAY)
    said = body(smtp_server)
    assert "The date moved to 31 December 2019" in said
    assert "before: 31 December 2018; moved once, 365 days after the first promise." in said
    assert told(smtp_server) == [("editor", "1 date moved"), ("head", "1 date moved")]


def test_only_the_newest_of_two_moves_is_told(promise, editor, coordinator, smtp_server):
    move(promise, coordinator)
    reminders.run(NOW - dt.timedelta(hours=5))
    move(promise, coordinator, "2020")
    reminders.run(NOW)
    (mail,) = smtp_server.messages
    assert "The date moved to 31 December 2020" in mail.get_body(("plain",)).get_content()
    older = Reminder.objects.get(status=ReminderStatus.SUPERSEDED)
    assert older.outcome == "The date moved again: now “by 2020”."


def test_who_recorded_the_move_is_not_told_of_it(promise, ministry, coordinator, editor, smtp_server):
    SeatFactory(person=coordinator, institution=ministry, role=Role.EDITOR)
    move(promise, coordinator)
    reminders.run(NOW)
    reminders.run(NOW + DAY)
    assert [who for who, _ in told(smtp_server)] == ["editor"]
    assert Reminder.objects.get(recipient=coordinator).outcome == "They recorded the decision."


def test_moved_and_withdrawn_before_the_mail(promise, editor, coordinator, smtp_server):
    move(promise, coordinator)
    reminders.run(NOW - dt.timedelta(hours=5))
    withdraw(promise, ruling(), by=standing_for(coordinator), now=NOW)
    reminders.run(NOW)
    assert told(smtp_server) == []
    assert Reminder.objects.get().outcome == "It was withdrawn on 1 June 2018."


def test_old_news_is_not_told(promise, editor, coordinator, smtp_server):
    move(promise, coordinator)
    reminders.run(NOW + 40 * DAY)
    assert told(smtp_server) == []


def test_news_missed_while_nobody_asked_is_made_good(promise, editor, coordinator, smtp_server):
    JobRun.objects.create(job="reminders", started_at=NOW - DAY, finished_at=NOW - DAY)
    move(promise, coordinator)
    reminders.run(NOW + 40 * DAY)
    assert told(smtp_server) == [("editor", "1 date moved")]


def test_coordinator_away_is_stood_in_for(asked, coordinator, administrator, smtp_server):
    deputy = SeatFactory(institution=asked.commitment.lead, role=Role.VIEWER, person__email="deputy@example.org")
    Seat.objects.filter(person=coordinator).update(
        deputy=deputy, absent_from=NOW.date(), absent_until=NOW.date() + 5 * DAY
    )
    reminders.run(NOW)
    assert [who for who, _ in told(smtp_server)] == ["deputy"]


def test_who_asked_and_left_is_not_told(asked, coordinator, head, editor, smtp_server):
    Seat.objects.filter(person=editor).update(held_until=NOW.date() - DAY)
    refuse_request(asked, "It can be done.", by=standing_for(coordinator), now=NOW)
    reminders.run(NOW)
    assert [who for who, _ in told(smtp_server)] == ["head"]


def test_request_nobody_can_answer_is_named(asked, smtp_server):
    assert reminders.run(NOW).nobody_to_tell == ("NO-2017-02",)


def test_one_mail_says_it_all(promise, coordinator, editor, smtp_server):
    move(promise, coordinator, "2018-06-20")
    reminders.run(NOW)
    said = body(smtp_server)
    assert told(smtp_server) == [("editor", "1 commitment due within 30 days, 1 date moved")]
    assert said.index("Due in 19 days") < said.index("The date moved to 20 June 2018")
    assert "Moved once, 194 days before the first promise" in said


def test_dry_run_says_the_same_and_writes_nothing(asked, coordinator, kept_here):
    out = StringIO()
    call_command("send_reminders", "--on", "2018-06-01", "--dry-run", "--json", stdout=out)
    (mail,) = json.loads(out.getvalue())["mails"]
    (notice,) = mail["notices"]
    assert (notice["what"], notice["reference"]) == ("A request waits for your answer", "NO-2017-02")
    assert not Reminder.objects.exists()
    (ahead,) = preview(NOW.date(), today=NOW.date()).digests
    reminders.run(NOW)
    assert Message.objects.get().content_key == ahead.key


@pytest.mark.parametrize(("day", "mails"), [(0, ["request to answer"]), (1, []), (7, ["request to answer"]), (8, [])])
def test_past_days_as_they_stood(asked, coordinator, day, mails):
    refuse_request(asked, "No.", by=standing_for(coordinator), now=NOW + 9 * DAY)
    found = preview(NOW.date() + day * DAY, today=NOW.date() + 60 * DAY).digests
    assert [one.subject for one in found] == [f"1 {what}" for what in mails]


def test_past_day_of_the_answer(asked, coordinator):
    refuse_request(asked, "No.", by=standing_for(coordinator), now=NOW + 9 * DAY)
    (digest,) = preview(NOW.date() + 9 * DAY, today=NOW.date() + 60 * DAY).digests
    assert (digest.name, digest.subject) == ("Editor", "1 request answered")


def test_page_of_the_commitment_says_what_went_and_goes(asked, coordinator, kept_here):
    coming = reminder_history(asked.commitment, NOW.date()).coming[:2]
    assert [(f"{one.on}", one.step) for one in coming] == [
        ("2018-06-01", "weekly while a request waits"),
        ("2018-06-08", "weekly while a request waits"),
    ]
    reminders.run(NOW)
    history = reminder_history(asked.commitment, NOW.date())
    assert (history.past[0].step, history.past[0].recipient) == ("weekly while a request waits", "Coordinator")
    assert f"{history.coming[0].on}" == "2018-06-08"


def test_ledger_refuses_a_second_row(asked, coordinator, kept_here):
    reminders.run(NOW)
    row = Reminder.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("verb", ["ask", "answer", "move"])
def test_ten_cost_no_more_queries_than_two(strategy, ministry, editor, head, coordinator, kept_here, verb):
    """Every mail of a day is written from the same few questions."""

    def queries(count, now):
        for _ in range(count):
            one = CommitmentFactory(lead=ministry, document=strategy, due="2021")
            if verb == "move":
                move(one, coordinator, "2022", now=now)
                continue
            draft = RequestDraft("drop", "No longer needed.")
            request = ask_for_decision(one, draft, by=standing_for(editor), now=now)
            if verb == "answer":
                refuse_request(request, "No.", by=standing_for(coordinator), now=now)
        with CaptureQueriesContext(connection) as captured:
            reminders.run(now)
        return len(captured)

    assert queries(2, NOW) >= queries(10, NOW + DAY)


def test_date_moved_before_the_policy_told_of_it_is_no_news(promise, editor, coordinator, smtp_server, norway):
    in_force((StepKind.OVERDUE, 7, "7", OWNERS), country=norway)
    move(promise, coordinator)
    reminders.run(NOW)
    steps = ((StepKind.OVERDUE, 7, "7", OWNERS), (StepKind.MOVED, 0, "", OWNERS))
    begun = in_force(*steps, country=norway, since=NOW + DAY, by=coordinator)
    reminders.run(NOW + DAY)
    assert (begun.version, told(smtp_server)) == (2, [])
    move(promise, coordinator, "2020", now=NOW + 2 * DAY)
    reminders.run(NOW + 2 * DAY)
    assert told(smtp_server) == [("editor", "1 date moved")]
