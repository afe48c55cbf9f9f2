"""What the database refuses by trigger; SQLite drops triggers silently when a migration rebuilds their table."""

import pytest
from django.db import connection

APPEND_ONLY = {
    "commitments_progressupdate",
    "commitments_evidence",
    "commitments_review",
    "commitments_decision",
    "commitments_deliveryattempt",
    "commitments_reminderpolicy",
    "commitments_reminderstep",
    "commitments_dependency",
    "commitments_dependencymove",
    "commitments_datereading",
    "commitments_mailruling",
    "commitments_mailchoices",
    "commitments_acknowledgement",
    "commitments_series",
    "commitments_namedbaseline",
    "commitments_baselineentry",
    "commitments_baselinefigure",
    "commitments_baselinewithdrawal",
}
KEPT = {name for name in APPEND_ONLY if "baseline" in name}
LISTED = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT event_object_table, trigger_name FROM information_schema.triggers",
}


@pytest.mark.django_db
def test_every_trigger_has_survived_the_migrations():
    with connection.cursor() as cursor:
        cursor.execute(LISTED[connection.vendor])
        found = set(cursor.fetchall())
    assert {(table, f"{table}_append_only") for table in APPEND_ONLY} <= found
    assert {(table, f"{table}_kept") for table in KEPT} <= found
    assert {("commitments_baselineorder", f"commitments_baselineorder_{name}") for name in ("settled", "kept")} <= found
    assert ("commitments_commitment", "commitment_baseline_locked") in found
    assert ("commitments_occurrence", "occurrence_baseline_locked") in found
