"""Orders to keep a baseline by a job; a list that was not finished, so without figures, can be cleared away."""

import countries.validators
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# A baseline has figures as soon as it is kept, and not before.
KEPT = {
    "commitments_namedbaseline": ("id", "A baseline is never deleted: withdraw it, with a reason."),
    "commitments_baselineentry": ("baseline_id", "The list of a baseline is never deleted."),
}
FIGURES = "EXISTS (SELECT 1 FROM commitments_baselinefigure WHERE baseline_id = OLD.{column})"
SQLITE = """
DROP TRIGGER {table}_kept;
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}{when} BEGIN SELECT RAISE(ABORT, '{reason}'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger AS $$
BEGIN
  IF {condition} THEN
    RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END
$$ LANGUAGE plpgsql
"""
ORDER = "commitments_baselineorder"
SETTLED = (
    (f"{ORDER}_settled", "UPDATE", "What became of an order is never edited."),
    (f"{ORDER}_kept", "DELETE", "An order that was kept is never deleted."),
)
SQLITE_SETTLED = """
CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN OLD.state = 'kept' BEGIN SELECT RAISE(ABORT, '{reason}'); END
"""
POSTGRESQL_SETTLED = """
CREATE FUNCTION {name}_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN (OLD.state = 'kept') EXECUTE FUNCTION {name}_refuse()
"""


def add(apps, schema_editor):
    _keep(schema_editor, FIGURES)
    template = POSTGRESQL_SETTLED if schema_editor.connection.vendor == "postgresql" else SQLITE_SETTLED
    for name, event, reason in SETTLED:
        schema_editor.execute(template.format(name=name, event=event, table=ORDER, reason=reason), params=None)


def drop(apps, schema_editor):
    _keep(schema_editor, "")
    for name, _, _ in SETTLED:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {ORDER}; DROP FUNCTION {name}_refuse()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


def _keep(schema_editor, figures):
    for table, (column, reason) in KEPT.items():
        condition = figures.format(column=column)
        when = f" WHEN {condition}" if condition else ""
        words = {"table": table, "reason": reason, "when": when, "condition": condition or "TRUE"}
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRESQL.format(**words), params=None)
        else:
            for statement in SQLITE.format(**words).split(";\n", 1):
                schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0044_reviews_of_one_time'),
        ('countries', '0002_document_period'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BaselineOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, validators=[countries.validators.validate_line])),
                ('on', models.DateField()),
                ('place', models.CharField(max_length=400)),
                ('note', models.TextField(blank=True, max_length=2000, validators=[countries.validators.validate_text, django.core.validators.MaxLengthValidator(2000)])),
                ('submission', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('ordered_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('ordered', 'Ordered'), ('keeping', 'Being kept'), ('kept', 'Kept'), ('refused', 'Not kept')], default='ordered', max_length=8)),
                ('total', models.PositiveIntegerField()),
                ('begun', models.PositiveSmallIntegerField(default=0, verbose_name='how often it was begun')),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('written', models.PositiveIntegerField(default=0)),
                ('field', models.CharField(blank=True, max_length=20)),
                ('refusal', models.CharField(blank=True, max_length=600)),
                ('baseline', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order', to='commitments.namedbaseline')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countries.country')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countries.document')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countries.institution')),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pillar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countries.pillar')),
            ],
            options={
                'ordering': ['-ordered_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['ordered', 'keeping', 'kept', 'refused'])), name='order_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), models.Q(('refusal', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('field', ''), ('refusal', '')), _connector='OR'), name='order_is_refused_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'kept'), _negated=True), ('baseline__isnull', False), _connector='OR'), name='order_that_was_kept_has_its_baseline')],
            },
        ),
        migrations.RunPython(add, drop),
    ]
