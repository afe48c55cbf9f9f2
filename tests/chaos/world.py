"""Who is owed what: as many people and promises as wanted, made past the verbs to be quick."""

import datetime as dt
from collections.abc import Sequence
from copy import copy

from django.db.models.base import ModelState

from commitments.models import Commitment
from countries.choices import Role
from countries.models import Country, Document, Institution, Person, Seat
from tests.chaos.truth import Told
from tests.factories import CommitmentFactory, CountryFactory, DocumentFactory

START = dt.datetime(2018, 12, 3, 7, 5, tzinfo=dt.UTC)  # five past eight in Oslo
TODAY = START.date()
AHEAD = (90, 30, 7, 1, 0, -7)  # days for which the policy that comes with the tracker has a step
EDITORS = 10
REGISTERED = dt.datetime(2018, 12, 2, 12, tzinfo=dt.UTC)


def people(amount: int, *, each: int, due: Sequence[int] = AHEAD, language: str = "en") -> set[Told]:
    """`amount` people in houses of up to ten; each is owed `each` reminders, due so many days from the start."""
    country = CountryFactory(code="NO")
    document = DocumentFactory(country=country)
    houses = [
        Institution(country=country, name=f"House {number}", native_name=f"House {number}")
        for number in range(-(-amount // EDITORS))
    ]
    Institution.objects.bulk_create(houses)
    staff = [
        Person(email=f"person{number}@example.org", full_name=f"Person {number}", language=language)
        for number in range(amount)
    ]
    Person.objects.bulk_create(staff)
    seats = [
        Seat(person=person, institution=houses[number // EDITORS], role=Role.EDITOR)
        for number, person in enumerate(staff)
    ]
    Seat.objects.bulk_create(seats)
    patterns = [_promise(document, days) for days in due]
    promises = [
        _like(patterns[place % len(due)], lead=house, number=number * each + place)
        for number, house in enumerate(houses)
        for place in range(each)
    ]
    Commitment.objects.bulk_create(promises, batch_size=1000)
    return owed()


def _promise(document: Document, days: int) -> Commitment:
    day = (TODAY + dt.timedelta(days=days)).isoformat()
    return CommitmentFactory.build(document=document, lead=None, due=day, registered_at=REGISTERED)


def _like(pattern: Commitment, *, lead: Institution, number: int) -> Commitment:
    """A copy for somebody else: reading a date anew for each of thousands would take its time."""
    made = copy(pattern)
    made._state = ModelState()
    made.lead, made.reference = lead, f"CH-{number:05d}"
    made.title = f"Promise {made.reference}"
    return made


def owed() -> set[Told]:
    """Everybody who sits in a house and everything it leads: what the scenarios begin with."""
    rows = Seat.objects.filter(institution__led_commitments__reference__startswith="CH-")
    return set(rows.values_list("person__email", "institution__led_commitments__reference"))


def newest_step(days: int) -> int | None:
    """So many days after the due day: the step that has been reached, by the policy the tracker comes with."""
    weeks = days // 7 * 7
    return weeks if weeks > 0 else max((step for step in (-90, -30, -7, -1, 0) if step <= days), default=None)


def country() -> Country:
    return Country.objects.get(code="NO")
