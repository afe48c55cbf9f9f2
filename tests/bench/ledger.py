"""A ledger in which everybody has been told of everything, written by SQL: planning a million would take hours.

Of each date, silence and milestone the newest step is on record, and of overdue dates that nobody reported on since the
mail of a month ago an escalation: one row each, to one person, which is what a scan that has nothing to do looks at.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import connection

from commitments.choices import MessageStatus, StepKind
from commitments.models import Message
from commitments.reminders.steps import Policy, Stage, stages
from countries.models import Person

_ROW = """
INSERT INTO commitments_reminder (commitment_id, about, due_revision, step_id, since, milestone_id, round, recipient_id,
falls_on, days_after, planned_at, message_id, status, outcome, reason)
SELECT c.id, %s, c.due_revision, %s, {since}, {milestone}, %s, %s, %s, %s, %s, %s, 'done', '', '{{}}'
FROM commitments_commitment c {others} WHERE c.done_on IS NULL AND c.closed_on IS NULL AND {window}
"""
_WINDOW = "{0} <= %s AND {0} > %s"
_DATES = _ROW.format(since="NULL", milestone="NULL", others="", window=_WINDOW.format("c.due_latest"))
_SILENCES = _ROW.format(
    since="c.last_reported_on", milestone="NULL", others="", window=_WINDOW.format("c.last_reported_on")
)
_MILESTONES = _ROW.format(
    since="m.due_latest",
    milestone="m.id",
    others="JOIN commitments_milestone m ON m.commitment_id = c.id AND m.done_on IS NULL",
    window=_WINDOW.format("m.due_latest"),
)
_ESCALATIONS = _ROW.format(
    since="CAST(%s AS date)",
    milestone="NULL",
    others="",
    window="""c.due_latest < %s AND NOT EXISTS (
SELECT 1 FROM commitments_progressupdate p WHERE p.commitment_id = c.id AND p.posted_at > %s)""",
)


def tell_everybody(policy: Policy, now: dt.datetime) -> None:
    """By a mail of a month ago, and of escalations by one of today."""
    on, before = now.date(), now - dt.timedelta(days=30)
    with connection.cursor() as cursor:
        mail = _mail(before)
        for statement, about, steps in (
            (_DATES, "due_date", policy.dates),
            (_SILENCES, "silence", policy.of(StepKind.STALE)),
            (_MILESTONES, "milestone", policy.of(StepKind.MILESTONE)),
        ):
            for stage in stages(steps, on):
                cursor.execute(statement, [about, *_row(stage, before, mail), stage.until, _first(stage)])
        for step in policy.of(StepKind.ESCALATION):
            row = [step.pk, before.date(), 0, *_to(on, step.offset_days, now, _mail(now))]
            cursor.execute(_ESCALATIONS, ["escalation", *row, on, before])
        cursor.execute("ANALYZE")


def _row(stage: Stage, at: dt.datetime, mail: Message) -> Iterable[object]:
    return stage.step.pk, stage.round, *_to(stage.on, stage.begins, at, mail)


def _to(on: dt.date, days_after: int, at: dt.datetime, mail: Message) -> Iterable[object]:
    return mail.recipient_id, on, days_after, at, mail.pk


def _first(stage: Stage) -> dt.date:
    return max(stage.after, dt.date(1, 1, 1))


def _mail(at: dt.datetime) -> Message:
    return Message.objects.create(
        recipient=Person.objects.earliest("pk"),
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
