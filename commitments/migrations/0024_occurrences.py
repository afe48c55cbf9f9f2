"""What comes back: its rule and its occurrences, each with a baseline of its own that never moves.

The commitment shows the baseline of its current occurrence: the lock of 0014 lets it turn to that, and to nothing else.
"""

import countries.validators
import django.db.models.deletion
from django.db import migrations, models


COLUMNS = ("baseline_phrase", "baseline_earliest", "baseline_latest", "baseline_edtf", "baseline_reading_id")
REASON = "The baseline never moves: record a decision."
FIRST_DATE = """OLD.baseline_latest IS NULL AND (OLD.baseline_phrase = '' OR OLD.baseline_phrase = NEW.baseline_phrase)
AND EXISTS (SELECT 1 FROM commitments_dependency WHERE commitment_id = OLD.id)"""
TURNED = """OLD.baseline_phrase = NEW.baseline_phrase
AND COALESCE(OLD.baseline_reading_id, 0) = COALESCE(NEW.baseline_reading_id, 0) AND EXISTS (SELECT 1 FROM commitments_occurrence AS o
WHERE o.id = NEW.occurrence_id AND o.commitment_id = OLD.id AND o.baseline_earliest = NEW.baseline_earliest
AND o.baseline_latest = NEW.baseline_latest AND o.baseline_edtf = NEW.baseline_edtf)"""
OCCURRENCE = ("commitment_id", "number", "baseline_earliest", "baseline_latest", "baseline_edtf")

SQLITE_LOCK = """
CREATE TRIGGER commitment_baseline_locked BEFORE UPDATE OF {columns} ON commitments_commitment
WHEN ({changed}) AND NOT ({allowed})
BEGIN SELECT RAISE(ABORT, '{reason}'); END
"""
POSTGRES_LOCK = """
CREATE OR REPLACE FUNCTION commitment_baseline_refuse() RETURNS trigger AS $$
BEGIN
  IF NOT ({allowed}) THEN
    RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;
"""
SQLITE_FIXED = """
CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} WHEN {changed}
BEGIN SELECT RAISE(ABORT, '{reason}'); END
"""
POSTGRES_FIXED = """
CREATE FUNCTION {name}_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW WHEN ({changed})
EXECUTE FUNCTION {name}_refuse();
"""
FIXED = (
    ("occurrence_baseline_locked", "commitments_occurrence", OCCURRENCE, REASON),
    ("commitments_series_append_only", "commitments_series", ("commitment_id", "rule"), "A rule is never edited."),
)


def changed(columns, unlike):
    return " OR ".join(f"OLD.{column} {unlike} NEW.{column}" for column in columns)


def lock(schema_editor, allowed):
    """On PostgreSQL the trigger of 0014 stays and asks a new function."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_LOCK.format(allowed=allowed, reason=REASON), params=None)
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS commitment_baseline_locked")
    words = {"columns": ", ".join(COLUMNS), "changed": changed(COLUMNS, "IS NOT"), "allowed": allowed, "reason": REASON}
    schema_editor.execute(SQLITE_LOCK.format(**words), params=None)


def add(apps, schema_editor):
    lock(schema_editor, f"({FIRST_DATE}) OR ({TURNED})")
    postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, columns, reason in FIXED:
        words = {"name": name, "table": table, "columns": ", ".join(columns), "reason": reason}
        words["changed"] = changed(columns, "IS DISTINCT FROM" if postgres else "IS NOT")
        schema_editor.execute((POSTGRES_FIXED if postgres else SQLITE_FIXED).format(**words), params=None)


def drop(apps, schema_editor):
    lock(schema_editor, FIRST_DATE)
    for name, table, _, _ in FIXED:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}_refuse()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0023_calendars'),
    ]

    operations = [
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_phrase', models.CharField(blank=True, help_text='As promised, word for word.', max_length=300, validators=[countries.validators.validate_line])),
                ('due_earliest', models.DateField(blank=True, null=True)),
                ('due_latest', models.DateField(blank=True, null=True)),
                ('due_precision', models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('half', 'Half-year'), ('season', 'Season'), ('year', 'Year'), ('fiscal_year', 'Fiscal year'), ('interval', 'Interval'), ('recurring', 'Recurring'), ('relative', 'Relative to something else'), ('continuous', 'Continuous'), ('unclear', 'Unclear')], max_length=12)),
                ('due_edtf', models.CharField(blank=True, max_length=40, verbose_name='due date in EDTF')),
                ('due_reading', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.datereading')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(help_text='What people call it, such as 2025.', max_length=40)),
                ('baseline_earliest', models.DateField()),
                ('baseline_latest', models.DateField()),
                ('baseline_edtf', models.CharField(max_length=40)),
                ('completion', models.CharField(choices=[('no_evidence', 'No evidence'), ('not_started', 'Not started'), ('limited', 'Limited'), ('substantial', 'Substantial'), ('complete', 'Complete')], default='no_evidence', max_length=12)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='commitments.commitment')),
            ],
            options={
                'ordering': ['commitment_id', 'number'],
            },
        ),
        migrations.AddField(
            model_name='commitment',
            name='occurrence',
            field=models.ForeignKey(blank=True, help_text='Of a duty that comes back: the current one, whose dates these are.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.occurrence'),
        ),
        migrations.AddField(
            model_name='decision',
            name='occurrence',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='commitments.occurrence'),
        ),
        migrations.AddField(
            model_name='decisionrequest',
            name='occurrence',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='commitments.occurrence'),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='occurrence',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='commitments.occurrence'),
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40)),
                ('commitment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='commitments.commitment')),
            ],
            options={
                'verbose_name_plural': 'series',
                'ordering': ['commitment'],
            },
        ),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.UniqueConstraint(fields=('commitment', 'number'), name='occurrence_number_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='occurrences_are_counted_from_one'),
        ),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_earliest__isnull', True), ('due_edtf', ''), ('due_latest__isnull', True)), models.Q(('due_earliest__isnull', False), ('due_earliest__lte', models.F('due_latest')), ('due_latest__isnull', False), models.Q(('due_edtf', ''), _negated=True)), _connector='OR'), name='occurrence_window_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.CheckConstraint(condition=models.Q(('due_latest__isnull', False)), name='occurrence_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.CheckConstraint(condition=models.Q(('baseline_earliest__lte', models.F('baseline_latest')), models.Q(('baseline_edtf', ''), _negated=True)), name='occurrence_baseline_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('completion', 'complete'), ('done_on__isnull', False)), models.Q(models.Q(('completion', 'complete'), _negated=True), ('done_on__isnull', True)), _connector='OR'), name='occurrence_done_day_if_and_only_if_complete'),
        ),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.CheckConstraint(condition=models.Q(('completion__in', ['no_evidence', 'not_started', 'limited', 'substantial', 'complete'])), name='occurrence_completion_is_known'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('rule__startswith', 'R')), name='series_has_a_rule'),
        ),
        migrations.RunPython(add, drop),
    ]
