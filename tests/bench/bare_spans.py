"""Every span and every sum by SQL alone, in tables beside ours: what the quickest rebuild would be."""

from django.db import connection

from commitments.models.delta import STATES
from commitments.rollups.proof import PLACES
from tests.bench.bare_statement import LAST, statement

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
                f"SELECT {place}, until, state, -1 {rows} AND until < '{LAST}') AS events GROUP BY place, day"
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
