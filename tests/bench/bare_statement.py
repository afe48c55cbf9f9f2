"""Every span from the facts by SQL alone: what the quickest rebuild would be if the database did all of it.

Running maxima of "day, number, value" carry what was said last; eight steps around the latest day give the states of
what is open; neighbours alike are merged. Dates that follow another commitment are not planted, and not read.
"""

from dataclasses import dataclass

from django.db import connection

from commitments.choices import Completion

STEPS = (
    (-99999, -366, "on_schedule", None, "later"),
    (-365, -91, "on_schedule", None, "within_365"),
    (-90, -31, "on_schedule", None, "within_90"),
    (-30, 0, "due_soon", None, "within_30"),
    (1, 30, "overdue", "late_1_30", None),
    (31, 90, "overdue", "late_31_90", None),
    (91, 365, "overdue", "late_91_365", None),
    (366, 99999, "overdue", "late_over_365", None),
)
LAST, FIRST = "9999-12-31", "0001-01-01"


@dataclass(frozen=True)
class Dialect:
    """What the two databases write differently."""

    postgresql: bool

    def shifted(self, day: str, days: str) -> str:
        return f"({day} + {days})" if self.postgresql else f"date({day}, {days} || ' days')"

    def text(self, value: str) -> str:
        return f"CAST({value} AS text)" if self.postgresql else value

    def day(self, value: str) -> str:
        return f"CAST({value} AS date)" if self.postgresql else value

    def noted(self, day: str, number: str, value: str) -> str:
        """As text whose maximum is what was said last."""
        padded = f"lpad(CAST({number} AS text), 12, '0')" if self.postgresql else f"printf('%012d', {number})"
        return f"{self.text(day)} || {padded} || {value}"

    @property
    def ends(self) -> tuple[str, str]:
        return ("LEAST", "GREATEST") if self.postgresql else ("MIN", "MAX")


def statement() -> str:
    sql = Dialect(connection.vendor == "postgresql")
    parts = [_steps(), _facts(sql), _stretches(sql), _pieces(sql), _merged()]
    return f"""
WITH {", ".join(parts)}
SELECT g.cid AS commitment_id, g.aspect, g.state, g.first, g.until, {sql.day("g.due")} AS due_latest, d.country_id,
  c.document_id, c.pillar_id, c.lead_id AS institution_id
FROM spans g JOIN commitments_commitment c ON c.id = g.cid JOIN countries_document d ON d.id = c.document_id
"""


def _steps() -> str:
    steps = ", ".join(
        "(" + ", ".join("NULL" if value is None else repr(value) for value in step) + ")" for step in STEPS
    )
    return f"steps (low, high, schedule, lateness, horizon) AS (VALUES {steps})"


def _facts(sql: Dialect) -> str:
    """What was said of each commitment on each day."""
    baseline = f"COALESCE({sql.text('c.baseline_latest')}, '')"
    ends = "CASE WHEN kind = 'reopen' THEN '' ELSE kind END"
    return f"""claims AS (
  SELECT commitment_id, effective_on, id, completion,
    LAG(completion) OVER (PARTITION BY commitment_id ORDER BY effective_on, id) AS before
  FROM commitments_progressupdate),
facts AS (
  SELECT c.id AS cid, d.counted_from AS day, {sql.noted("d.counted_from", "0", baseline)} AS due,
    1 AS turned, NULL AS said, NULL AS begun, NULL AS closed, NULL AS found
  FROM commitments_commitment c JOIN countries_document d ON d.id = c.document_id
  UNION ALL SELECT commitment_id, effective_on, NULL, 0, {sql.noted("effective_on", "id", "completion")},
    CASE WHEN completion = 'complete' AND (before IS NULL OR before <> 'complete')
    THEN {sql.noted("effective_on", "id", "''")} END, NULL, NULL FROM claims
  UNION ALL SELECT commitment_id, decided_on,
    CASE WHEN kind = 'move_date' THEN {sql.noted("decided_on", "id", sql.text("new_latest"))} END,
    CASE WHEN kind = 'move_date' THEN 1 ELSE 0 END, NULL, NULL,
    CASE WHEN kind <> 'move_date' THEN {sql.noted("decided_on", "id", ends)} END, NULL
  FROM commitments_decision
  UNION ALL SELECT commitment_id, reviewed_on, NULL, 0, NULL, NULL, NULL,
    {sql.noted("reviewed_on", "id", "completion")}
  FROM commitments_review)"""


