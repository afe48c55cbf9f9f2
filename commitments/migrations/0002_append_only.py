"""Updates, evidence, reviews and decisions are append-only: the database itself refuses to rewrite them."""

from django.db import migrations

TABLES = {
    "commitments_progressupdate": "A progress update is never edited: post a further one.",
    "commitments_evidence": "Evidence is never edited: give it with a further update.",
    "commitments_review": "A review is never edited: post a further one.",
    "commitments_decision": "A decision is never edited: record a further one.",
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
    dependencies = [("commitments", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
