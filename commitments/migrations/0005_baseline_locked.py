"""The baseline is what was promised first: the database itself refuses to change it."""

from django.db import migrations

COLUMNS = ("baseline_phrase", "baseline_earliest", "baseline_latest", "baseline_edtf")
REASON = "The baseline never moves: record a decision."

SQLITE = f"""
CREATE TRIGGER commitment_baseline_locked BEFORE UPDATE OF {", ".join(COLUMNS)} ON commitments_commitment
WHEN {" OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in COLUMNS)}
BEGIN SELECT RAISE(ABORT, '{REASON}'); END
"""
POSTGRES = f"""
CREATE FUNCTION commitment_baseline_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER commitment_baseline_locked BEFORE UPDATE OF {", ".join(COLUMNS)} ON commitments_commitment
FOR EACH ROW WHEN ({" OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in COLUMNS)})
EXECUTE FUNCTION commitment_baseline_refuse();
"""


def add(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES if postgres else SQLITE, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER commitment_baseline_locked ON commitments_commitment")
        schema_editor.execute("DROP FUNCTION commitment_baseline_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER commitment_baseline_locked")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0004_rollups")]
    operations = [migrations.RunPython(add, drop)]
