"""Reminders beside their bare SQL, on the same rows.

The second one asks all that the policy that comes with the tracker asks, of the large database; what it finds owed is
planned first, and then told by a mail of a month ago, so that escalations have something to look at.
"""

import datetime as dt

from django.db import connection

from commitments.choices import About, MessageStatus, ReminderStatus, StepKind
from commitments.models import Commitment, Message, Reminder
from commitments.reminders.planner import plan
from commitments.reminders.scan import day_of, run
from commitments.reminders.steps import stages
from countries.models import Person
from tests.factories import CommitmentFactory, SeatFactory
from tests.planting.land import NOW as PLANTED

NOW = dt.datetime(2018, 12, 1, 12, tzinfo=dt.UTC)
COMMITMENTS = 20_000
_OWED = """
SELECT c.id FROM commitments_commitment c JOIN countries_document d ON d.id = c.document_id
WHERE d.country_id = %s AND c.done_on IS NULL AND c.closed_on IS NULL AND c.due_latest <= %s AND c.due_latest > %s
AND NOT EXISTS (SELECT 1 FROM commitments_reminder r WHERE r.commitment_id = c.id AND r.due_revision = c.due_revision
AND r.about = 'due_date' AND r.days_after >= %s AND r.falls_on > %s
AND r.status IN ('planned', 'bundled', 'done', 'expired'))
"""


def bench_scan_for_what_is_owed(db, compare):
    """What every minute costs when everybody has been told: a hundredth of the commitments is inside a window."""
    first = CommitmentFactory(due="2018-12-20")
    SeatFactory(institution=first.lead)
    Commitment.objects.bulk_create(_copies(first), batch_size=2000)
    run(NOW)
    today = day_of(NOW)
    (country, on), *_ = today.days.items()
    windows = stages(today.policies.default.dates, on)

    def bare():
        with connection.cursor() as cursor:
            for stage in windows:
                days = (stage.until, max(stage.after, dt.date(1, 1, 1)), stage.begins, stage.told_since)
                cursor.execute(_OWED, [country, *days])
                assert cursor.fetchall() == []

    name = f"scan of {COMMITMENTS:,} commitments, all told, against its bare SQL"
    compare(name, raw=bare, ours=lambda: plan(today.days, today.audience, now=NOW), times=15)


def _copies(first):
    for number in range(COMMITMENTS):
        copy = Commitment(
            **{f.attname: getattr(first, f.attname) for f in Commitment._meta.concrete_fields if f.attname != "id"}
        )
        copy.reference = f"B-{number}"
        copy.due_latest = (
            dt.date(2018, 12, 20) if number % 100 == 0 else dt.date(2021, 1, 1) + dt.timedelta(number % 900)
        )
        yield copy


