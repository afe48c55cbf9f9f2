"""Every span from the facts by SQL alone: what the quickest rebuild would be if the database did all of it.

Running maxima of "day, number, value" carry what was said last; eight steps around the latest day give the states of
what is open; neighbours alike are merged. Dates that follow another commitment are not planted, and not read.
"""

from django.db import connection

from commitments.choices import Completion
from commitments.models.delta import STATES
from commitments.rollups.proof import PLACES

_STEPS = (
    (-99999, -366, "on_schedule", None, "later"),
    (-365, -91, "on_schedule", None, "within_365"),
    (-90, -31, "on_schedule", None, "within_90"),
    (-30, 0, "due_soon", None, "within_30"),
    (1, 30, "overdue", "late_1_30", None),
    (31, 90, "overdue", "late_31_90", None),
    (91, 365, "overdue", "late_91_365", None),
    (366, 99999, "overdue", "late_over_365", None),
)
_LAST, _FIRST = "9999-12-31", "0001-01-01"


def statement() -> str:
    postgresql = connection.vendor == "postgresql"

    def shifted(day: str, days: str) -> str:
        return f"({day} + {days})" if postgresql else f"date({day}, {days} || ' days')"

    text = (lambda value: f"CAST({value} AS text)") if postgresql else (lambda value: value)
    day = (lambda value: f"CAST({value} AS date)") if postgresql else (lambda value: value)
    least, greatest = ("LEAST", "GREATEST") if postgresql else ("MIN", "MAX")
    number = "lpad(CAST({0} AS text), 12, '0')" if postgresql else "printf('%012d', {0})"
    enc = lambda d, n, v: f"{text(d)} || {number.format(n)} || {v}"  # noqa: E731
    ranks = " ".join(f"WHEN '{step.value}' THEN {number}" for number, step in enumerate(Completion))
    rank = lambda name: f"CASE {name} {ranks} END"  # noqa: E731
    steps = ", ".join(
        "(" + ", ".join("NULL" if value is None else repr(value) for value in step) + ")" for step in _STEPS
    )
    since = f"CASE WHEN p.low = -99999 THEN {day(repr(_FIRST))} ELSE {shifted('s.due', 'p.low')} END"
    until = f"CASE WHEN p.high = 99999 THEN {day(repr(_LAST))} ELSE {shifted('s.due', '(p.high + 1)')} END"
    return f"""
WITH steps (low, high, schedule, lateness, horizon) AS (VALUES {steps}),
claims AS (
  SELECT commitment_id, effective_on, id, completion,
    LAG(completion) OVER (PARTITION BY commitment_id ORDER BY effective_on, id) AS before FROM commitments_progressupdate),
facts AS (
  SELECT c.id AS cid, d.counted_from AS day, {enc("d.counted_from", 0, f"COALESCE({text('c.baseline_latest')}, '')")} AS due,
    1 AS turned, NULL AS said, NULL AS begun, NULL AS closed, NULL AS found
  FROM commitments_commitment c JOIN countries_document d ON d.id = c.document_id
  UNION ALL SELECT commitment_id, effective_on, NULL, 0, {enc("effective_on", "id", "completion")},
    CASE WHEN completion = 'complete' AND (before IS NULL OR before <> 'complete')
    THEN {enc("effective_on", "id", "''")} END, NULL, NULL FROM claims
  UNION ALL SELECT commitment_id, decided_on, CASE WHEN kind = 'move_date' THEN {enc("decided_on", "id", text("new_latest"))} END,
    CASE WHEN kind = 'move_date' THEN 1 ELSE 0 END, NULL, NULL,
    CASE WHEN kind <> 'move_date' THEN {enc("decided_on", "id", "CASE WHEN kind = 'reopen' THEN '' ELSE kind END")} END, NULL
  FROM commitments_decision
  UNION ALL SELECT commitment_id, reviewed_on, NULL, 0, NULL, NULL, NULL, {enc("reviewed_on", "id", "completion")}
  FROM commitments_review),
days AS (
  SELECT cid, day, MAX(due) AS due, MAX(turned) AS turned, MAX(said) AS said, MAX(begun) AS begun, MAX(closed) AS closed,
    MAX(found) AS found
  FROM facts GROUP BY cid, day),
known AS (
  SELECT cid, day, turned, LEAD(day) OVER w AS until, SUM(turned) OVER w AS dues, substr(MAX(due) OVER w, 23) AS due,
    MAX(said) OVER w AS said, MAX(begun) OVER w AS begun, COALESCE(substr(MAX(closed) OVER w, 23), '') AS closed,
    substr(MAX(found) OVER w, 23) AS found
  FROM days WINDOW w AS (PARTITION BY cid ORDER BY day)),
stretches AS (
  SELECT cid, day, COALESCE(until, {day(repr(_LAST))}) AS until, dues, {day("NULLIF(due, '')")} AS due,
    COALESCE(substr(said, 23), 'no_evidence') AS completion, {day("substr(said, 1, 10)")} AS reported,
    CASE WHEN substr(said, 23) = 'complete' THEN {day("substr(begun, 1, 10)")} END AS done, closed, found FROM known),
pieces (cid, aspect, state, first, until, due, dues) AS (
  SELECT cid, 'completion', completion, day, until, {day("NULL")}, 0 FROM stretches
  UNION ALL SELECT cid, 'judged', CASE WHEN {rank("found")} < {rank("completion")} THEN 'lower'
    WHEN found = completion THEN 'as_claimed' ELSE 'higher' END, day, until, NULL, 0 FROM stretches WHERE found IS NOT NULL
  UNION ALL SELECT cid, 'schedule', CASE WHEN closed <> '' THEN 'closed' WHEN due IS NULL AND done IS NULL THEN 'undated'
    WHEN due IS NULL THEN 'done_undated' WHEN done <= due THEN 'done_on_time' ELSE 'done_late' END, day, until, due, dues
  FROM stretches WHERE closed <> '' OR done IS NOT NULL OR due IS NULL
  UNION ALL SELECT s.cid, a.aspect, CASE a.aspect WHEN 'schedule' THEN p.schedule WHEN 'lateness' THEN p.lateness
    ELSE p.horizon END, {greatest}(s.day, {since}), {least}(s.until, {until}),
    CASE WHEN a.aspect = 'schedule' THEN s.due END, CASE WHEN a.aspect = 'schedule' THEN s.dues ELSE 0 END
  FROM stretches s CROSS JOIN steps p CROSS JOIN (SELECT 'schedule' AS aspect UNION ALL SELECT 'lateness'
    UNION ALL SELECT 'horizon') a
  WHERE s.closed = '' AND s.done IS NULL AND s.due IS NOT NULL AND {since} < s.until AND {until} > s.day
    AND NOT (a.aspect = 'lateness' AND p.lateness IS NULL) AND NOT (a.aspect = 'horizon' AND p.horizon IS NULL)
  UNION ALL SELECT s.cid, 'reporting', 'recent', s.day, {least}(s.until, {shifted("COALESCE(s.reported, d.counted_from)", "90")}),
    NULL, 0 FROM stretches s JOIN commitments_commitment c ON c.id = s.cid JOIN countries_document d ON d.id = c.document_id
  WHERE s.closed = '' AND s.done IS NULL AND {shifted("COALESCE(s.reported, d.counted_from)", "90")} > s.day
  UNION ALL SELECT s.cid, 'reporting', 'stale', {greatest}(s.day, {shifted("COALESCE(s.reported, d.counted_from)", "90")}), s.until,
    NULL, 0 FROM stretches s JOIN commitments_commitment c ON c.id = s.cid JOIN countries_document d ON d.id = c.document_id
  WHERE s.closed = '' AND s.done IS NULL AND {shifted("COALESCE(s.reported, d.counted_from)", "90")} < s.until),
marked AS (
  SELECT *, CASE WHEN LAG(until) OVER w = first AND LAG(state) OVER w = state AND LAG(dues) OVER w = dues THEN 0 ELSE 1 END
    AS opens FROM pieces WINDOW w AS (PARTITION BY cid, aspect ORDER BY first)),
grouped AS (
  SELECT *, SUM(opens) OVER (PARTITION BY cid, aspect ORDER BY first) AS run FROM marked),
spans (cid, aspect, state, first, until, due) AS (
  SELECT cid, aspect, MIN(state), MIN(first), MAX(until), MIN(due) FROM grouped GROUP BY cid, aspect, run)
SELECT g.cid AS commitment_id, g.aspect, g.state, g.first, g.until, {day("g.due")} AS due_latest, d.country_id, c.document_id,
  c.pillar_id, c.lead_id AS institution_id
FROM spans g JOIN commitments_commitment c ON c.id = g.cid JOIN countries_document d ON d.id = c.document_id
"""


