"""The cast of the demonstration: someone for every role, someone for every promise."""

import pytest
from django.core.management import call_command

from commitments.models import Commitment
from countries.choices import Role
from countries.demo import CAST, DEMO_PEOPLE, add_demo_people
from countries.models import Country, Person, Seat

pytestmark = pytest.mark.django_db


def test_every_shown_sign_in_works(shipped, client):
    for role, email, password in DEMO_PEOPLE:
        person = Person.objects.get(email=email)
        assert person.check_password(password), role
        assert person.is_superuser == (role == "administrator")
        assert person.is_superuser or person.seats.filter(role=role).exists()


def test_every_lead_institution_has_an_editor_and_a_head(shipped):
    for institution in Commitment.objects.values_list("lead", flat=True).distinct():
        roles = set(Seat.objects.filter(institution=institution).values_list("role", flat=True))
        assert {Role.EDITOR, Role.HEAD} <= roles


def test_every_country_has_a_coordinator(shipped):
    for country in Country.objects.all():
        assert Seat.objects.filter(institution__country=country, role=Role.COORDINATOR).exists()


def test_head_deputises_for_the_editor(shipped):
    editor = Seat.objects.get(person__email="editor@example.org")
    assert editor.deputy.person.email == "head@example.org"


def test_changed_people_stay_as_they_are(shipped):
    person = Person.objects.get(email="editor@example.org")
    person.set_password("something of my own")
    person.save()
    person.seats.all().delete()
    assert add_demo_people() == 0
    person.refresh_from_db()
    assert person.check_password("something of my own")
    assert not person.seats.exists()


def test_nobody_is_added_unless_asked_for(shipped):
    Seat.objects.all().delete()
    Person.objects.exclude(email="desk.research@example.org").delete()
    call_command("load_fixtures", verbosity=0)
    assert Person.objects.count() == 1
    call_command("load_fixtures", demo=True, verbosity=0)
    assert Person.objects.count() == 1 + len(CAST)
