"""The cast. Who a test signs in as tells what it is about; loaded by `tests/conftest.py` as a plugin.

editor and colleague sit in the ministry, head leads it, coordinator coordinates the country from another house,
viewer only reads, outsider sits in another country, administrator keeps reference data.
"""

import datetime as dt
from functools import cache

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from countries.access import Standing, standing_of
from countries.choices import Role
from countries.models import Country, Institution, Person
from tests.factories import PASSWORD, CountryFactory, InstitutionFactory, PersonFactory, SeatFactory

TODAY = dt.date(2018, 6, 1)
NOW = dt.datetime(2018, 6, 1, 10, tzinfo=dt.UTC)


@cache
def hashed() -> str:
    return make_password(PASSWORD)


def seated(name: str, role: Role, institution: Institution) -> Person:
    person = PersonFactory(full_name=name.capitalize(), email=f"{name}@example.org", password=hashed())
    SeatFactory(person=person, institution=institution, role=role)
    return person


class Visitor(Client):
    """Is signed in by one row, as if they had come by the form before: what happens there is tried there."""

    def _login(self, user, backend=None):
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), backend or user.backend
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        self.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


@pytest.fixture
def client() -> Visitor:
    return Visitor()


def standing_for(person: Person, on: dt.date = TODAY) -> Standing:
    return standing_of(person, on, public=False)


@pytest.fixture
def norway(db) -> Country:
    return CountryFactory(code="NO")


@pytest.fixture
def lithuania(db) -> Country:
    return CountryFactory(code="LT")


@pytest.fixture
def ministry(norway) -> Institution:
    return InstitutionFactory(country=norway, name="Ministry of Defence", native_name="Forsvarsdepartementet")


@pytest.fixture
def chancellery(norway) -> Institution:
    return InstitutionFactory(
        country=norway, name="Office of the Prime Minister", native_name="Statsministerens kontor"
    )


@pytest.fixture
def editor(ministry) -> Person:
    return seated("editor", Role.EDITOR, ministry)


@pytest.fixture
def colleague(ministry) -> Person:
    return seated("colleague", Role.EDITOR, ministry)


@pytest.fixture
def head(ministry) -> Person:
    return seated("head", Role.HEAD, ministry)


@pytest.fixture
def coordinator(chancellery) -> Person:
    return seated("coordinator", Role.COORDINATOR, chancellery)


@pytest.fixture
def viewer(ministry) -> Person:
    return seated("viewer", Role.VIEWER, ministry)


@pytest.fixture
def outsider(lithuania) -> Person:
    return seated("outsider", Role.EDITOR, InstitutionFactory(country=lithuania, name="Ministry of Elsewhere"))


@pytest.fixture
def administrator(db) -> Person:
    return PersonFactory(
        full_name="Administrator",
        email="administrator@example.org",
        password=hashed(),
        is_staff=True,
        is_superuser=True,
    )
