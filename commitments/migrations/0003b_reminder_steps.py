"""The first reminder steps, and deliveries on record for good."""

from django.db import migrations

STEPS = (
    ("before", -90, None),
    ("before", -30, None),
    ("before", -7, None),
    ("before", -1, None),
    ("on_the_day", 0, None),
    ("overdue", 7, 7),
)
TABLE = "commitments_deliveryattempt"
REASON = "A delivery attempt is never edited: the next one is a further row."
SQLITE = f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
POSTGRES = f"""
CREATE FUNCTION {TABLE}_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse();
"""


def add_steps(apps, schema_editor):
    step = apps.get_model("commitments", "ReminderStep")
    for kind, offset, every in STEPS:
        step.objects.get_or_create(kind=kind, offset_days=offset, version=1, defaults={"repeats_every": every})


def seal(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES if postgres else SQLITE, params=None)


def unseal(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_append_only ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()")
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_append_only")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0003_reminders")]
    operations = [
        migrations.RunPython(add_steps, migrations.RunPython.noop),
        migrations.RunPython(seal, unseal),
    ]
