"""The promise every page is tried on, on one fixed day."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from commitments.models import Commitment
from countries.models import Person
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW


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
