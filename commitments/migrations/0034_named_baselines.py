"""Figures and lists kept for good under a name; the database refuses to rewrite them."""

import countries.validators
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

TABLES = {
    "commitments_namedbaseline": "A baseline is never edited: withdraw it, and keep another.",
    "commitments_baselineentry": "The list of a baseline is never edited.",
    "commitments_baselinefigure": "The figures of a baseline are never edited.",
    "commitments_baselinewithdrawal": "A withdrawal is never edited.",
}
SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{reason}'); END
"""
POSTGRES = """
CREATE FUNCTION {table}_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
"""


def add(apps, schema_editor):
    template = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table, reason in TABLES.items():
        schema_editor.execute(template.format(table=table, reason=reason), params=None)


def drop(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_refuse()")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only")


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0033_rollup_stamp'),
        ('countries', '0002_document_period'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NamedBaseline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, validators=[countries.validators.validate_line])),
                ('on', models.DateField()),
                ('place', models.CharField(max_length=400)),
                ('note', models.TextField(blank=True, max_length=2000, validators=[countries.validators.validate_text, django.core.validators.MaxLengthValidator(2000)])),
                ('made_at', models.DateTimeField()),
                ('submission', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countries.country')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countries.document')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countries.institution')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pillar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countries.pillar')),
            ],
            options={
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='BaselineWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=2000, validators=[countries.validators.validate_text, django.core.validators.MaxLengthValidator(2000)])),
                ('withdrawn_at', models.DateTimeField()),
                ('withdrawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('baseline', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='commitments.namedbaseline')),
            ],
            options={
                'ordering': ['baseline'],
            },
        ),
        migrations.CreateModel(
            name='BaselineFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aspect', models.CharField(choices=[('schedule', 'Schedule state'), ('completion', 'Completion'), ('reporting', 'Staleness'), ('lateness', 'Days overdue'), ('horizon', 'Due ahead')], max_length=12)),
                ('state', models.CharField(max_length=16)),
                ('count', models.PositiveIntegerField()),
                ('baseline', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='commitments.namedbaseline')),
            ],
            options={
                'ordering': ['baseline', 'aspect', 'state'],
            },
        ),
        migrations.CreateModel(
            name='BaselineEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('lead_name', models.CharField(max_length=300)),
                ('schedule', models.CharField(max_length=16)),
                ('completion', models.CharField(max_length=16)),
                ('reporting', models.CharField(blank=True, max_length=16)),
                ('lateness', models.CharField(blank=True, max_length=16)),
                ('horizon', models.CharField(blank=True, max_length=16)),
                ('due_latest', models.DateField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('commitment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.commitment')),
                ('baseline', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='commitments.namedbaseline')),
            ],
            options={
                'verbose_name_plural': 'baseline entries',
                'ordering': ['reference'],
            },
        ),
        migrations.AddConstraint(
            model_name='namedbaseline',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='named_baseline_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='namedbaseline',
            constraint=models.CheckConstraint(condition=models.Q(('country__isnull', False), models.Q(('document', None), ('institution', None), ('pillar', None)), _connector='OR'), name='named_baseline_of_a_place_is_of_its_country'),
        ),
        migrations.AddConstraint(
            model_name='baselinewithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='baseline_withdrawal_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='baselinefigure',
            constraint=models.UniqueConstraint(fields=('baseline', 'state'), name='baseline_counts_each_state_once'),
        ),
        migrations.AddConstraint(
            model_name='baselinefigure',
            constraint=models.CheckConstraint(condition=models.Q(('aspect__in', ['schedule', 'completion', 'reporting', 'lateness', 'horizon'])), name='baseline_figure_aspect_is_known'),
        ),
        migrations.AddIndex(
            model_name='baselineentry',
            index=models.Index(fields=['baseline', 'reference'], name='baseline_entry_by_reference'),
        ),
        migrations.AddConstraint(
            model_name='baselineentry',
            constraint=models.UniqueConstraint(fields=('baseline', 'commitment'), name='commitment_is_kept_once_per_baseline'),
        ),
        migrations.RunPython(add, drop),
    ]
