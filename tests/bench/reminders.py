"""Reminders beside their bare SQL, on the same rows."""

import datetime as dt

from django.db import connection

from commitments.models import Commitment
from commitments.reminders.planner import plan
from commitments.reminders.scan import day_of, run
from commitments.reminders.steps import stages
from tests.factories import CommitmentFactory, SeatFactory

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
