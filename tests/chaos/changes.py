"""Item 8: something changes between planning and sending. Nothing that is not so any more goes out."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update, withdraw
from commitments.models import Commitment
from countries.access import Standing, standing_of
from countries.choices import Role
from countries.models import Person, Seat
from tests.chaos import world
from tests.chaos.seams import Seam
from tests.chaos.stage import Stage
from tests.chaos.truth import Truth
from tests.chaos.world import EDITORS, START, TODAY
from tests.factories import InstitutionFactory

YESTERDAY = TODAY - dt.timedelta(days=1)
DUE = "due in 30 days"
RULING = ("The government", "It turned out otherwise.")


@dataclass(frozen=True)
class House:
    """One promise, one person who owns it, and whoever takes over in the story."""

    promise: Commitment
    owner: Person
    heir: Person


Change = Callable[[House, Standing], None]


def moved(house: House, by: Standing) -> None:
    move_date(house.promise, Move("by the end of 2020", "2020"), Ruling(TODAY, *RULING), by=by, now=START)


def closed(house: House, by: Standing) -> None:
    withdraw(house.promise, Ruling(TODAY, *RULING), by=by, now=START)


def completed(house: House, by: Standing) -> None:
    post_update(house.promise, ProgressDraft(TODAY, "complete", "It is there."), by=by, now=START)


def replaced(house: House, by: Standing) -> None:
    left(house, by)
    Seat.objects.create(person=house.heir, institution=house.promise.lead, role=Role.EDITOR)


def left(house: House, by: Standing) -> None:
    Seat.objects.filter(person=house.owner).update(held_until=YESTERDAY)


def away(house: House, by: Standing) -> None:
    elsewhere = InstitutionFactory(country=world.country())
    deputy = Seat.objects.create(person=house.heir, institution=elsewhere, role=Role.EDITOR)
    seats = Seat.objects.filter(person=house.owner)
    seats.update(absent_from=TODAY, absent_until=TODAY + dt.timedelta(days=9), deputy=deputy)


def nothing(house: House, by: Standing) -> None:
    """So that it is seen that mails do go."""


# The first mail of a batch is that of the first.
CHANGES: tuple[Change, ...] = (nothing, moved, closed, completed, replaced, left, away)


def houses() -> dict[Change, House]:
    """One for each change; of the ten people of each all but one leave before it begins."""
    world.people(EDITORS * len(CHANGES), each=1, due=[30])
    promises = Commitment.objects.select_related("lead").order_by("reference")
    return {change: _house(promise) for change, promise in zip(CHANGES, promises, strict=True)}


def _house(promise: Commitment) -> House:
    owner, heir, *_ = Person.objects.filter(seats__institution=promise.lead).order_by("pk")
    Seat.objects.filter(institution=promise.lead).exclude(person=owner).delete()
    return House(promise, owner, heir)


def change_all(changed: dict[Change, House]) -> None:
    minister = Person.objects.create(email="coordinator@example.org", full_name="Coordinator", is_superuser=True)
    for change, house in changed.items():
        change(house, standing_of(minister, TODAY, public=False))


def stale(truth: Truth, changed: dict[Change, House]) -> list[str]:
    """What went out although it was not so any more, and what did not go out although it was."""
    return [
        f"{change.__name__}: {person.email} {'was told' if told else 'was not told'}"
        for change, house in changed.items()
        for person, owed in ((house.owner, change is nothing), (house.heir, change in (replaced, away)))
        if (told := any(DUE in copy.text.lower() for copy in truth.to(person.email))) != owed
    ]


def play(stage: Stage, place: Seam) -> list[str]:
    changed = houses()
    stage.halt_at(place, lambda: change_all(changed))
    stage.settle()
    return stale(stage.truth(), changed)
