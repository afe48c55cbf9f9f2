"""The steps by which people are told of requests, answers and moved dates."""

from django.db import migrations

STEPS = (("asked", 7), ("answered", None), ("moved", None))


def add_steps(apps, schema_editor):
    step = apps.get_model("commitments", "ReminderStep")
    for kind, every in STEPS:
        step.objects.get_or_create(kind=kind, offset_days=0, version=1, defaults={"repeats_every": every})


class Migration(migrations.Migration):
    dependencies = [("commitments", "0009_notices")]
    operations = [migrations.RunPython(add_steps, migrations.RunPython.noop)]
