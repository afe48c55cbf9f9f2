"""The commitments list beside the rows it shows, read by hand and joined by hand."""

import datetime as dt
from functools import partial

import pytest
from django.db import connection
from django.test import Client

from commitments.choices import Precision
from commitments.deadlines import DueWindow
from commitments.models import Commitment
from countries.models import Country
from tests.factories import DocumentFactory, InstitutionFactory, PersonFactory, PillarFactory

COUNTRIES = 32
PER_COUNTRY = 100
BARE = """
SELECT c.reference, c.title, i.acronym, c.due_phrase, c.due_latest, c.completion, c.done_on, c.last_reported_on
FROM commitments_commitment c JOIN countries_institution i ON i.id = c.lead_id
ORDER BY c.due_latest IS NULL, c.due_latest, c.reference LIMIT 50
"""


@pytest.fixture
def many(db) -> None:
    """32 countries, each with a document, five pillars, ten institutions and 100 commitments."""
    for number in range(COUNTRIES):
        code = f"{'AB'[number // 26]}{chr(ord('A') + number % 26)}"
        country = Country.objects.create(code=code, time_zone="Europe/Oslo", languages=["en"])
        document = DocumentFactory(country=country)
        pillars = PillarFactory.create_batch(5, document=document)
        houses = InstitutionFactory.create_batch(10, country=country)
        Commitment.objects.bulk_create(
            _commitment(
                f"{code}-{row}", document, pillars[row % 5], houses[row % 10], dt.timedelta(days=row * 22 + number)
            )
            for row in range(PER_COUNTRY)
        )


def _commitment(reference, document, pillar, lead, offset) -> Commitment:
    day = dt.date(2021, 1, 1) + offset
    window = DueWindow(day, day, Precision.DAY, f"{day:%Y-%m-%d}")
    promise = Commitment(
        reference=reference,
        document=document,
        pillar=pillar,
        lead=lead,
        title=f"Promise {reference} of a length that titles have",
        quotation="Vi skal gjøre det.",
        quotation_language="nb",
        due_phrase=f"by {window.edtf}",
        baseline_phrase=f"by {window.edtf}",
        baseline_edtf=window.edtf,
        baseline_earliest=window.earliest,
        baseline_latest=window.latest,
        registered_at=dt.datetime(2017, 9, 27, 12, tzinfo=dt.UTC),
    )
    promise.set_due(window)
    return promise


def _bare() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM commitments_commitment")
        count = cursor.fetchone()[0]
        cursor.execute(BARE)
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cursor.fetchall())
    return f"<p>{count} commitments</p><table>{rows}</table>"


QUERIES = ("", "?schedule=overdue", "?country=AT", "?q=promise", "?on=2024-01-01")


def bench_commitment_list(many, compare):
    client = Client()
    client.force_login(PersonFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    for query in QUERIES:
        ours = partial(client.get, f"/commitments/{query}")
        compare(f"commitments list {query or '(all)'}", raw=_bare, ours=ours)
