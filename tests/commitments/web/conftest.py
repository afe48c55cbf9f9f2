"""The promise every page is tried on, on one fixed day."""

import datetime as dt
from collections.abc import Iterator
from functools import cache

import pytest
import time_machine
from django.test import Client

from commitments.actions import ProgressDraft, post_update
from commitments.choices import Completion
from commitments.facets import Facets
from commitments.models import Commitment
from commitments.rollups.apply import apply_waiting
from countries.models import Person
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory, PillarFactory
from tests.people import NOW, standing_for


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway, reference="NO-2017", title="International cyber strategy")


@pytest.fixture
def commitment(document, ministry) -> Commitment:
    return CommitmentFactory(
        document=document,
        reference="NO-2017-02",
        title="Be represented at the centre in Tallinn",
        quotation="innen utgangen av 2018 å være representert",
        translation="to be represented by the end of 2018",
        lead=ministry,
    )


@pytest.fixture
def signed_in(client: Client):
    def sign_in(person: Person) -> Client:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def page(request, signed_in):
    """The page at an address as somebody of the cast sees it: `page("editor", "/commitments/")`."""

    def get(name: str, address: str, **options):
        client = request.getfixturevalue("client")
        if name != "anonymous":
            client = signed_in(request.getfixturevalue(name))
        return client.get(address, **options)

    return get


@pytest.fixture
def norwegian(norway, ministry, editor):
    """A tree of institutions, a tree of pillars, and one of everything."""
    document = DocumentFactory(country=norway, reference="NO-2017")
    top = PillarFactory(document=document)
    below = PillarFactory(document=document, parent=top)
    agency = InstitutionFactory(country=norway, parent=ministry)
    made = [
        CommitmentFactory(document=document, due=due, lead=lead, pillar=pillar)
        for due, lead, pillar in [
            ("2018", ministry, top),
            ("2019-02", agency, below),
            (None, agency, below),
            ("2018-03", ministry, None),
            ("2020", ministry, top),
        ]
    ]
    for commitment, day in [(made[0], dt.date(2018, 2, 1)), (made[3], dt.date(2018, 5, 1))]:
        draft = ProgressDraft(day, Completion.COMPLETE, "Done.")
        post_update(commitment, draft, by=standing_for(editor), now=NOW)
    apply_waiting(NOW)
    return document


@pytest.fixture
def lithuanian(lithuania):
    document = DocumentFactory(country=lithuania, reference="LT-2021")
    CommitmentFactory(document=document, due="2018-12-20")
    apply_waiting(NOW)
    return document


@pytest.fixture
def quick_facets(monkeypatch):
    """The choices of the filters are the same behind every number: read them once per person."""
    monkeypatch.setattr(Facets, "for_standing", cache(Facets.for_standing))
