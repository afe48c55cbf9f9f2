"""Who sits in for whom: along the deputies of an absent person's seat to somebody who is there.

The one answer for mail and for rights: whoever is told instead of somebody may do what they are told to.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from countries.choices import Role
from countries.models import Institution, Person, Seat


@dataclass(frozen=True)
class StandIn:
    """The seat of `person` in which somebody else acts. `is_needed` when they could not act in their own right."""

    person: Person
    institution: Institution
    role: Role
    until: dt.date | None
    is_needed: bool


def present(seat: Seat, seats: Mapping[int, Seat], day_of: Callable[[Seat], dt.date]) -> Seat | None:
    """The seat in which somebody is there; None when the chain ends, or bites its tail."""
    met: set[int] = set()
    current: Seat | None = seat
    while current is not None and current.pk not in met:
        met.add(current.pk)
        day = day_of(current)
        if current.is_held(day) and not current.is_absent(day):
            return current
        current = seats.get(current.deputy_id) if current.deputy_id else None
    return None


def stand_ins(person: Person, seats: Iterable[Seat], day_of: Callable[[Seat], dt.date]) -> Iterator[StandIn]:
    """`seats` are the person's own and those of everybody who is away."""
    by_pk = {seat.pk: seat for seat in seats}
    held = [seat for seat in by_pk.values() if seat.is_held(day_of(seat))]
    own = {_right(seat) for seat in held if seat.person_id == person.pk}
    for seat in held:
        if seat.person_id == person.pk or not seat.is_absent(day_of(seat)):
            continue
        sitting = present(seat, by_pk, day_of)
        if sitting is not None and sitting.person_id == person.pk:
            needed = _right(seat) not in own
            yield StandIn(seat.person, seat.institution, Role(seat.role), seat.absent_until, needed)


def _right(seat: Seat) -> tuple[str, int]:
    """What a seat lets its holder do: heads and editors of a house may both report for it."""
    if seat.role == Role.COORDINATOR:
        return "coordinates", seat.institution.country_id
    return ("reads" if seat.role == Role.VIEWER else "owns"), seat.institution_id
