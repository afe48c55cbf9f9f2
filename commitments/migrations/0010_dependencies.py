"""What waits for another commitment, and each move of its date; both append-only.

A commitment that waits gets its baseline when its first date can be counted: the lock of 0005 lets it be set once, for
those alone.
"""

import countries.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


COLUMNS = ("baseline_phrase", "baseline_earliest", "baseline_latest", "baseline_edtf")
REASON = "The baseline never moves: record a decision."
FIRST_DATE = """OLD.baseline_latest IS NULL AND (OLD.baseline_phrase = '' OR OLD.baseline_phrase = NEW.baseline_phrase)
AND EXISTS (SELECT 1 FROM commitments_dependency WHERE commitment_id = OLD.id)"""
APPEND_ONLY = {
    "commitments_dependency": "What a commitment waits for is never edited: move its date by a decision.",
    "commitments_dependencymove": "A move is never edited.",
}

SQLITE_APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{reason}'); END
"""
POSTGRES_APPEND_ONLY = """
CREATE FUNCTION {table}_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
"""
SQLITE_LOCK = """
CREATE TRIGGER commitment_baseline_locked BEFORE UPDATE OF {columns} ON commitments_commitment
WHEN ({changed}) AND NOT ({first_date})
BEGIN SELECT RAISE(ABORT, '{reason}'); END
"""
POSTGRES_LOCK = """
CREATE OR REPLACE FUNCTION commitment_baseline_refuse() RETURNS trigger AS $$
BEGIN
  IF NOT ({first_date}) THEN
    RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;
"""


def lock(schema_editor, first_date):
    """On PostgreSQL the trigger of 0005 stays and asks a new function."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_LOCK.format(first_date=first_date, reason=REASON), params=None)
        return
    schema_editor.execute("DROP TRIGGER commitment_baseline_locked")
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in COLUMNS)
    words = {"columns": ", ".join(COLUMNS), "changed": changed, "first_date": first_date, "reason": REASON}
    schema_editor.execute(SQLITE_LOCK.format(**words), params=None)


def add(apps, schema_editor):
    lock(schema_editor, FIRST_DATE)
    postgres = schema_editor.connection.vendor == "postgresql"
    template = POSTGRES_APPEND_ONLY if postgres else SQLITE_APPEND_ONLY
    for table, reason in APPEND_ONLY.items():
        schema_editor.execute(template.format(table=table, reason=reason), params=None)


def drop(apps, schema_editor):
    lock(schema_editor, "1 = 0")
    for table in APPEND_ONLY:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_refuse()")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only")


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0009b_notice_steps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dependency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField()),
                ('unit', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], max_length=5)),
                ('phrase', models.CharField(help_text='As promised, word for word.', max_length=300, validators=[countries.validators.validate_line])),
                ('posted_at', models.DateTimeField()),
                ('submission', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('commitment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='waits_for', to='commitments.commitment')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dependencies', to=settings.AUTH_USER_MODEL)),
                ('upon', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awaited_by', to='commitments.commitment')),
            ],
            options={
                'verbose_name_plural': 'dependencies',
                'ordering': ['commitment'],
            },
        ),
        migrations.CreateModel(
            name='DependencyMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved_on', models.DateField()),
                ('posted_at', models.DateTimeField()),
                ('basis', models.CharField(choices=[('done', 'the day it was done'), ('due', 'the date it is due')], max_length=4)),
                ('counted_from', models.DateField(blank=True, null=True)),
                ('old_latest', models.DateField(blank=True, null=True)),
                ('old_edtf', models.CharField(blank=True, max_length=40)),
                ('new_earliest', models.DateField(blank=True, null=True)),
                ('new_latest', models.DateField(blank=True, null=True)),
                ('new_edtf', models.CharField(blank=True, max_length=40)),
                ('dependency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='commitments.dependency')),
            ],
            options={
                'ordering': ['moved_on', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='dependency',
            constraint=models.CheckConstraint(condition=models.Q(('commitment', models.F('upon')), _negated=True), name='commitment_does_not_wait_for_itself'),
        ),
        migrations.AddConstraint(
            model_name='dependency',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='dependency_has_a_length'),
        ),
        migrations.AddConstraint(
            model_name='dependency',
            constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['day', 'month', 'year'])), name='dependency_unit_is_known'),
        ),
        migrations.AddConstraint(
            model_name='dependency',
            constraint=models.CheckConstraint(condition=models.Q(('phrase', ''), _negated=True), name='dependency_has_its_phrase'),
        ),
        migrations.AddConstraint(
            model_name='dependencymove',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['done', 'due'])), name='basis_of_a_move_is_known'),
        ),
        migrations.RunPython(add, drop),
    ]