def _stretches(sql: Dialect) -> str:
    """From each day on which something was said to the next: what was in force."""
    return f"""days AS (
  SELECT cid, day, MAX(due) AS due, MAX(turned) AS turned, MAX(said) AS said, MAX(begun) AS begun,
    MAX(closed) AS closed, MAX(found) AS found
  FROM facts GROUP BY cid, day),
known AS (
  SELECT cid, day, turned, LEAD(day) OVER w AS until, SUM(turned) OVER w AS dues, substr(MAX(due) OVER w, 23) AS due,
    MAX(said) OVER w AS said, MAX(begun) OVER w AS begun, COALESCE(substr(MAX(closed) OVER w, 23), '') AS closed,
    substr(MAX(found) OVER w, 23) AS found
  FROM days WINDOW w AS (PARTITION BY cid ORDER BY day)),
stretches AS (
  SELECT cid, day, COALESCE(until, {sql.day(repr(LAST))}) AS until, dues, {sql.day("NULLIF(due, '')")} AS due,
    COALESCE(substr(said, 23), 'no_evidence') AS completion, {sql.day("substr(said, 1, 10)")} AS reported,
    CASE WHEN substr(said, 23) = 'complete' THEN {sql.day("substr(begun, 1, 10)")} END AS done, closed, found
  FROM known)"""


def _pieces(sql: Dialect) -> str:
    """The states of every stretch, aspect by aspect."""
    parts = [_completion(sql), _judged(), _settled(), _open(sql), _reporting(sql)]
    return f"pieces (cid, aspect, state, first, until, due, dues) AS ({' UNION ALL '.join(parts)})"


def _completion(sql: Dialect) -> str:
    return f"SELECT cid, 'completion', completion, day, until, {sql.day('NULL')}, 0 FROM stretches"


def _judged() -> str:
    ranks = " ".join(f"WHEN '{step.value}' THEN {number}" for number, step in enumerate(Completion))
    return f"""SELECT cid, 'judged', CASE WHEN CASE found {ranks} END < CASE completion {ranks} END THEN 'lower'
    WHEN found = completion THEN 'as_claimed' ELSE 'higher' END, day, until, NULL, 0
  FROM stretches WHERE found IS NOT NULL"""


def _settled() -> str:
    return """SELECT cid, 'schedule',
    CASE WHEN closed <> '' THEN 'closed' WHEN due IS NULL AND done IS NULL THEN 'undated'
    WHEN due IS NULL THEN 'done_undated' WHEN done <= due THEN 'done_on_time' ELSE 'done_late' END,
    day, until, due, dues
  FROM stretches WHERE closed <> '' OR done IS NOT NULL OR due IS NULL"""


def _open(sql: Dialect) -> str:
    """What is neither done nor closed is in each state as long as its latest day is so far away."""
    least, greatest = sql.ends
    since = f"CASE WHEN p.low = -99999 THEN {sql.day(repr(FIRST))} ELSE {sql.shifted('s.due', 'p.low')} END"
    until = f"CASE WHEN p.high = 99999 THEN {sql.day(repr(LAST))} ELSE {sql.shifted('s.due', '(p.high + 1)')} END"
    return f"""SELECT s.cid, a.aspect, CASE a.aspect WHEN 'schedule' THEN p.schedule WHEN 'lateness' THEN p.lateness
    ELSE p.horizon END, {greatest}(s.day, {since}), {least}(s.until, {until}),
    CASE WHEN a.aspect = 'schedule' THEN s.due END, CASE WHEN a.aspect = 'schedule' THEN s.dues ELSE 0 END
  FROM stretches s CROSS JOIN steps p CROSS JOIN (SELECT 'schedule' AS aspect UNION ALL SELECT 'lateness'
    UNION ALL SELECT 'horizon') a
  WHERE s.closed = '' AND s.done IS NULL AND s.due IS NOT NULL AND {since} < s.until AND {until} > s.day
    AND NOT (a.aspect = 'lateness' AND p.lateness IS NULL) AND NOT (a.aspect = 'horizon' AND p.horizon IS NULL)"""


def _reporting(sql: Dialect) -> str:
    least, greatest = sql.ends
    stale = sql.shifted("COALESCE(s.reported, d.counted_from)", "90")
    said = """NULL, 0
  FROM stretches s JOIN commitments_commitment c ON c.id = s.cid JOIN countries_document d ON d.id = c.document_id"""
    return f"""SELECT s.cid, 'reporting', 'recent', s.day, {least}(s.until, {stale}), {said}
  WHERE s.closed = '' AND s.done IS NULL AND {stale} > s.day
  UNION ALL SELECT s.cid, 'reporting', 'stale', {greatest}(s.day, {stale}), s.until, {said}
  WHERE s.closed = '' AND s.done IS NULL AND {stale} < s.until"""


def _merged() -> str:
    """Neighbours alike are one."""
    return """marked AS (
  SELECT *, CASE WHEN LAG(until) OVER w = first AND LAG(state) OVER w = state AND LAG(dues) OVER w = dues
    THEN 0 ELSE 1 END AS opens FROM pieces WINDOW w AS (PARTITION BY cid, aspect ORDER BY first)),
grouped AS (
  SELECT *, SUM(opens) OVER (PARTITION BY cid, aspect ORDER BY first) AS run FROM marked),
spans (cid, aspect, state, first, until, due) AS (
  SELECT cid, aspect, MIN(state), MIN(first), MAX(until), MIN(due) FROM grouped GROUP BY cid, aspect, run)"""
