"""Reminders beside their bare SQL, on the same rows.

The second one asks all that the policy that comes with the tracker asks, of the large database, in which everybody has
been told of everything a month ago: what every minute costs when there is nothing to do, and very much to look at.
"""

import datetime as dt

from django.db import connection

from commitments.choices import StepKind
from commitments.models import Commitment
from commitments.reminders.planner import plan
from commitments.reminders.scan import day_of, run
from commitments.reminders.steps import stages
from tests.bench.ledger import tell_everybody
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
    compare(name, raw=bare, ours=lambda: plan(today, now=NOW), times=15)


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


_OPEN = """
FROM {table} JOIN countries_document d ON d.id = c.document_id
WHERE d.country_id IN %s AND c.done_on IS NULL AND c.closed_on IS NULL AND {window}
AND NOT EXISTS (SELECT 1 FROM commitments_reminder r WHERE r.commitment_id = c.id AND {told}
AND r.status IN ('planned', 'bundled', 'done'))
"""
_COMMITMENT, _LATER = "commitments_commitment c", "r.days_after >= %s AND r.falls_on > %s"
_DUE = "SELECT c.id" + _OPEN.format(
    table=_COMMITMENT,
    window="c.due_latest <= %s AND c.due_latest > %s",
    told=f"r.about = 'due_date' AND r.due_revision = c.due_revision AND {_LATER}",
)
_SILENT = "SELECT c.id" + _OPEN.format(
    table=_COMMITMENT,
    window="c.last_reported_on <= %s AND c.last_reported_on > %s",
    told=f"r.about = 'silence' AND r.since = c.last_reported_on AND {_LATER}",
)
_NEVER_REPORTED = "SELECT c.id" + _OPEN.format(
    table=_COMMITMENT,
    window="c.last_reported_on IS NULL AND c.registered_at < %s",
    told=f"r.about = 'silence' AND {_LATER}",
)
_STEPS = "SELECT m.id" + _OPEN.format(
    table="commitments_milestone m JOIN commitments_commitment c ON c.id = m.commitment_id",
    window="m.done_on IS NULL AND m.due_latest <= %s AND m.due_latest > %s",
    told=f"r.milestone_id = m.id AND r.since = m.due_latest AND {_LATER}",
)
_ANSWERED = "SELECT 1 FROM commitments_progressupdate p WHERE p.commitment_id = r.commitment_id AND p.posted_at"
_UNANSWERED = "SELECT c.id" + _OPEN.format(
    table=_COMMITMENT,
    window=f"""c.due_latest < %s AND EXISTS (SELECT 1 FROM commitments_reminder r
JOIN commitments_message m ON m.id = r.message_id WHERE r.commitment_id = c.id AND r.about = 'due_date'
AND r.due_revision = c.due_revision AND r.days_after > 0 AND r.status = 'done' AND m.status = 'sent' AND m.sent_at < %s
AND NOT EXISTS ({_ANSWERED} > m.sent_at))""",
    told=f"""r.about = 'escalation' AND r.due_revision = c.due_revision AND r.days_after >= %s
AND NOT EXISTS ({_ANSWERED} >= r.planned_at)""",
)
_MOVED = """
SELECT m.id FROM commitments_decision m JOIN commitments_commitment c ON c.id = m.commitment_id
JOIN countries_document d ON d.id = c.document_id
WHERE m.kind = 'move_date' AND m.posted_at >= %s AND c.done_on IS NULL AND c.closed_on IS NULL AND d.country_id IN %s
AND NOT EXISTS (SELECT 1 FROM commitments_reminder r WHERE r.decision_id = m.id)
"""
MONTH_LATER = PLANTED + dt.timedelta(days=31)  # what moved when it was planted is no news any more


def bench_scan_under_the_whole_policy(plenty, shipped_policy, compare):
    now, on = MONTH_LATER, MONTH_LATER.date()
    today = day_of(now)
    policy = today.policies.default
    tell_everybody(policy, now)
    assert plan(today, now=now).reminders == 0

    def bare():
        with connection.cursor() as cursor:
            for statement, values in _asked(policy, tuple(today.days), on, now):
                cursor.execute(*_in_words(statement, values))
                assert cursor.fetchall() == []

    promised = 3.0 if plenty >= 1_000_000 else None  # below it the few dozen questions cost more than their answers
    name = "scan for what is owed under the whole policy, all told, against its bare SQL"
    compare(name, raw=bare, ours=lambda: plan(today, now=now), times=5, most=promised)


def _asked(policy, countries, on, now):
    """Each question of the scan once, with its values."""
    earliest = dt.date(1, 1, 1)
    kinds = ((_DUE, policy.dates), (_SILENT, policy.of(StepKind.STALE)), (_STEPS, policy.of(StepKind.MILESTONE)))
    for statement, steps in kinds:
        for stage in stages(steps, on):
            window = [stage.until, max(stage.after, earliest)]
            yield statement, [countries, *window, stage.begins, max(stage.told_since, earliest)]
    for stage in stages(policy.of(StepKind.STALE), on):
        yield _NEVER_REPORTED, [countries, stage.until, stage.begins, max(stage.told_since, earliest)]
    for step in policy.of(StepKind.ESCALATION):
        yield _UNANSWERED, [countries, on, now - dt.timedelta(days=14), step.offset_days]
    yield _MOVED, [now - dt.timedelta(days=30), countries]


def _in_words(statement, values):
    """The list of countries takes as many places as it is long."""
    (countries,) = (value for value in values if isinstance(value, tuple))
    places = f"IN ({', '.join(['%s'] * len(countries))})"
    flat = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    return statement.replace("IN %s", places), flat
