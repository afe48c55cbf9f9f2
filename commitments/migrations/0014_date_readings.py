"""How words became figures: a row of its own, append-only, and part of the baseline that never moves.

The lock of 0005 and 0010 is put up anew with one more column.
"""

import countries.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COLUMNS = ("baseline_phrase", "baseline_earliest", "baseline_latest", "baseline_edtf")
WITH_READING = (*COLUMNS, "baseline_reading_id")
REASON = "The baseline never moves: record a decision."
FIRST_DATE = """OLD.baseline_latest IS NULL AND (OLD.baseline_phrase = '' OR OLD.baseline_phrase = NEW.baseline_phrase)
AND EXISTS (SELECT 1 FROM commitments_dependency WHERE commitment_id = OLD.id)"""
SQLITE_LOCK = """
CREATE TRIGGER commitment_baseline_locked BEFORE UPDATE OF {columns} ON commitments_commitment
WHEN ({changed}) AND NOT ({first_date})
BEGIN SELECT RAISE(ABORT, '{reason}'); END
"""
POSTGRES_LOCK = """
CREATE TRIGGER commitment_baseline_locked BEFORE UPDATE OF {columns} ON commitments_commitment
FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION commitment_baseline_refuse();
"""
SQLITE_APPEND_ONLY = """
CREATE TRIGGER commitments_datereading_append_only BEFORE UPDATE ON commitments_datereading
BEGIN SELECT RAISE(ABORT, 'How a date was read is never edited.'); END
"""
POSTGRES_APPEND_ONLY = """
CREATE FUNCTION commitments_datereading_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'How a date was read is never edited.' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER commitments_datereading_append_only BEFORE UPDATE ON commitments_datereading
FOR EACH ROW EXECUTE FUNCTION commitments_datereading_refuse();
"""


def lock(schema_editor, columns):
    """On PostgreSQL the function of 0010 knows the one exception; on SQLite the trigger does."""
    postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(f"DROP TRIGGER commitment_baseline_locked{' ON commitments_commitment' if postgres else ''}")
    differs = "IS DISTINCT FROM" if postgres else "IS NOT"
    words = {
        "columns": ", ".join(columns),
        "changed": " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns),
        "first_date": FIRST_DATE,
        "reason": REASON,
    }
    schema_editor.execute((POSTGRES_LOCK if postgres else SQLITE_LOCK).format(**words), params=None)


def add(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES_APPEND_ONLY if postgres else SQLITE_APPEND_ONLY, params=None)
    lock(schema_editor, WITH_READING)


def drop(apps, schema_editor):
    lock(schema_editor, COLUMNS)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER commitments_datereading_append_only ON commitments_datereading")
        schema_editor.execute("DROP FUNCTION commitments_datereading_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER commitments_datereading_append_only")


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0013c_steps_of_policies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DateReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phrase', models.CharField(max_length=300, validators=[countries.validators.validate_line])),
                ('edtf', models.CharField(blank=True, max_length=40)),
                ('how', models.CharField(choices=[('clear', 'The words are clear'), ('chosen', 'A person chose one of the readings'), ('given', 'A person gave other figures, with a reason'), ('left_open', 'Kept without figures')], max_length=9)),
                ('rule', models.TextField(blank=True)),
                ('doubt', models.TextField(blank=True)),
                ('reason', models.CharField(blank=True, max_length=500, validators=[countries.validators.validate_line])),
                ('read_at', models.DateTimeField()),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='commitment',
            name='baseline_reading',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.datereading'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='due_reading',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.datereading'),
        ),
        migrations.AddField(
            model_name='decision',
            name='new_reading',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.datereading'),
        ),
        migrations.AddField(
            model_name='decisionrequest',
            name='proposed_reading',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.datereading'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='due_reading',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.datereading'),
        ),
        migrations.AddConstraint(
            model_name='datereading',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['clear', 'chosen', 'given', 'left_open'])), name='manner_of_reading_is_known'),
        ),
        migrations.AddConstraint(
            model_name='datereading',
            constraint=models.CheckConstraint(condition=models.Q(('phrase', ''), _negated=True), name='reading_is_of_some_words'),
        ),
        migrations.AddConstraint(
            model_name='datereading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('how', 'given'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='figures_of_ones_own_have_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='datereading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edtf', ''), ('how', 'left_open')), models.Q(models.Q(('how', 'left_open'), _negated=True), models.Q(('edtf', ''), _negated=True)), _connector='OR'), name='figures_unless_left_open'),
        ),
        migrations.RunPython(add, drop),
    ]
