"""Why, and why not: of one commitment, in words."""

import datetime as dt

import pytest
from django.template.loader import render_to_string

from commitments import reminders
from commitments.actions import MilestoneDraft, add_milestone
from commitments.choices import Closure, Completion, StepKind
from commitments.reminders.explain import reminder_history
from countries.access import Standing
from countries.models import Seat
from tests.factories import CommitmentFactory
from tests.people import standing_for
from tests.policy import in_force

ON = dt.date(2018, 12, 1)


def test_what_comes_if_nobody_acts(promise, editor):
    history = reminder_history(promise, dt.date(2018, 9, 1))
    assert [(f"{one.on}", one.step) for one in history.coming] == [
        ("2018-10-02", "90 days before"),
        ("2018-12-01", "30 days before"),
        ("2018-12-24", "7 days before"),
        ("2018-12-30", "1 day before"),
        ("2018-12-31", "on the day"),
        ("2019-01-07", "weekly while overdue"),
    ]
    assert history.coming[0].recipients == ("Editor",)


def test_each_step_says_whom_it_tells(promise, editor, coordinator):
    in_force((StepKind.BEFORE, -7, "", ("to_editors",)), (StepKind.OVERDUE, 7, "7", ("to_coordinators",)))
    assert [one.recipients for one in reminder_history(promise, ON).coming] == [("Editor",), ("Coordinator",)]


def test_what_became_of_each(promise, editor, kept_here, morning):
    reminders.run(morning)
    history = reminder_history(promise, ON)
    assert [(one.label, one.outcome) for one in history.past] == [
        ("Told", "In the mail of 1 December 2018, kept here because no mail server is set."),
        (
            "Replaced by a newer one",
            "Missed on 2 October 2018; the reminder of 1 December 2018 stands for it.",
        ),
    ]
    assert history.coming[0].step == "7 days before"


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"completion": Completion.COMPLETE, "done_on": ON}, "It was completed on 1 December 2018"),
        ({"closed_as": Closure.WITHDRAWN, "closed_on": ON}, "It was withdrawn on 1 December 2018"),
    ],
)
def test_why_nothing_comes(promise, editor, change, note):
    for name, value in change.items():
        setattr(promise, name, value)
    history = reminder_history(promise, ON)
    assert history.note == f"{note}, so nobody is reminded of it."
    assert history.coming == ()


def test_undated_says_so(strategy, ministry, editor):
    history = reminder_history(CommitmentFactory(document=strategy, lead=ministry, due=None), ON)
    assert history.note == "No date is promised, so nobody is reminded of one."


def test_nobody_to_tell_says_so(promise):
    assert reminder_history(promise, ON).note.startswith("Nobody can be told")


def test_mail_is_linked_for_those_who_may_see_it(promise, editor, colleague, administrator, kept_here, morning):
    reminders.run(morning)

    def linked(standing):
        return sum(bool(one.path) for one in reminder_history(promise, ON, standing=standing).past)

    standings = (standing_for(editor), standing_for(administrator), Standing(sees_all=True))
    assert [linked(standing) for standing in standings] == [1, 2, 0]


def test_visitor_reads_no_names(promise, editor, kept_here, morning):
    reminders.run(morning)
    history = reminder_history(promise, ON)
    assert "Editor" not in render_to_string("commitments/_reminders.html", {"history": history})
    assert "Editor" in render_to_string("commitments/_reminders.html", {"history": history, "user": editor})


def test_silence_and_milestone_that_come(shipped_policy, strategy, ministry, editor):
    registered = dt.datetime(2018, 11, 1, 12, tzinfo=dt.UTC)
    undated = CommitmentFactory(document=strategy, lead=ministry, due=None, registered_at=registered)
    draft = MilestoneDraft("Law passed", "by 1 March 2019", "2019-03-01")
    add_milestone(undated, draft, by=standing_for(editor, ON), now=registered)
    coming = reminder_history(undated, ON).coming
    assert [(f"{one.on}", one.step) for one in coming] == [
        ("2019-01-30", "90 days without a report"),
        ("2019-02-15", "14 days before a milestone: Law passed"),
        ("2019-03-01", "on the day of a milestone: Law passed"),
        ("2019-03-08", "7 days after a milestone: Law passed"),
    ]
    assert {one.recipients for one in coming} == {("Editor",)}