COLUMNS = "commitment_id, aspect, state, first, until, due_latest, country_id, document_id, pillar_id, institution_id"


def into_a_table() -> None:
    """With the indexes our table has."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_spans")
        cursor.execute(f"CREATE TABLE bare_spans AS {statement()}")
        for number, columns in enumerate(("commitment_id, aspect, first", "state, first, until", "state, due_latest")):
            cursor.execute(f"CREATE INDEX bare_spans_{number} ON bare_spans ({columns})")


def sum_up() -> None:
    """Days, months and years of every place, in a table with the key ours has."""
    keys = "scope_kind, scope_id, period, day"
    states = ", ".join(STATES)
    sums = ", ".join(f"SUM({state}) AS {state}" for state in STATES)
    pivoted = ", ".join(f"SUM(CASE WHEN state = '{state}' THEN change ELSE 0 END) AS {state}" for state in STATES)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_deltas")
        cursor.execute(f"CREATE TABLE bare_deltas AS SELECT {keys}, {states} FROM commitments_rollupdelta WHERE 1 = 0")
        for kind, place in PLACES.items():
            rows = f"FROM bare_spans WHERE {place} IS NOT NULL"
            cursor.execute(
                f"INSERT INTO bare_deltas SELECT '{kind}', place, 'day', day, {pivoted} FROM ("
                f"SELECT {place} AS place, first AS day, state, 1 AS change {rows} UNION ALL "
                f"SELECT {place}, until, state, -1 {rows} AND until < '{_LAST}') AS events GROUP BY place, day"
            )
        for period, shorter, pattern in (("month", "day", "%Y-%m-01"), ("year", "month", "%Y-01-01")):
            postgresql = connection.vendor == "postgresql"
            first = f"CAST(date_trunc('{period}', day) AS date)" if postgresql else f"strftime('{pattern}', day)"
            cursor.execute(
                f"INSERT INTO bare_deltas SELECT scope_kind, scope_id, '{period}', {first}, {sums} FROM bare_deltas "
                f"WHERE period = '{shorter}' GROUP BY scope_kind, scope_id, {first}"
            )
        cursor.execute(f"CREATE UNIQUE INDEX bare_deltas_key ON bare_deltas ({keys})")


def differs_from_ours() -> int:
    """How many spans only one of the two has."""
    ours = f"SELECT {COLUMNS} FROM commitments_commitmentspan"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT COUNT(*) FROM (SELECT {COLUMNS} FROM bare_spans EXCEPT {ours}) AS a) + "
            f"(SELECT COUNT(*) FROM ({ours} EXCEPT SELECT {COLUMNS} FROM bare_spans) AS b)"
        )
        found: int = cursor.fetchone()[0]
    return found
