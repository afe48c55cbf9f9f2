"""Pages beside the queries and the answer they cannot do without."""

import datetime as dt

import redis
from django.conf import settings
from django.db import connection
from django.test import RequestFactory

from commitments.models import JobRun
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