_SILENT = """
SELECT c.id FROM commitments_commitment c WHERE c.done_on IS NULL AND c.closed_on IS NULL
AND c.last_reported_on <= %s AND c.last_reported_on > %s
AND NOT EXISTS (SELECT 1 FROM commitments_reminder r WHERE r.commitment_id = c.id AND r.about = 'silence'
AND r.days_after >= %s AND r.falls_on > %s AND r.since = c.last_reported_on
AND r.status IN ('planned', 'bundled', 'done'))
"""
_NEVER_REPORTED = """
SELECT c.id FROM commitments_commitment c WHERE c.done_on IS NULL AND c.closed_on IS NULL
AND c.last_reported_on IS NULL AND c.registered_at < %s
AND NOT EXISTS (SELECT 1 FROM commitments_reminder r WHERE r.commitment_id = c.id AND r.about = 'silence'
AND r.days_after >= %s AND r.falls_on > %s AND r.status IN ('planned', 'bundled', 'done'))
"""
_DUE = _OWED.replace("d.country_id = %s AND ", "").replace(", 'expired'", "")
_STEPS = """
SELECT m.id FROM commitments_milestone m JOIN commitments_commitment c ON c.id = m.commitment_id
WHERE m.done_on IS NULL AND c.done_on IS NULL AND c.closed_on IS NULL AND m.due_latest <= %s AND m.due_latest > %s
AND NOT EXISTS (SELECT 1 FROM commitments_reminder r WHERE r.milestone_id = m.id AND r.since = m.due_latest
AND r.days_after >= %s AND r.falls_on > %s AND r.status IN ('planned', 'bundled', 'done'))
"""
_UNANSWERED = """
SELECT c.id FROM commitments_commitment c WHERE c.done_on IS NULL AND c.closed_on IS NULL AND c.due_latest < %s
AND EXISTS (SELECT 1 FROM commitments_reminder r JOIN commitments_message m ON m.id = r.message_id
WHERE r.commitment_id = c.id AND r.about = 'due_date' AND r.due_revision = c.due_revision AND r.days_after > 0
AND r.status = 'done' AND m.status = 'sent' AND m.sent_at < %s
AND NOT EXISTS (SELECT 1 FROM commitments_progressupdate p WHERE p.commitment_id = c.id AND p.posted_at > m.sent_at))
AND NOT EXISTS (SELECT 1 FROM commitments_reminder r WHERE r.commitment_id = c.id AND r.about = 'escalation'
AND r.due_revision = c.due_revision AND r.status IN ('planned', 'bundled', 'done'))
"""
_MOVED = """
SELECT d.id FROM commitments_decision d JOIN commitments_commitment c ON c.id = d.commitment_id
WHERE d.kind = 'move_date' AND d.posted_at >= %s AND c.done_on IS NULL AND c.closed_on IS NULL
AND NOT EXISTS (SELECT 1 FROM commitments_reminder r WHERE r.decision_id = d.id)
"""


def bench_scan_under_the_whole_policy(plenty, shipped_policy, compare):
    today = day_of(PLANTED)
    plan(today.days, today.audience, now=PLANTED)
    _tell(PLANTED - dt.timedelta(days=30))
    plan(today.days, today.audience, now=PLANTED)  # what the mails of a month ago lead to
    _tell(PLANTED)
    policy, on = today.policies.default, PLANTED.date()
    asked = {
        _DUE: stages(policy.dates, on),
        _SILENT: stages(policy.of(StepKind.STALE), on),
        _STEPS: stages(policy.of(StepKind.MILESTONE), on),
    }

    def bare():
        with connection.cursor() as cursor:
            for statement, windows in asked.items():
                for stage in windows:
                    first = max(stage.after, dt.date(1, 1, 1))
                    cursor.execute(statement, [stage.until, first, stage.begins, max(stage.told_since, first)])
                    cursor.fetchall()
            for stage in asked[_SILENT]:
                cursor.execute(_NEVER_REPORTED, [stage.until, stage.begins, stage.told_since])
                cursor.fetchall()
            cursor.execute(_UNANSWERED, [on, PLANTED - dt.timedelta(days=14)])
            cursor.fetchall()
            cursor.execute(_MOVED, [PLANTED - dt.timedelta(days=30)])
            cursor.fetchall()

    promised = 3.0 if plenty >= 1_000_000 else None  # below it the few dozen questions cost more than their answers
    name = "scan for what is owed under the whole policy, all told, against its bare SQL"
    compare(name, raw=bare, ours=lambda: plan(today.days, today.audience, now=PLANTED), times=5, most=promised)


def _tell(at):
    """Everything planned, by one mail."""
    mail = Message.objects.create(
        recipient=Person.objects.first(),
        local_day=at.date(),
        address="p0@no.example.org",
        subject="Due",
        raw=b"",
        message_id=f"<{at:%Y%m%d}@bench>",
        written_at=at,
        next_attempt_at=at,
        status=MessageStatus.SENT,
        sent_at=at,
    )
    planned = Reminder.objects.filter(status=ReminderStatus.PLANNED)
    planned.exclude(about=About.ESCALATION).update(status=ReminderStatus.DONE, message=mail, planned_at=at)
    planned.update(status=ReminderStatus.DONE, message=mail)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
