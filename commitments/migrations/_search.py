"""What a search reads, with the index each database has for it. Only `0001_squashed_0043` reads this."""

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


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    schema_editor.execute(SQLITE, params=None)
    for event, does in TRIGGERS.items():
        name = f"commitments_searchtext_{event}"
        schema_editor.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON commitments_searchtext BEGIN {does}; END", params=None
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX commitments_searchtext_words")
        return
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER commitments_searchtext_{name}")
    schema_editor.execute("DROP TABLE commitments_search")
