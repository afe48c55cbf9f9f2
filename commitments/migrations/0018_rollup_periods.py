"""Changes of counts by day, month and year, a column for each state. Everything is counted afresh by the next run."""

import django.db.models.deletion
from django.db import migrations, models

STATES = (
    "overdue", "due_soon", "on_schedule", "undated", "done_on_time", "done_late", "done_undated", "closed",
    "no_evidence", "not_started", "limited", "substantial", "complete", "recent", "stale",
    "late_1_30", "late_31_90", "late_91_365", "late_over_365", "within_30", "within_90", "within_365", "later",
)
KINDS = [("all", "All countries"), ("country", "Country"), ("document", "Document"), ("pillar", "Pillar"), ("institution", "Institution")]
PERIODS = [("day", "Day"), ("month", "Month"), ("year", "Year")]


def count_afresh(apps, schema_editor):
    apps.get_model("commitments", "CommitmentSpan").objects.all().delete()
    apps.get_model("commitments", "Commitment").objects.update(rolled_revision=0)


class Migration(migrations.Migration):

    dependencies = [("commitments", "0017_acknowledgements")]

    operations = [
        migrations.RunPython(count_afresh, migrations.RunPython.noop),
        migrations.RemoveIndex("commitmentspan", "span_by_state_and_day"),
        migrations.RemoveIndex("commitmentspan", "span_by_state_and_due"),
        migrations.AlterField(
            "commitmentspan",
            "commitment",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="spans", to="commitments.commitment"),
        ),
        migrations.AddIndex(
            "commitmentspan", models.Index(fields=["state", "first", "until"], name="span_by_state_and_day")
        ),
        migrations.AddIndex(
            "commitmentspan",
            models.Index(
                condition=models.Q(("due_latest__isnull", False)),
                fields=["state", "due_latest"],
                name="span_by_state_and_due",
            ),
        ),
        migrations.DeleteModel("RollupDelta"),
        migrations.CreateModel(
            name="RollupDelta",
            fields=[
                ("pk", models.CompositePrimaryKey("scope_kind", "scope_id", "period", "day", blank=True, editable=False, primary_key=True, serialize=False)),
                ("scope_kind", models.CharField(choices=KINDS, max_length=12)),
                ("scope_id", models.BigIntegerField()),
                ("period", models.CharField(choices=PERIODS, max_length=5)),
                ("day", models.DateField()),
                *((state, models.IntegerField(default=0)) for state in STATES),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("scope_kind__in", [kind for kind, _ in KINDS])), name="delta_scope_kind_is_known"),
                    models.CheckConstraint(condition=models.Q(("period__in", [period for period, _ in PERIODS])), name="delta_period_is_known"),
                ],
            },
        ),
    ]
