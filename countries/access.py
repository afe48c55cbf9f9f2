"""What a person stands for: one question per request, asked of their seats.

Pages, posts and commands all decide from a `Standing`, so a page can never show what a post would refuse.
"""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from countries.choices import OWNING_ROLES, Role
from countries.models import Person, Seat


@dataclass(frozen=True)
class Standing:
    """Ids only. `sees_all` is an administrator or, for everybody, the public view. `time_zone` is the person's own,
    else that of the country of their seat; empty for a visitor."""

    person: Person | None = None
    sees_all: bool = False
    is_administrator: bool = False
    seen_countries: frozenset[int] = frozenset()
    coordinated_countries: frozenset[int] = frozenset()
    owned_institutions: frozenset[int] = frozenset()
    headed_institutions: frozenset[int] = frozenset()
    seated_institutions: frozenset[int] = frozenset()
    time_zone: str = ""

    @property
    def may_see_anything(self) -> bool:
        return self.sees_all or bool(self.seen_countries)

    @property
    def is_manager(self) -> bool:
        return bool(self.coordinated_countries or self.headed_institutions)


def standing_of(person: Person | AnonymousUser | None, on: dt.date, *, public: bool) -> Standing:
    """`public` is the setting that lets everybody read; it never lets anybody write."""
    if not isinstance(person, Person) or not person.is_active:
        return Standing(sees_all=public)
    seats = list(Seat.objects.held(on).filter(person=person).select_related("institution__country"))
    first = min(seats, key=lambda seat: seat.pk, default=None)
    return Standing(
        person=person,
        sees_all=public or person.is_superuser,
        is_administrator=person.is_superuser,
        seen_countries=frozenset(seat.institution.country_id for seat in seats),
        coordinated_countries=frozenset(s.institution.country_id for s in seats if s.role == Role.COORDINATOR),
        owned_institutions=frozenset(s.institution_id for s in seats if s.role in OWNING_ROLES),
        headed_institutions=frozenset(s.institution_id for s in seats if s.role == Role.HEAD),
        seated_institutions=frozenset(seat.institution_id for seat in seats),
        time_zone=person.time_zone or (first.institution.country.time_zone if first else ""),
    )
