"""What a search reads, with the index each database has for it; and indexes for lists in the order of due dates."""

import django.db.models.deletion
from django.db import migrations, models

from commitments.search import words_of

CHUNK = 2000
ADD = "INSERT INTO commitments_search(rowid, words) VALUES (new.commitment_id, new.words)"
TAKE = (
    "INSERT INTO commitments_search(commitments_search, rowid, words) VALUES ('delete', old.commitment_id, old.words)"
)
TRIGGERS = {"insert": ADD, "delete": TAKE, "update": f"{TAKE}; {ADD}"}
SQLITE = (
    "CREATE VIRTUAL TABLE commitments_search USING fts5(words, content='commitments_searchtext', "
    "content_rowid='commitment_id', tokenize='unicode61 remove_diacritics 0')"
)
POSTGRESQL = (
    "CREATE INDEX commitments_searchtext_words ON commitments_searchtext USING gin (to_tsvector('simple', words))"
)


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    schema_editor.execute(SQLITE, params=None)
    for event, does in TRIGGERS.items():
        name = f"commitments_searchtext_{event}"
        schema_editor.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON commitments_searchtext BEGIN {does}; END", params=None
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX commitments_searchtext_words")
        return
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER commitments_searchtext_{name}")
    schema_editor.execute("DROP TABLE commitments_search")


def fill(apps, schema_editor):
    texts = apps.get_model("commitments", "SearchText")
    rows = apps.get_model("commitments", "Commitment").objects.order_by("pk")
    for row in rows.only("reference", "title", "quotation", "translation").iterator(chunk_size=CHUNK):
        texts.objects.create(commitment_id=row.pk, words=words_of(row))


class Migration(migrations.Migration):

    dependencies = [("commitments", "0020_mail_relay")]

    operations = [
        migrations.RemoveIndex("commitment", "open_by_due"),
        migrations.AddIndex(
            "commitment",
            models.Index(
                condition=models.Q(("closed_on", None), ("done_on", None)),
                fields=["due_latest", "reference"],
                name="open_by_due",
            ),
        ),
        migrations.AddIndex("commitment", models.Index(fields=["due_latest", "reference"], name="by_due")),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "commitment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="commitments.commitment",
                    ),
                ),
                ("words", models.TextField()),
            ],
        ),
        migrations.RunPython(add_index, drop_index),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
