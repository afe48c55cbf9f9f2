"""The step by which owners are told that a date moved with another commitment."""

from django.db import migrations


def add_step(apps, schema_editor):
    step = apps.get_model("commitments", "ReminderStep")
    step.objects.get_or_create(kind="followed", offset_days=0, version=1)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0011_followed")]
    operations = [migrations.RunPython(add_step, migrations.RunPython.noop)]
