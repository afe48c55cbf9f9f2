"""What a person stands for: one question per request, asked of their seats.

Pages, posts and commands all decide from a `Standing`, so a page can never show what a post would refuse.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from countries.choices import OWNING_ROLES, Role
from countries.deputies import StandIn, stand_ins
from countries.models import Person, Seat

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """Ids only; those of the seats of absent people in which the person stands in are among them. `sees_all` is an
    administrator or, for everybody, the public view. `time_zone` is the person's own, else that of the country of
    their seat; empty for a visitor."""

    person: Person | None = None
    sees_all: bool = False
    is_administrator: bool = False
    seen_countries: frozenset[int] = frozenset()
    coordinated_countries: frozenset[int] = frozenset()
    owned_institutions: frozenset[int] = frozenset()
    headed_institutions: frozenset[int] = frozenset()
    seated_institutions: frozenset[int] = frozenset()
    time_zone: str = ""
    stands_in: tuple[StandIn, ...] = ()

    @property
    def may_see_anything(self) -> bool:
        return self.sees_all or bool(self.seen_countries)

    @property
    def is_manager(self) -> bool:
        return bool(self.coordinated_countries or self.headed_institutions)

    def owns_for(self, institution: int) -> Person | None:
        """In whose seat they answer for it; None in their own right."""
        needed = (one for one in self.stands_in if one.is_needed and one.role in OWNING_ROLES)
        return next((one.person for one in needed if one.institution.pk == institution), None)

    def coordinates_for(self, country: int) -> Person | None:
        needed = (one for one in self.stands_in if one.is_needed and one.role == Role.COORDINATOR)
        return next((one.person for one in needed if one.institution.country_id == country), None)


def standing_at(person: Person | AnonymousUser | None, now: dt.datetime, *, public: bool) -> Standing:
    """Seats and absences begin and end with the day of their country, as mails count them."""
    here = now.astimezone(dt.UTC).date()
    return _standing(person, _in_its_country(now), (here - _DAY, here + _DAY), public=public)


def standing_of(person: Person | AnonymousUser | None, on: dt.date, *, public: bool) -> Standing:
    """Where it is the same day everywhere. `public` is the setting that lets everybody read; it never lets anybody
    write."""
    return _standing(person, lambda _seat: on, (on, on), public=public)


def _in_its_country(now: dt.datetime) -> Callable[[Seat], dt.date]:
    return lambda seat: seat.institution.country.local_date(now)


def _standing(
    person: Person | AnonymousUser | None,
    day_of: Callable[[Seat], dt.date],
    days: tuple[dt.date, dt.date],
    *,
    public: bool,
) -> Standing:
    """`days` are the first and the last that it can be anywhere."""
    if not isinstance(person, Person) or not person.is_active:
        return Standing(sees_all=public)
    concerned = Seat.objects.concerning(person, *days).select_related("institution__country", "person")
    # Few, so sorted here: to ask for an order takes longer, on every page.
    found = sorted(concerned.order_by(), key=lambda seat: seat.pk)
    own = [seat for seat in found if seat.person_id == person.pk and seat.is_held(day_of(seat))]
    standing_in = tuple(stand_ins(person, found, day_of))
    places = [(Role(seat.role), seat.institution) for seat in own]
    places += [(one.role, one.institution) for one in standing_in]
    return Standing(
        person=person,
        sees_all=public or person.is_superuser,
        is_administrator=person.is_superuser,
        seen_countries=frozenset(house.country_id for _role, house in places),
        coordinated_countries=frozenset(house.country_id for role, house in places if role == Role.COORDINATOR),
        owned_institutions=frozenset(house.pk for role, house in places if role in OWNING_ROLES),
        headed_institutions=frozenset(house.pk for role, house in places if role == Role.HEAD),
        seated_institutions=frozenset(house.pk for _role, house in places),
        time_zone=person.time_zone or (own[0].institution.country.time_zone if own else ""),
        stands_in=standing_in,
    )
