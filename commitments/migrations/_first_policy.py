"""The policies of reminders the tracker comes with, numbered as the chain of migrations up to 0043 numbers them.

The first version is on record though the second is in force. Only `0001_squashed_0043` reads this.
"""

OWNERS, EDITORS, COORDINATORS = ("to_editors", "to_heads"), ("to_editors",), ("to_coordinators",)
FIRST = (
    ("before", -90, "", OWNERS),
    ("before", -30, "", OWNERS),
    ("before", -7, "", OWNERS),
    ("before", -1, "", OWNERS),
    ("on_the_day", 0, "", OWNERS),
    ("overdue", 7, "7", OWNERS),
    ("asked", 0, "7", COORDINATORS),
    ("answered", 0, "", ("to_heads",)),
    ("moved", 0, "", OWNERS),
    ("followed", 0, "", OWNERS),
)
FURTHER = (
    ("overdue", 7, "7,7,14,28", OWNERS),
    ("stale", 90, "30,60,90", EDITORS),
    ("milestone", -14, "", EDITORS),
    ("milestone", 0, "", EDITORS),
    ("milestone", 7, "14,28", EDITORS),
    ("escalation", 10, "", COORDINATORS),
    ("review", 0, "14,28", ()),
)
COMES_WITH = "The policy the tracker comes with."
BACKS_OFF = "Less and less often while overdue; silences, milestones, reviews and unanswered mails are asked after."


def add(apps, schema_editor):
    policies = apps.get_model("commitments", "ReminderPolicy").objects
    first = [written(apps, *step) for step in FIRST]
    policies.create(version=1, reason=COMES_WITH).steps.set(first)
    further = [written(apps, *step) for step in FURTHER]
    kept = [step for step in first if step.kind != "overdue"]
    policies.create(version=2, reason=BACKS_OFF).steps.set([*kept, *further])


def written(apps, kind, days, repeats, audience):
    steps = apps.get_model("commitments", "ReminderStep").objects
    return steps.create(kind=kind, offset_days=days, repeats=repeats, **dict.fromkeys(audience, True))
