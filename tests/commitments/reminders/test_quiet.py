"""Who asked not to be asked is not, until the day they named; everybody else, and all news, go out as before."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.actions import (
    AcknowledgementDraft,
    Move,
    ProgressDraft,
    Ruling,
    acknowledge,
    ask_me_again,
    move_date,
    post_update,
)
from commitments.choices import MessageStatus, ReminderStatus
from commitments.models import Message, Reminder
from commitments.reminders.explain import reminder_history
from commitments.reminders.planner import plan
from commitments.reminders.preview import preview
from commitments.reminders.scan import day_of
from countries.choices import Role
from tests.factories import CommitmentFactory, SeatFactory
from tests.people import standing_for

pytestmark = pytest.mark.usefixtures("kept_here")
EARLY = dt.timedelta(hours=-4)
DAY = dt.timedelta(days=1)


def put_off(promise, person, until, now):
    draft = AcknowledgementDraft(until=until, reason="The lease is being signed.")
    return acknowledge(promise, draft, by=standing_for(person, now.date()), now=now)


def mailed(*people):
    """Days on which each got a mail."""
    went = Message.objects.filter(status=MessageStatus.KEPT).order_by("local_day")
    return [list(went.filter(recipient=one).values_list("local_day", flat=True)) for one in people]


def of(person):
    """The newest of theirs."""
    return Reminder.objects.filter(recipient=person)[0]


def test_only_who_asked_is_not_told(promise, editor, colleague, morning):
    put_off(promise, editor, dt.date(2018, 12, 10), morning - DAY)
    reminders.run(morning)
    assert mailed(editor, colleague) == [[], [morning.date()]]
    assert of(editor).status == ReminderStatus.SUPPRESSED
    assert of(editor).outcome == (
        "They asked on 30 November 2018 not to be reminded before 10 December 2018: The lease is being signed."
    )


def test_it_is_owed_again_on_the_day_named_although_others_were_told(promise, editor, colleague, morning):
    put_off(promise, editor, dt.date(2018, 12, 10), morning - DAY)
    for days in (0, 1, 8, 9, 10):
        reminders.run(morning + days * DAY)
    assert mailed(editor, colleague) == [[dt.date(2018, 12, 10)], [morning.date()]]
    assert of(editor).held_back_by is None


def test_what_was_planned_before_it_was_said_does_not_go(promise, editor, morning):
    reminders.run(morning + EARLY)
    assert of(editor).status == ReminderStatus.PLANNED
    put_off(promise, editor, dt.date(2018, 12, 10), morning + EARLY)
    reminders.run(morning)
    assert mailed(editor) == [[]]
    assert "not to be reminded before 10 December 2018" in of(editor).outcome


def test_what_was_taken_back_is_told_the_same_day(promise, editor, morning):
    put_off(promise, editor, dt.date(2018, 12, 10), morning - DAY)
    reminders.run(morning)
    ask_me_again(promise, by=standing_for(editor), now=morning)
    reminders.run(morning + dt.timedelta(hours=1))
    assert mailed(editor) == [[morning.date()]]


def test_a_moved_date_is_news_and_ends_the_quiet(promise, editor, coordinator, morning):
    put_off(promise, editor, dt.date(2018, 12, 10), morning - DAY)
    ruling = Ruling(morning.date(), "The Cabinet", "Sooner.")
    move = Move("by 20 December 2018", "2018-12-20")
    move_date(promise, move, ruling, by=standing_for(coordinator), now=morning)
    reminders.run(morning + dt.timedelta(minutes=1))
    assert mailed(editor) == [[morning.date()]]
    kinds = set(Reminder.objects.filter(recipient=editor).values_list("step__kind", "status"))
    assert kinds == {("moved", "done"), ("before", "done")}


def test_overdue_is_asked_again_after_two_weeks(promise, editor, morning):
    late = dt.datetime(2019, 1, 5, 8, tzinfo=dt.UTC)
    put_off(promise, editor, dt.date(2019, 1, 19), late)
    for days in (0, 2, 9, 13, 14, 15):
        reminders.run(late + days * DAY)
    assert mailed(editor)[0][0] == dt.date(2019, 1, 19)
    assert "weekly while overdue" in str(Reminder.objects.filter(status=ReminderStatus.DONE).last().step)


def test_rounds_that_were_held_back_collapse_into_the_newest(promise, editor):
    late = dt.datetime(2019, 1, 6, 8, tzinfo=dt.UTC)
    put_off(promise, editor, dt.date(2019, 1, 20), late)
    for days in (0, 1, 7, 8, 13, 14):
        reminders.run(late + days * DAY)
    statuses = dict(Reminder.objects.filter(step__kind="overdue").values_list("falls_on", "status"))
    assert statuses == {
        dt.date(2019, 1, 7): ReminderStatus.SUPERSEDED,
        dt.date(2019, 1, 14): ReminderStatus.DONE,
    }


def test_coordinator_who_stands_in_for_nobody_is_told(promise, editor, coordinator, ministry, morning):
    """They could put it off while they owned it; now they are told as coordinator."""
    seat = SeatFactory(person=coordinator, institution=ministry, role=Role.EDITOR)
    put_off(promise, coordinator, dt.date(2018, 12, 20), morning - DAY)
    editor.seats.all().delete()
    seat.delete()
    reminders.run(morning)
    assert mailed(coordinator) == [[morning.date()]]


def test_done_meanwhile_stays_untold_for_that_reason(promise, editor, colleague, morning):
    put_off(promise, editor, dt.date(2018, 12, 10), morning - DAY)
    reminders.run(morning)
    draft = ProgressDraft(morning.date(), "complete", "Opened.")
    post_update(promise, draft, by=standing_for(colleague), now=morning)
    reminders.run(dt.datetime(2018, 12, 11, 8, tzinfo=dt.UTC))
    assert of(editor).outcome == "It was completed on 1 December 2018."


def test_asking_again_and_again_changes_nothing(promise, editor, colleague, morning):
    put_off(promise, editor, dt.date(2018, 12, 10), morning - DAY)

    def rows():
        today = day_of(morning)
        plan(today, now=morning)
        return list(Reminder.objects.order_by("pk").values())

    assert rows() == rows()


def test_everybody_quiet_is_not_nobody_to_tell(promise, editor, morning):
    put_off(promise, editor, dt.date(2018, 12, 10), morning - DAY)
    today = day_of(morning)
    assert plan(today, now=morning).nobody_to_tell == ()


@pytest.mark.parametrize(("on", "told"), [((2018, 12, 1), {"Colleague"}), ((2018, 12, 10), {"Editor"})])
def test_preview_says_what_will_happen(promise, editor, colleague, morning, on, told):
    put_off(promise, editor, dt.date(2018, 12, 10), morning - DAY)
    if on != (2018, 12, 1):
        reminders.run(morning)
    seen = preview(dt.date(*on), today=morning.date())
    assert {digest.name for digest in seen.digests} == told


def test_the_page_of_the_commitment_says_why_not(promise, editor, morning):
    put_off(promise, editor, dt.date(2018, 12, 10), morning - DAY)
    reminders.run(morning)
    past = reminder_history(promise, morning.date()).past
    assert [one.label for one in past] == ["Not sent"]
    assert "not to be reminded before 10 December 2018" in past[0].outcome


def test_the_page_of_the_commitment_says_who_is_told_when(promise, editor, colleague, morning):
    put_off(promise, editor, dt.date(2018, 12, 27), morning - DAY)
    history = reminder_history(promise, morning.date())
    coming = {(one.on, one.step): one.recipients for one in history.coming}
    assert coming[dt.date(2018, 12, 24), "7 days before"] == ("Colleague",)
    assert coming[dt.date(2018, 12, 27), "7 days before"] == ("Editor",)
    assert set(coming[dt.date(2018, 12, 30), "1 day before"]) == {"Editor", "Colleague"}
    assert [(one.who, one.until) for one in history.put_off] == [("Editor", dt.date(2018, 12, 27))]


@pytest.mark.usefixtures("shipped_policy")
def test_silence_about_what_has_no_date_can_be_put_off_too(strategy, ministry, editor):
    begun = dt.datetime(2018, 1, 1, 10, tzinfo=dt.UTC)
    undated = CommitmentFactory(lead=ministry, document=strategy, due=None, registered_at=begun)
    put_off(undated, editor, dt.date(2018, 4, 20), begun + 80 * DAY)
    for number in (88, 90, 108, 109, 110):
        reminders.run(begun + number * DAY)
    assert mailed(editor) == [[dt.date(2018, 4, 20)]]
