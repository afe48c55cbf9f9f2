"""What people acknowledge, append-only; and which reminders wait because of it."""

import countries.validators
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

TABLE = "commitments_acknowledgement"
REASON = "An acknowledgement is never edited: make a further one."
SQLITE = f"""
CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE ON {TABLE}
BEGIN SELECT RAISE(ABORT, '{REASON}'); END
"""
POSTGRES = f"""
CREATE FUNCTION {TABLE}_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse();
"""


def add(apps, schema_editor):
    schema_editor.execute(POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_append_only ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()")
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_append_only")


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0016_reminders_on_their_way'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(blank=True, null=True, verbose_name='asked again on')),
                ('reason', models.TextField(blank=True, max_length=1000, validators=[countries.validators.validate_text, django.core.validators.MaxLengthValidator(1000)])),
                ('due_revision', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('submission', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='commitments.commitment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='reminder',
            name='held_back_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='commitments.acknowledgement'),
        ),
        migrations.AddIndex(
            model_name='acknowledgement',
            index=models.Index(fields=['commitment', 'person', '-id'], name='acknowledged_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('until__isnull', True)), models.Q(('until__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='acknowledgement_has_a_day_and_a_reason_or_neither'),
        ),
        migrations.RunPython(add, drop),
    ]
