"""Pages beside the queries and the answer they cannot do without."""

import datetime as dt

import redis
from django.conf import settings
from django.db import connection
from django.test import RequestFactory

from commitments.models import JobRun
from tests.factories import CommitmentFactory, DocumentFactory
from tracker.health import health

_BARE = (
    "SELECT 1",
    "SELECT * FROM commitments_jobrun WHERE job = 'reminders'",
    "SELECT MIN(written_at) FROM commitments_message WHERE status = 'pending'",
    "SELECT * FROM commitments_jobrun WHERE job = 'rollups'",
    "SELECT COUNT(*) FROM commitments_commitment WHERE rolled_revision <> revision",
)


def bench_health_page(db, compare):
    """Machines ask for it every few seconds."""
    now = dt.datetime.now(dt.UTC)
    for job in ("reminders", "rollups"):
        JobRun.objects.create(job=job, started_at=now, finished_at=now)
    request = RequestFactory().get("/health/?format=json")

    def bare():
        with redis.Redis.from_url(settings.REDIS_URL) as client, connection.cursor() as cursor:
            client.ping()
            for query in _BARE:
                cursor.execute(query)
                cursor.fetchall()

    compare("health page against its bare questions", raw=bare, ours=lambda: health(request), times=50)


def bench_list_page(db, client, compare, editor, norway):
    """Three hundred commitments, the first fifty shown: one query with a join, and a table written by hand."""
    document, lead = DocumentFactory(country=norway), editor.seats.get().institution
    CommitmentFactory.create_batch(300, document=document, lead=lead)
    client.force_login(editor)
    query = (
        "SELECT c.reference, c.title, i.name, c.due_phrase, c.due_latest, c.completion FROM commitments_commitment c "
        "JOIN countries_institution i ON i.id = c.lead_id ORDER BY c.due_latest, c.reference LIMIT 50"
    )

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(query)
            return "".join(f"<tr><td>{'</td><td>'.join(map(str, row))}</td></tr>" for row in cursor)

    def ours():
        assert client.get("/commitments/").status_code == 200

    compare("list page of 50 against query and join by hand", raw=bare, ours=ours, times=20)
