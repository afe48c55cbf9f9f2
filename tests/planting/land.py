"""Where the commitments stand: countries, documents, pillars, institutions and the people in them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django_countries import countries as iso_countries

from countries.choices import DocumentKind, Role
from countries.models import Country, Document, Institution, Person, Pillar, Seat

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
EDITIONS = (dt.date(2016, 3, 1), dt.date(2019, 9, 15), dt.date(2022, 6, 1), dt.date(2024, 1, 10))
THEMES = ("Resilience", "Skills", "Crime", "Defence", "Diplomacy", "Industry")
MINISTRIES, AGENCIES = 5, 7
KNOWN = {"NO": ("Europe/Oslo", "nb"), "LT": ("Europe/Vilnius", "lt"), "CZ": ("Europe/Prague", "cs")}


@dataclass(frozen=True)
class Home:
    """A document with whatever a commitment in it refers to, as ids."""

    document: int
    reference: str
    begins_on: dt.date
    language: str
    pillars: tuple[int, ...]
    institutions: tuple[int, ...]
    authors: tuple[int, ...]


def settle(countries: int) -> list[Home]:
    """Make all of it, some thousand rows, through the models."""
    administrator = Person(email="bench@example.org", full_name="Bench", is_staff=True, is_superuser=True)
    administrator.set_unusable_password()
    administrator.save()
    return [home for code in _codes(countries) for home in _homes(code)]


def _codes(countries: int) -> list[str]:
    others = (code for code, _ in iso_countries if code not in KNOWN)
    return [*KNOWN, *sorted(others)][:countries]


def _homes(code: str) -> Iterator[Home]:
    zone, language = KNOWN.get(code, ("UTC", "en"))
    country = Country.objects.create(code=code, time_zone=zone, languages=[language])
    institutions = _institutions(country)
    people = _people(country, institutions)
    for edition in EDITIONS:
        document = Document.objects.create(
            country=country,
            reference=f"{code}-{edition.year}",
            kind=DocumentKind.STRATEGY,
            title=f"National cyber security strategy {edition.year}",
            language=language,
            published_on=edition,
            counted_from=edition,
        )
        pillars = _pillars(document)
        ids = (tuple(row.pk for row in rows) for rows in (pillars, institutions, people))
        yield Home(document.pk, document.reference, edition, language, *ids)


def _institutions(country: Country) -> list[Institution]:
    ministries = Institution.objects.bulk_create(
        Institution(country=country, name=f"Ministry {number}", native_name=f"Ministry {number}", acronym=f"M{number}")
        for number in range(1, MINISTRIES + 1)
    )
    agencies = Institution.objects.bulk_create(
        Institution(
            country=country,
            name=f"Agency {number}",
            native_name=f"Agency {number}",
            parent=ministries[number % MINISTRIES],
        )
        for number in range(1, AGENCIES + 1)
    )
    return [*ministries, *agencies]


def _people(country: Country, institutions: list[Institution]) -> list[Person]:
    """An editor in each institution, and a coordinator in the first."""
    people = Person.objects.bulk_create(
        Person(email=f"p{number}@{country.code.lower()}.example.org", full_name=f"{country.code} Person {number}")
        for number in range(len(institutions) + 1)
    )
    seats = [Seat(person=people[0], institution=institutions[0], role=Role.COORDINATOR)]
    seats += [
        Seat(person=person, institution=house, role=Role.EDITOR)
        for person, house in zip(people[1:], institutions, strict=True)
    ]
    Seat.objects.bulk_create(seats)
    return people


def _pillars(document: Document) -> list[Pillar]:
    """Six themes, two objectives below each."""
    themes = Pillar.objects.bulk_create(
        Pillar(document=document, position=position, title=theme) for position, theme in enumerate(THEMES, 1)
    )
    objectives = Pillar.objects.bulk_create(
        Pillar(document=document, parent=theme, position=position, title=f"{theme.title}, objective {position}")
        for theme in themes
        for position in (1, 2)
    )
    return [*themes, *objectives]
