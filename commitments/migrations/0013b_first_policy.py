"""What was in force becomes the first version of the policy for all countries; the ledger learns what it is about."""

from django.db import migrations
from django.db.models import F

AUDIENCE = {
    "asked": {"to_coordinators": True},
    "answered": {"to_heads": True},
}
OWNERS = {"to_editors": True, "to_heads": True}


def carry_over(apps, schema_editor):
    steps = apps.get_model("commitments", "ReminderStep")
    in_force, kept = [], {}
    for step in steps.objects.order_by("-in_force", "-version", "-pk"):
        repeats = f"{step.repeats_every}" if step.repeats_every else ""
        same = kept.setdefault((step.kind, step.offset_days, repeats), step)
        count(apps, step)
        if same is not step:
            apps.get_model("commitments", "Reminder").objects.filter(step=step).update(step=same)
            step.delete()
            continue
        for name, value in {"repeats": repeats, **AUDIENCE.get(step.kind, OWNERS)}.items():
            setattr(step, name, value)
        step.save()
        in_force += [step] if step.in_force else []
    policy = apps.get_model("commitments", "ReminderPolicy").objects.create(reason="The policy the tracker comes with.")
    policy.steps.set(in_force)


def count(apps, step):
    """How many days after what they count from its reminders fell due, and what they are about."""
    rows = apps.get_model("commitments", "Reminder").objects.filter(step=step)
    rows.update(days_after=step.offset_days)
    if step.repeats_every:
        rows.filter(round__gt=1).update(days_after=step.offset_days + (F("round") - 1) * step.repeats_every)
    rows.filter(request__isnull=False).update(about="request")
    rows.filter(decision__isnull=False).update(about="decision")
    rows.filter(dependency_move__isnull=False).update(about="move")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0013_reminder_policy")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
