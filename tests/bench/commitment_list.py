"""The commitments list beside the rows it shows, read by hand and joined by hand."""

from functools import partial

from django.db import connection
from django.test import Client

from tests.factories import PersonFactory

BARE = """
SELECT c.reference, c.title, i.acronym, c.due_phrase, c.due_latest, c.completion, c.done_on, c.last_reported_on
FROM commitments_commitment c JOIN countries_institution i ON i.id = c.lead_id
ORDER BY c.due_latest IS NULL, c.due_latest, c.reference LIMIT 50
"""


def _bare() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM commitments_commitment")
        count = cursor.fetchone()[0]
        cursor.execute(BARE)
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cursor.fetchall())
    return f"<p>{count} commitments</p><table>{rows}</table>"


QUERIES = ("", "?schedule=overdue", "?country=LT", "?q=exercise", "?on=2024-01-01")


def bench_commitment_list(plenty, compare):
    client = Client()
    client.force_login(PersonFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    for query in QUERIES:
        ours = partial(client.get, f"/commitments/{query}")
        compare(f"commitments list {query or '(all)'}", raw=_bare, ours=ours)
