"""Whatever the order of absences, policy changes, reports and refused mailboxes: nobody is told twice of the same, and
every open overdue commitment has somebody told lately, or a stated reason."""

import datetime as dt
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments import reminders
from commitments.actions import ProgressDraft, post_update
from commitments.choices import DEADLINE_KINDS, About, ReminderStatus, StepKind
from commitments.models import Message, Reminder
from commitments.reminders.rules import LONGEST_SILENCE
from commitments.reminders.steps import DEFAULTS, OWNERS, policies_in_force
from countries.models import Seat
from tests.commitments.reminders.test_property import rolled_back
from tests.people import standing_for
from tests.policy import DATES_AND_NEWS, in_force
from tests.servers import examples

START = dt.datetime(2018, 12, 20, 11, tzinfo=dt.UTC)
NOT_LATE = tuple(step for step in DEFAULTS if step[0] != StepKind.OVERDUE)
POLICIES = {
    "shipped": DEFAULTS,
    "weekly": DATES_AND_NEWS,
    "rare": (*NOT_LATE, (StepKind.OVERDUE, 40, "30,90", OWNERS)),
    "two": (
        *NOT_LATE,
        (StepKind.OVERDUE, 3, "5,10", ("to_editors",)),
        (StepKind.OVERDUE, 60, "20", ("to_editors", "to_heads", "to_coordinators")),
    ),
}
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(["away", "back", "report", "refused", "scan", *(f"policy {name}" for name in POLICIES)]),
    ),
    min_size=2,
    max_size=7,
)


def act(what, promise, editor, now):
    if what == "away":
        Seat.objects.filter(person=editor).update(
            absent_from=now.date(), absent_until=now.date() + dt.timedelta(days=25)
        )
    elif what == "back":
        Seat.objects.filter(person=editor).update(absent_from=None, absent_until=None)
    elif what == "report":
        promise.refresh_from_db()
        draft = ProgressDraft(now.date(), promise.completion, no_change=True)
        post_update(promise, draft, by=standing_for(editor), now=now)
    elif what == "refused":
        failed = Reminder.objects.filter(status=ReminderStatus.DONE, message=Message.objects.order_by("pk").last())
        failed.update(status=ReminderStatus.EXPIRED, outcome="Refused for good: 550.")
    elif what != "scan":
        in_force(*POLICIES[what.partition(" ")[2]])


def check(promise, on, outcome):
    rows = Reminder.objects.filter(about=About.DUE_DATE)
    keys = Counter(rows.values_list("commitment", "due_revision", "step", "round", "recipient"))
    assert max(keys.values(), default=1) == 1
    told = rows.filter(commitment=promise, status=ReminderStatus.DONE).order_by("-falls_on").first()
    first = min(s.offset_days for s in policies_in_force().default.of(StepKind.OVERDUE))
    if (on - promise.due_latest).days < first:
        return
    lately = told is not None and (on - told.falls_on).days <= LONGEST_SILENCE
    assert lately or promise.reference in outcome.nobody_to_tell


@settings(max_examples=examples(5), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS, coordinated=st.booleans())
def test_any_order_of_events(events, coordinated, promise, editor, coordinator, kept_here):
    with rolled_back():
        if not coordinated:
            Seat.objects.filter(person=coordinator).delete()
        now = START
        for pause, what in events:
            now += dt.timedelta(days=pause)
            act(what, promise, editor, now)
            reminders.run(now)  # what was refused is told to somebody else in the next mail
            now += dt.timedelta(days=1)
            check(promise, now.date(), reminders.run(now))


def test_policies_tried_say_something_of_overdue():
    assert all(any(step[0] == StepKind.OVERDUE for step in steps) for steps in POLICIES.values())
    assert StepKind.OVERDUE in DEADLINE_KINDS