def test_escalation_that_follows_when_nobody_acts(shipped_policy, promise, editor, coordinator):
    """Ten working days after the first overdue mail, which goes on 7 January."""
    coming = reminder_history(promise, dt.date(2019, 1, 2)).coming
    assert [(one.on, one.recipients) for one in coming if "without an answer" in one.step] == [
        (dt.date(2019, 1, 21), ("Coordinator",))
    ]


def test_nobody_to_tell_of_what_has_no_date(strategy, ministry):
    undated = CommitmentFactory(document=strategy, lead=ministry, due=None)
    note = reminder_history(undated, ON).note
    assert note.startswith("No date is promised")
    assert "Nobody can be told" in note


def test_who_will_be_told_is_by_the_seats_of_that_day(promise, ministry, editor, colleague):
    """The editor leaves before the step of 30 days, and a colleague begins."""
    Seat.objects.filter(person=editor).update(held_until=dt.date(2018, 11, 15))
    Seat.objects.filter(person=colleague).update(held_from=dt.date(2018, 11, 16))
    coming = {(one.on, one.recipients) for one in reminder_history(promise, dt.date(2018, 11, 1)).coming}
    assert (dt.date(2018, 12, 1), ("Colleague",)) in coming
    assert not [day for day, told in coming if day > dt.date(2018, 11, 15) and "Editor" in told]


def test_who_takes_over_is_told_on_their_first_day(promise, editor, colleague, kept_here):
    """Of what is overdue by then, which the one before was told of."""
    Seat.objects.filter(person=editor).update(held_until=dt.date(2019, 1, 16))
    Seat.objects.filter(person=colleague).update(held_from=dt.date(2019, 1, 17))
    coming = {(one.on, one.recipients) for one in reminder_history(promise, dt.date(2019, 1, 10)).coming}
    assert (dt.date(2019, 1, 17), ("Colleague",)) in coming


def test_absence_that_is_entered_is_foreseen(promise, editor, colleague):
    seat = Seat.objects.get(person=editor)
    seat.absent_from, seat.absent_until = dt.date(2018, 11, 20), dt.date(2018, 12, 10)
    seat.deputy = Seat.objects.get(person=colleague)
    seat.save()
    coming = {one.on: one.recipients for one in reminder_history(promise, dt.date(2018, 11, 1)).coming}
    assert coming[dt.date(2018, 12, 1)] == ("Colleague",)


def test_silence_that_mails_count_from_another_day_than_pages(strategy, ministry, editor, shipped_policy):
    """Registered a year after its document: 90 days from then, and the sentence names the day of the first mail."""
    registered = dt.datetime(2018, 6, 1, 22, 30, tzinfo=dt.UTC)  # 2 June in Oslo
    new = CommitmentFactory(due=None, lead=ministry, document=strategy, registered_at=registered)
    history = reminder_history(new, dt.date(2018, 7, 1))
    assert history.silence == (
        "Nobody has reported yet. Pages count the silence from the document’s date; mails from 2 June 2018, when it "
        "was registered here, for nobody could report before. They ask from 31 August 2018 on."
    )
    assert [one.on for one in history.coming] == [dt.date(2018, 8, 31)]


@pytest.mark.parametrize(
    "change",
    [
        {"last_reported_on": ON},
        {"registered_at": dt.datetime(2017, 1, 1, tzinfo=dt.UTC)},
        {"closed_as": Closure.WITHDRAWN, "closed_on": ON},
    ],
    ids=["reported", "registered with its document", "closed"],
)
def test_silence_needs_no_words(promise, editor, shipped_policy, change):
    for name, value in change.items():
        setattr(promise, name, value)
    assert reminder_history(promise, ON).silence == ""


def test_policy_that_asks_about_no_silence_names_no_day(strategy, ministry, editor):
    in_force((StepKind.BEFORE, -7, "", ("to_editors",)))
    new = CommitmentFactory(due=None, lead=ministry, document=strategy, registered_at=dt.datetime.now(dt.UTC))
    assert reminder_history(new, ON).silence == ""
