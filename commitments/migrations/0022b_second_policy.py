"""The tracker's own policy backs off, and asks after silences, milestones, reviews and mails nobody acts on; versions of
a policy and its steps are on record for good. Whoever has put a policy in force keeps it."""

from django.db import migrations

OWNERS, EDITORS = ("to_editors", "to_heads"), ("to_editors",)
STEPS = (
    ("overdue", 7, "7,7,14,28", OWNERS),
    ("stale", 90, "30,60,90", EDITORS),
    ("milestone", -14, "", EDITORS),
    ("milestone", 0, "", EDITORS),
    ("milestone", 7, "14,28", EDITORS),
    ("escalation", 10, "", ("to_coordinators",)),
    ("review", 0, "14,28", ()),
)
REASONS = {
    "commitments_reminderstep": "A step is never edited: a policy that says something else has another one.",
    "commitments_reminderpolicy": "A policy is never edited: the next version is a further row.",
}
SQLITE = "CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
POSTGRES = """
CREATE FUNCTION {table}_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
"""


def add_version(apps, schema_editor):
    policies = apps.get_model("commitments", "ReminderPolicy").objects
    newest = policies.filter(country=None).order_by("-version").first()
    if newest is None or newest.put_in_force_at is not None:
        return
    steps = apps.get_model("commitments", "ReminderStep").objects
    told = [
        steps.get_or_create(kind=kind, offset_days=days, repeats=repeats, **dict.fromkeys(audience, True))[0]
        for kind, days, repeats, audience in STEPS
    ]
    reason = "Less and less often while overdue; silences, milestones, reviews and unanswered mails are asked after."
    policy = policies.create(version=newest.version + 1, reason=reason)
    policy.steps.set([*newest.steps.exclude(kind="overdue"), *told])


def seal(apps, schema_editor):
    template = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table, reason in REASONS.items():
        schema_editor.execute(template.format(table=table, reason=reason), params=None)


def unseal(apps, schema_editor):
    for table in REASONS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_refuse()")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0022_work_reminders")]
    operations = [migrations.RunPython(add_version, migrations.RunPython.noop), migrations.RunPython(seal, unseal)]
