"""Whatever the days on which somebody asks: nobody is told twice, nobody gets two mails a day, nobody is forgotten."""

import datetime as dt
from collections import Counter
from contextlib import contextmanager

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments import reminders
from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update
from commitments.choices import MessageStatus, ReminderStatus
from commitments.models import Message, Reminder
from commitments.reminders.steps import newest, policies_in_force
from tests.factories import CommitmentFactory
from tests.people import standing_for
from tests.servers import examples

START = dt.datetime(2018, 11, 20, 0, tzinfo=dt.UTC)
VISITS = st.lists(
    st.tuples(st.integers(0, 90), st.integers(0, 23), st.sampled_from(["scan", "scan", "scan", "move", "done"])),
    min_size=1,
    max_size=7,
)


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def act(what, commitment, on, by, now):
    commitment.refresh_from_db()
    if what == "move" and not commitment.done_on:
        later = f"{on + dt.timedelta(days=45)}"
        if later != commitment.due_edtf:
            ruling = Ruling(on, "The government", "It takes longer.")
            move_date(commitment, Move(f"by {later}", later), ruling, by=by, now=now)
    if what == "done":
        back = commitment.done_on is not None
        claim = ProgressDraft(on, "limited" if back else "complete", narrative="As seen.")
        post_update(commitment, claim, by=by, now=now)


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits=VISITS, pause=st.integers(1, 14))
def test_any_sequence_of_scan_days(visits, pause, promise, strategy, ministry, editor, head, coordinator, kept_here):
    by = standing_for(coordinator)
    with rolled_back():
        CommitmentFactory(reference="NO-2017-03", due="2018-11", lead=ministry, document=strategy)
        for day, hour, what in sorted(visits):
            now = START + dt.timedelta(days=day, hours=hour)
            act(what, promise, now.date(), by, now)
            reminders.run(now)
            check_newest_is_on_record(promise, promise.country.local_date(now))
        last = START + dt.timedelta(days=max(visits)[0] + pause, hours=15)
        reminders.run(last)
        reminders.run(last)
        check_nobody_told_twice()
        check_newest_is_on_record(promise, last.date())
        assert not Reminder.objects.planned().exists()


def check_nobody_told_twice():
    told = Reminder.objects.filter(status=ReminderStatus.DONE, message__status=MessageStatus.KEPT)
    keys = Counter(told.values_list("commitment", "due_revision", "step", "round", "recipient", "decision"))
    assert max(keys.values(), default=1) == 1
    days = Counter(Message.objects.filter(status=MessageStatus.KEPT).values_list("recipient", "local_day"))
    assert max(days.values(), default=1) == 1
    per_mail = Counter(told.values_list("message", "commitment", "decision"))
    assert max(per_mail.values(), default=1) == 1


def check_newest_is_on_record(promise, on):
    """Everybody was told of the step that the day lies in, or will be at the next eight o'clock."""
    promise.refresh_from_db()
    reached = newest(policies_in_force().default.dates, promise.due_latest, on)
    if promise.done_on is None and reached is not None:
        step, number = reached
        rows = Reminder.objects.filter(commitment=promise, due_revision=promise.due_revision, step=step, round=number)
        statuses = list(rows.values_list("status", flat=True))
        assert len(statuses) == 2
        assert set(statuses) <= {ReminderStatus.PLANNED, ReminderStatus.DONE}
