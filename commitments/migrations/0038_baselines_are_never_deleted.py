"""Whoever cited a baseline must find it: the database refuses to delete one, as it refuses to rewrite it."""

from django.db import migrations

TABLES = {
    "commitments_namedbaseline": "A baseline is never deleted: withdraw it, with a reason.",
    "commitments_baselineentry": "The list of a baseline is never deleted.",
    "commitments_baselinefigure": "The figures of a baseline are never deleted.",
    "commitments_baselinewithdrawal": "A withdrawal is never deleted.",
}
SQLITE = "CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
POSTGRES = """
CREATE FUNCTION {table}_keep() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keep();
"""


def add(apps, schema_editor):
    template = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table, reason in TABLES.items():
        schema_editor.execute(template.format(table=table, reason=reason), params=None)


def drop(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_kept ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_keep()")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_kept")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0037_lists_in_every_order")]
    operations = [migrations.RunPython(add, drop)]
