"""What the database itself refuses, as the chain of migrations up to 0043 leaves it, in the words of each database.

Append-only rows, baselines that are never deleted, and those that never move. Only `0001_squashed_0043` reads this.
"""

APPEND_ONLY = {
    "acknowledgement": "An acknowledgement is never edited: make a further one.",
    "baselineentry": "The list of a baseline is never edited.",
    "baselinefigure": "The figures of a baseline are never edited.",
    "baselinewithdrawal": "A withdrawal is never edited.",
    "datereading": "How a date was read is never edited.",
    "decision": "A decision is never edited: record a further one.",
    "deliveryattempt": "A delivery attempt is never edited: the next one is a further row.",
    "dependency": "What a commitment waits for is never edited: move its date by a decision.",
    "dependencymove": "A move is never edited.",
    "evidence": "Evidence is never edited: give it with a further update.",
    "mailchoices": "Mail choices are never edited: choose anew.",
    "mailruling": "What was done about a mail is never edited: it is another ruling.",
    "namedbaseline": "A baseline is never edited: withdraw it, and keep another.",
    "progressupdate": "A progress update is never edited: post a further one.",
    "reminderpolicy": "A policy is never edited: the next version is a further row.",
    "reminderstep": "A step is never edited: a policy that says something else has another one.",
    "review": "A review is never edited: post a further one.",
}
KEPT = {
    "baselineentry": "The list of a baseline is never deleted.",
    "baselinefigure": "The figures of a baseline are never deleted.",
    "baselinewithdrawal": "A withdrawal is never deleted.",
    "namedbaseline": "A baseline is never deleted: withdraw it, with a reason.",
}

NEVER_MOVES = "The baseline never moves: record a decision."
BASELINE = ("baseline_phrase", "baseline_earliest", "baseline_latest", "baseline_edtf", "baseline_reading_id")
OCCURRENCE = ("commitment_id", "number", "baseline_earliest", "baseline_latest", "baseline_edtf")
# A commitment that waits for another gets its baseline when its first date can be counted; one that comes back shows
# the baseline of its current occurrence.
FIRST_DATE = """OLD.baseline_latest IS NULL AND (OLD.baseline_phrase = '' OR OLD.baseline_phrase = NEW.baseline_phrase)
AND EXISTS (SELECT 1 FROM commitments_dependency WHERE commitment_id = OLD.id)"""
TURNED = """OLD.baseline_phrase = NEW.baseline_phrase
AND COALESCE(OLD.baseline_reading_id, 0) = COALESCE(NEW.baseline_reading_id, 0) AND EXISTS (SELECT 1 FROM commitments_occurrence AS o
WHERE o.id = NEW.occurrence_id AND o.commitment_id = OLD.id AND o.baseline_earliest = NEW.baseline_earliest
AND o.baseline_latest = NEW.baseline_latest AND o.baseline_edtf = NEW.baseline_edtf)"""

SQLITE = "CREATE TRIGGER {name} BEFORE {event} ON {table}{when}\nBEGIN SELECT RAISE(ABORT, '{reason}'); END"
POSTGRESQL = """
CREATE FUNCTION {function}() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{when} EXECUTE FUNCTION {function}();
"""
POSTGRESQL_LOCK = """
CREATE FUNCTION {function}() RETURNS trigger AS $$
BEGIN
  IF NOT ({allowed}) THEN
    RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{when} EXECUTE FUNCTION {function}();
"""


def add(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for words in (*_of_whole_rows(), *_of_columns(postgresql)):
        schema_editor.execute((POSTGRESQL if postgresql else SQLITE).format(**words), params=None)
    lock = POSTGRESQL_LOCK if postgresql else SQLITE
    schema_editor.execute(lock.format(**_lock(postgresql)), params=None)


def drop(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for words in (*_of_whole_rows(), *_of_columns(postgresql), _lock(postgresql)):
        schema_editor.execute("DROP TRIGGER {name}{on}".format(**words, on=f" ON {words['table']}" if postgresql else ""))
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION {words['function']}()")


def _of_whole_rows():
    for event, ending, function, reasons in (
        ("UPDATE", "append_only", "refuse", APPEND_ONLY),
        ("DELETE", "kept", "keep", KEPT),
    ):
        for model, reason in reasons.items():
            table = f"commitments_{model}"
            names = {"name": f"{table}_{ending}", "function": f"{table}_{function}", "table": table}
            yield {**names, "event": event, "when": "", "reason": reason}


def _of_columns(postgresql):
    for name, model, columns, reason in (
        ("occurrence_baseline_locked", "occurrence", OCCURRENCE, NEVER_MOVES),
        ("commitments_series_append_only", "series", ("commitment_id", "rule"), "A rule is never edited."),
    ):
        changed = _changed(columns, postgresql)
        when = f" WHEN ({changed})" if postgresql else f" WHEN {changed}"
        names = {"name": name, "function": f"{name}_refuse", "table": f"commitments_{model}"}
        yield {**names, "event": f"UPDATE OF {', '.join(columns)}", "when": when, "reason": reason}


def _lock(postgresql):
    """On PostgreSQL the function knows what is allowed; on SQLite the trigger does."""
    allowed = f"({FIRST_DATE}) OR ({TURNED})"
    changed = f"({_changed(BASELINE, postgresql)})"
    return {
        "name": "commitment_baseline_locked",
        "function": "commitment_baseline_refuse",
        "table": "commitments_commitment",
        "event": f"UPDATE OF {', '.join(BASELINE)}",
        "when": f" WHEN {changed}" if postgresql else f" WHEN {changed} AND NOT ({allowed})",
        "allowed": allowed,
        "reason": NEVER_MOVES,
    }


def _changed(columns, postgresql):
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
