"""Silences, milestones, reviews asked for, mails nobody acted on: from the fact to the mailbox."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.actions import MilestoneDraft, ProgressDraft, add_milestone, finish_milestone, post_update
from commitments.choices import About, MessageStatus, ReminderStatus
from commitments.models import Commitment, Message, Reminder, ReviewRequest
from commitments.reminders.escalations import working_days_after, working_days_before
from commitments.reminders.explain import reminder_history
from commitments.reminders.outlook import outlook
from commitments.reminders.preview import preview
from commitments.reminders.scan import day_of
from countries.choices import Role
from countries.models import Seat
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory, SeatFactory
from tests.people import standing_for

NOON = dt.time(10)
DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.usefixtures("shipped_policy")


def at(day, time=NOON):
    return dt.datetime.combine(dt.date.fromisoformat(day), time, dt.UTC)


def told(smtp_server):
    said = sorted((one.recipients[0].partition("@")[0], one.message["Subject"]) for one in smtp_server.deliveries)
    smtp_server.deliveries.clear()
    return said


def body(smtp_server, number=-1):
    return smtp_server.messages[number].get_body(("plain",)).get_content()


def report(commitment, by, now, *, on=None, **fields):
    fields = {"completion": commitment.completion, "no_change": True, **fields}
    return post_update(commitment, ProgressDraft(on or now.date(), **fields), by=standing_for(by), now=now)


@pytest.fixture
def undated(strategy, ministry):
    """Registered on 1 January 2018, without a date."""
    return CommitmentFactory(
        reference="NO-2017-05", lead=ministry, document=strategy, due=None, registered_at=at("2018-01-01")
    )


def test_silence_is_asked_after_and_less_and_less_often(undated, editor, smtp_server):
    heard = []
    for number in (89, 90, 91, 119, 120, 179, 180, 269, 270, 271, 359, 360):
        reminders.run(at("2018-01-01") + number * DAY)
        if told(smtp_server):
            heard.append(number)
    assert heard == [90, 120, 180, 270, 360]


def test_no_change_ends_the_silence(undated, editor, smtp_server):
    report(undated, editor, at("2018-03-31"))
    reminders.run(at("2018-04-02"))
    reminders.run(at("2018-06-28"))
    assert told(smtp_server) == []
    reminders.run(at("2018-06-29"))
    assert "No report for 90 days" in body(smtp_server)
    assert told(smtp_server) == [("editor", "1 commitment without a recent report")]


def test_report_between_planning_and_sending(undated, editor, smtp_server):
    reminders.run(at("2018-04-01", dt.time(3)))
    assert Reminder.objects.planned().get().about == About.SILENCE
    report(undated, editor, at("2018-04-01", dt.time(4)))
    reminders.run(at("2018-04-01"))
    assert told(smtp_server) == []
    assert Reminder.objects.get().outcome == "Somebody reported, as of 1 April 2018."


def test_overdue_and_silent_is_one_line_with_both_reasons(strategy, ministry, editor, smtp_server):
    CommitmentFactory(lead=ministry, document=strategy, due="2018-03-25", registered_at=at("2018-01-01"))
    reminders.run(at("2018-04-01"))
    said = body(smtp_server)
    assert "Also: nobody has reported yet." in " ".join(said.split())
    assert "Nobody has reported lately" not in said
    assert told(smtp_server) == [("editor", "1 commitment overdue")]


def test_downtime_collapses_into_the_newest(undated, editor, smtp_server):
    reminders.run(at("2019-06-01"))
    reminders.run(at("2019-06-02"))
    assert [row.round for row in Reminder.objects.filter(about=About.SILENCE)] == [6]


@pytest.fixture
def stone(undated, editor):
    draft = MilestoneDraft("Law passed", "by 1 March 2018", "2018-03-01")
    return add_milestone(undated, draft, by=standing_for(editor), now=at("2018-01-01"))


def test_milestone_before_on_and_after_its_date_until_it_is_reached(stone, editor, smtp_server):
    heard = {}
    for day in ("02-14", "02-15", "02-16", "03-01", "03-02", "03-07", "03-08", "03-21", "03-22", "03-30", "04-01"):
        now = at(f"2018-{day}")
        if day == "03-30":
            finish_milestone(stone, on=now.date(), by=standing_for(editor), now=now)
        reminders.run(now)
        for _ in told(smtp_server):
            heard[f"{now:%m-%d}"] = body_line(Message.objects.first().text)
    assert heard == {
        "02-15": "Milestone due in 14 days",
        "03-01": "Milestone due today",
        "03-08": "Milestone overdue by 7 days",
        "03-22": "Milestone overdue by 21 days",
        "04-01": "Nobody has reported yet",
    }


def body_line(text):
    return next(line.strip() for line in text.splitlines() if line.startswith("    "))


def test_overdue_milestone_is_coloured_as_late_and_one_to_come_is_not(stone, editor, smtp_server):
    found = []
    for day in ("2018-03-01", "2018-04-20"):
        reminders.run(at(day))
        html = smtp_server.messages[-1].get_body(("html",)).get_content()
        found.append("state late" in html)
    assert found == [False, True]


def test_milestone_reached_before_the_mail_leaves(stone, editor, smtp_server):
    reminders.run(at("2018-03-01", dt.time(3)))
    finish_milestone(stone, on=dt.date(2018, 3, 1), by=standing_for(editor), now=at("2018-03-01", dt.time(4)))
    reminders.run(at("2018-03-01"))
    assert told(smtp_server) == []
    assert Reminder.objects.first().outcome == "The milestone was reached on 1 March 2018."


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        ("2018-03-26", 3, "2018-04-03"),  # Easter: Thursday, Friday and Monday are no working days in Norway
        ("2018-06-01", 1, "2018-06-04"),
        ("2018-06-02", 1, "2018-06-04"),
    ],
)
def test_working_days_of_the_country(norway, day, number, then):
    day, then = dt.date.fromisoformat(day), dt.date.fromisoformat(then)
    assert working_days_after(norway, day, number) == then
    assert working_days_before(norway, then, number) >= day
    assert working_days_before(norway, then - DAY, number) < day


@pytest.fixture
def late(strategy, ministry):
    """Due on 1 May 2018, reported on in April: silent to nobody before the mails of May."""
    return CommitmentFactory(
        reference="NO-2017-09", lead=ministry, document=strategy, due="2018-05-01", registered_at=at("2018-04-20")
    )


def test_escalation_ten_working_days_after_the_mail_was_sent(late, editor, coordinator, smtp_server):
    heard = []
    for day in ("05-08", "05-14", "05-15", "05-24", "05-25", "05-26", "05-29"):
        now = at(f"2018-{day}")
        reminders.run(now)
        heard += [f"{now:%m-%d}" for who, _ in told(smtp_server) if who == "coordinator"]
    assert heard == ["05-25"]  # mailed on 8 May; 10, 17 and 21 May are holidays
    row = Reminder.objects.get(about=About.ESCALATION)
    assert (row.since, row.falls_on) == (dt.date(2018, 5, 8), dt.date(2018, 5, 25))
    assert "Overdue by 24 days, and nobody has acted since 8 May 2018" in row.message.text


def test_working_days_are_those_of_each_country(late, lithuania, editor, coordinator, smtp_server):
    house = InstitutionFactory(country=lithuania)
    SeatFactory(institution=house, role=Role.COORDINATOR)
    CommitmentFactory(lead=house, document=DocumentFactory(country=lithuania), due="2018-04-30")
    SeatFactory(institution=house)
    for day in ("05-08", "05-22", "05-25"):
        reminders.run(at(f"2018-{day}"))
    rows = Reminder.objects.filter(about=About.ESCALATION).order_by("falls_on")
    falls = [(row.commitment.country.code, f"{row.falls_on:%m-%d}", f"{row.planned_at:%m-%d}") for row in rows]
    assert falls == [("LT", "05-22", "05-22"), ("NO", "05-25", "05-25")]


def test_report_stops_the_clock_and_the_next_mail_starts_it_anew(late, editor, coordinator, smtp_server):
    for day in ("05-08", "05-15", "05-16", "05-22", "06-04", "06-05", "06-06"):
        now = at(f"2018-{day}")
        if f"{now:%m-%d}" == "05-16":
            report(late, editor, now)
        reminders.run(now)
    row = Reminder.objects.get(about=About.ESCALATION)
    assert (row.since, row.falls_on) == (dt.date(2018, 5, 22), dt.date(2018, 6, 5))


def test_mail_that_was_never_sent_starts_no_clock(late, editor, coordinator, smtp_server):
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    for day in ("05-08", "05-09", "05-25", "06-11"):
        reminders.run(at(f"2018-{day}"))
    assert not Reminder.objects.filter(about=About.ESCALATION).exists()


def test_report_before_the_escalation_leaves(late, editor, coordinator, smtp_server):
    reminders.run(at("2018-05-08"))
    reminders.run(at("2018-05-25", dt.time(3)))
    report(late, editor, at("2018-05-25", dt.time(4)))
    told(smtp_server)
    reminders.run(at("2018-05-25"))
    assert [who for who, _ in told(smtp_server)] == ["editor"]
    row = Reminder.objects.get(about=About.ESCALATION)
    assert (row.status, row.outcome) == (ReminderStatus.SUPPRESSED, "Somebody reported before this mail left.")


def test_when_every_mail_is_refused_the_coordinator_hears(late, editor, head, coordinator, smtp_server):
    smtp_server.refuse_recipients = "550 5.1.1 No such mailbox"
    reminders.run(at("2018-05-08"))
    smtp_server.refuse_recipients = ""
    reminders.run(at("2018-05-08", dt.time(11)))
    assert [who for who, _ in told(smtp_server)] == ["coordinator"]
    assert "The mail to Editor, Head could not be delivered, and you are coordinator" in body_of(coordinator)
    reminders.run(at("2018-05-09"))
    assert told(smtp_server) == []


def body_of(person):
    text = Message.objects.filter(recipient=person, status=MessageStatus.SENT).latest("pk").text
    return " ".join(text.replace("the mail", "The mail").split())


def test_one_of_two_reached_is_enough(late, editor, head, coordinator, smtp_server):
    reminders.run(at("2018-05-08"))
    Reminder.objects.filter(recipient=editor).update(status=ReminderStatus.EXPIRED, outcome="Refused for good.")
    told(smtp_server)
    reminders.run(at("2018-05-09"))
    assert told(smtp_server) == []


def test_nobody_at_all_is_reported(late, editor, smtp_server):
    smtp_server.refuse_recipients = "550 5.1.1 No such mailbox"
    reminders.run(at("2018-05-08"))
    assert reminders.run(at("2018-05-09")).nobody_to_tell == ("NO-2017-09",)


@pytest.fixture
def asked(undated, editor, coordinator):
    return ReviewRequest.objects.create(
        commitment=undated, asked=coordinator, asked_by=editor, reason="Is it done?", posted_at=at("2018-02-01")
    )


def test_review_is_asked_for_until_it_is_answered(asked, coordinator, smtp_server):
    heard = []
    for day in ("02-01", "02-02", "02-14", "02-15", "03-14", "03-15", "03-16"):
        now = at(f"2018-{day}")
        reminders.run(now)
        heard += [f"{now:%m-%d}" for who, _ in told(smtp_server) if who == "coordinator"]
    assert heard == ["02-01", "02-15", "03-15"]


def test_review_of_what_is_said_to_be_complete_is_asked_for_all_the_same(asked, editor, coordinator, smtp_server):
    """Completed before it was asked for, or after: a claim is what a review judges."""
    commitment, now = asked.commitment, at("2018-02-01")
    report(commitment, editor, now, completion="complete", no_change=False, narrative="Done.")
    foreseen = [one.at.date() for one in outlook(coordinator, day_of(now), now).mails]
    on_its_page = [one.on for one in reminder_history(Commitment.objects.get(pk=commitment.pk), now.date()).coming]
    reminders.run(now)
    assert told(smtp_server) == [("coordinator", "1 review to make")]
    assert foreseen[:2] == on_its_page == [now.date(), now.date() + 14 * DAY]
    ReviewRequest.objects.update(answered_at=now, refusal="No time.")
    reminders.run(now + 14 * DAY)
    assert told(smtp_server) == []


def test_milestone_longest_overdue_comes_first(undated, editor, smtp_server):
    for title, due in (("Tender", "2018-04-30"), ("Contract", "2018-05-14")):
        draft = MilestoneDraft(title, f"by {due}", due)
        add_milestone(undated, draft, by=standing_for(editor), now=at("2018-04-01"))
        undated.refresh_from_db()
    reminders.run(at("2018-04-30"))
    said = body(smtp_server)
    assert said.index("“Tender”") < said.index("“Contract”")


def test_reviewer_away_is_stood_in_for(asked, coordinator, smtp_server):
    house = InstitutionFactory(country=asked.commitment.country)
    deputy = SeatFactory(institution=house, role=Role.VIEWER, person__email="deputy@example.org")
    Seat.objects.filter(person=coordinator).update(
        deputy=deputy, absent_from=dt.date(2018, 1, 30), absent_until=dt.date(2018, 2, 9)
    )
    reminders.run(at("2018-02-01"))
    assert told(smtp_server) == [("deputy", "1 review to make")]


def test_who_sits_in_the_house_that_is_judged_is_told_as_coordinator_only(asked, coordinator, smtp_server):
    deputy = SeatFactory(institution=asked.commitment.lead, role=Role.VIEWER, person__email="deputy@example.org")
    Seat.objects.filter(person=coordinator).update(
        deputy=deputy, absent_from=dt.date(2018, 1, 30), absent_until=dt.date(2018, 2, 9)
    )
    reminders.run(at("2018-02-01"))
    assert "Coordinator, who is asked to review it, cannot be told" in " ".join(body(smtp_server).split())


@pytest.mark.parametrize("day", ["2018-02-15", "2018-04-01", "2018-05-01"])
def test_dry_run_says_what_the_scan_then_does(stone, asked, editor, coordinator, kept_here, day):
    """Of every kind, ahead and, of what fell on a past day, looking back."""
    (now, later) = at(day, dt.time(1)), dt.date(2019, 1, 1)
    ahead = preview(now.date(), today=now.date())
    back = preview(now.date(), today=later)
    assert Reminder.objects.count() == 0
    reminders.run(at(day))
    keys = set(Message.objects.values_list("content_key", flat=True))
    assert {digest.key for digest in ahead.digests} == keys
    fell = {row.commitment.reference for row in Reminder.objects.filter(falls_on=now.date())}
    assert {one.reference for digest in back.digests for one in digest.notices} == fell
