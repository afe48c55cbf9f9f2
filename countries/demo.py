"""People to try the tracker as. Created once, by `load_fixtures --demo`, and never touched again.

Their mail addresses end in example.org, which nobody owns; their password stands here for all to read. A tracker
that others can reach has no business with them.
"""

from typing import NamedTuple

from django.db import transaction

from countries.choices import Role
from countries.models import Institution, Person, Seat

DEMO_PASSWORD = "promise kept on time"


class SignIn(NamedTuple):
    role: str
    email: str
    password: str


class Place(NamedTuple):
    country: str
    acronym: str
    role: Role


class DemoPerson(NamedTuple):
    full_name: str
    email: str
    places: tuple[Place, ...] = ()
    is_administrator: bool = False


DEMO_PEOPLE = tuple(
    SignIn(role, f"{role}@example.org", DEMO_PASSWORD)
    for role in ("editor", "head", "coordinator", "viewer", "administrator")
)


def _pair(country: str, acronym: str, mailbox: str, editor: str, head: str) -> tuple[DemoPerson, DemoPerson]:
    """Who reports for an institution and who leads it."""
    return (
        DemoPerson(editor, f"editor{mailbox}@example.org", (Place(country, acronym, Role.EDITOR),)),
        DemoPerson(head, f"head{mailbox}@example.org", (Place(country, acronym, Role.HEAD),)),
    )


def _coordinator(country: str, acronym: str, mailbox: str, name: str) -> DemoPerson:
    return DemoPerson(name, f"coordinator{mailbox}@example.org", (Place(country, acronym, Role.COORDINATOR),))


CAST = (
    *_pair("LT", "KAM", "", "Rūta Balčiūnaitė", "Tomas Jankus"),
    *_pair("LT", "NKSC", ".nksc", "Mantas Petrulis", "Eglė Stonkutė"),
    *_pair("LT", "RKGC", ".rkgc", "Lina Vaitkutė", "Paulius Grigas"),
    _coordinator("LT", "LRVK", "", "Jonas Mickus"),
    *_pair("NO", "FD", ".fd", "Sindre Bakke", "Marit Lunde"),
    *_pair("NO", "UD", ".ud", "Ingrid Solheim", "Lars Haugen"),
    *_pair("NO", "JD", ".jd", "Kari Nygård", "Even Dahl"),
    _coordinator("NO", "SMK", ".norway", "Astrid Moen"),
    *_pair("CZ", "MZV", ".mzv", "Tereza Horáková", "Petr Sedlák"),
    *_pair("CZ", "NÚKIB", ".nukib", "Jakub Beran", "Lenka Dvořáková"),
    _coordinator("CZ", "ÚV ČR", ".czechia", "Markéta Říhová"),
    DemoPerson(
        "Nora Winter",
        "viewer@example.org",
        (
            Place("NO", "SMK", Role.VIEWER),
            Place("LT", "LRVK", Role.VIEWER),
            Place("CZ", "ÚV ČR", Role.VIEWER),
        ),
    ),
    DemoPerson("Alex Morgan", "administrator@example.org", is_administrator=True),
)


@transaction.atomic
def add_demo_people() -> int:
    """Those of the cast who are missing, with their seats; how many. Hashing is slow, so only they are hashed."""
    known = set(Person.objects.filter(email__in=[one.email for one in CAST]).values_list("email", flat=True))
    missing = [one for one in CAST if one.email not in known]
    houses = {(house.country.code, house.acronym): house for house in Institution.objects.select_related("country")}
    for one in missing:
        _add(one, houses)
    for editor in Seat.objects.filter(role=Role.EDITOR, person__email__in=[one.email for one in missing]):
        editor.deputy = Seat.objects.filter(institution=editor.institution_id, role=Role.HEAD).first()
        editor.save(update_fields=["deputy"])
    return len(missing)


def _add(one: DemoPerson, houses: dict[tuple[str, str], Institution]) -> None:
    person = Person.objects.create_user(
        one.email,
        DEMO_PASSWORD,
        full_name=one.full_name,
        is_staff=one.is_administrator,
        is_superuser=one.is_administrator,
    )
    for place in one.places:
        house = houses.get((place.country, place.acronym))
        if house is not None:  # renamed or never loaded: the person is there all the same
            Seat.objects.create(person=person, institution=house, role=place.role)
