"""Who is told: by seat, never by person, so that whoever sits there today hears of what is owed."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from commitments.because import (
    ASKED,
    ASKED_TO_REVIEW,
    NOBODY_ELSE,
    REVIEWER_GONE,
    SITS,
    STANDS_IN,
    STANDS_IN_FOR_ASKER,
    STANDS_IN_FOR_REVIEWER,
    STANDS_IN_UNTIL,
    Because,
    HouseName,
    seat_in_words,
)
from commitments.models import Acknowledgement, Commitment, DecisionRequest, ReminderStep, ReviewRequest
from commitments.reminders.quiet import Quiet
from countries.choices import OWNING_ROLES, Role
from countries.deputies import present
from countries.models import Institution, Person, Seat

_DAYS = ("held_from", "held_until", "absent_from", "absent_until")
_WHO_SITS_WHERE = attrgetter("pk", "person_id", "person.is_active", "institution_id", "role", "deputy_id", *_DAYS)


@dataclass(frozen=True)
class Addressee:
    person: Person
    because: Because


class Audience:
    """The seats of one day in memory: one query, however many commitments are asked about."""

    def __init__(self, seats: Iterable[Seat], days: Mapping[int, dt.date]) -> None:
        self._days, self._quiet = days, Quiet(days)
        self._told: dict[tuple[int, tuple[Role, ...]], tuple[Addressee, ...]] = {}
        self._ids: dict[tuple[int, tuple[Role, ...]], frozenset[int]] = {}
        self._seats = {seat.pk: seat for seat in seats}
        countries = (seat.institution.country for seat in self._seats.values())
        self._languages = {country.pk: country.languages for country in countries}
        self._by_house: dict[int, list[Seat]] = defaultdict(list)
        self._by_country: dict[int, list[Seat]] = defaultdict(list)
        self._by_person: dict[int, list[Seat]] = defaultdict(list)
        for seat in self._seats.values():
            if seat.is_held(self._day(seat)):
                self._by_house[seat.institution_id].append(seat)
                self._by_country[seat.institution.country_id].append(seat)
                self._by_person[seat.person_id].append(seat)

    @classmethod
    def on(cls, days: Mapping[int, dt.date]) -> "Audience":
        """`days` is country id to the day there."""
        seats = Seat.objects.filter(institution__country__in=list(days))
        return cls(seats.select_related("person", "institution__country").order_by("id"), days)

    @property
    def basis(self) -> tuple[object, ...]:
        """What every answer hangs on: two audiences that agree in it say the same."""
        return *map(_WHO_SITS_WHERE, self._seats.values()), self._quiet.basis

    def of(self, house: Institution, roles: tuple[Role, ...] = OWNING_ROLES) -> tuple[Addressee, ...]:
        """Who sits there in these roles, deputies for the absent; failing all of them the coordinators."""
        if (house.pk, roles) not in self._told:
            self._told[house.pk, roles] = self._find(house, roles)
        return self._told[house.pk, roles]

    def of_step(self, step: ReminderStep, house: Institution) -> tuple[Addressee, ...]:
        return self.of(house, _roles_of(step))

    def tells(self, step: ReminderStep, house: Institution, person: int) -> bool:
        """As `of_step`, of one person; of a house where many sit, each is asked about."""
        place = house.pk, _roles_of(step)
        if place not in self._ids:
            self._ids[place] = frozenset(one.person.pk for one in self.of(house, place[1]))
        return person in self._ids[place]

    def owners(self, house: Institution) -> tuple[Addressee, ...]:
        """Who answers for it today, deputies for the absent; nobody else."""
        seats = [seat for seat in self._by_house[house.pk] if seat.role in OWNING_ROLES]
        return _each_once(self._present(seats))

    def _find(self, house: Institution, roles: tuple[Role, ...]) -> tuple[Addressee, ...]:
        found = _each_once(self._seated(house, roles))
        if found:
            return found
        silent = HouseName.of(house, self._languages.get(house.country_id, ()))
        return tuple(
            Addressee(one.person, Because.of(NOBODY_ELSE, house=silent, because=one.because))
            for one in self.coordinators(house.country_id)
        )

    def _seated(self, house: Institution, roles: tuple[Role, ...]) -> Iterator[Addressee]:
        """Who sits there in these roles, deputies for the absent; nobody instead."""
        yield from self._present(s for s in self._by_house[house.pk] if s.role in roles and s.role != Role.COORDINATOR)
        if Role.COORDINATOR in roles:
            yield from self.coordinators(house.country_id)

    def coordinators(self, country: int) -> tuple[Addressee, ...]:
        return _each_once(self._present(s for s in self._by_country[country] if s.role == Role.COORDINATOR))

    def of_answer(self, request: DecisionRequest, lead: Institution, step: ReminderStep) -> tuple[Addressee, ...]:
        """Who asked, and whom the step names; failing them whoever is told of the commitment."""
        named = self._seated(lead, _roles_of(step))
        return _each_once([*self._asker(request.requested_by, lead.country_id), *named]) or self.of(lead)

    def of_review(self, request: ReviewRequest) -> tuple[Addressee, ...]:
        """Whoever is asked, as long as they hold a seat in the country or administer; failing them the coordinators."""
        country = request.commitment.document.country_id
        words = (ASKED_TO_REVIEW, STANDS_IN_FOR_REVIEWER)
        found = tuple(one for one in self._one(request.asked, country, *words) if self._may_judge(one, request))
        if found or (request.asked.is_superuser and request.asked.is_active):
            return found or (Addressee(request.asked, Because(ASKED_TO_REVIEW)),)
        name = request.asked.full_name
        return tuple(
            Addressee(one.person, Because.of(REVIEWER_GONE, person=name, because=one.because))
            for one in self.coordinators(country)
        )

    def _may_judge(self, one: Addressee, request: ReviewRequest) -> bool:
        """Whoever stands in for a reviewer and sits in the house that is judged cannot be asked to."""
        if one.person.pk == request.asked_id:
            return True
        lead = request.commitment.lead_id
        sits_there = any(seat.institution_id == lead for seat in self._by_person[one.person.pk])
        return not sits_there and lead not in self._in_place_of_others[one.person.pk]

    def _asker(self, asker: Person, country: int) -> Iterator[Addressee]:
        return self._one(asker, country, ASKED, STANDS_IN_FOR_ASKER)

    def _one(self, person: Person, country: int, is_meant: str, stands_in: str) -> Iterator[Addressee]:
        """This person, as long as they hold a seat in the country; away without a deputy, it waits for them."""
        seats = [seat for seat in self._by_person[person.pk] if seat.institution.country_id == country]
        sitting = {one.person.pk: one.person for one in self._present(seats)}
        if person.pk in sitting or (seats and not sitting):
            yield Addressee(person, Because(is_meant))
            return
        for deputy in sitting.values():
            yield Addressee(deputy, Because.of(stands_in, person=person.full_name))

    def zone_of(self, person: Person) -> zoneinfo.ZoneInfo:
        if person.time_zone:
            return zoneinfo.ZoneInfo(person.time_zone)
        seats = self._by_person[person.pk]
        return zoneinfo.ZoneInfo(seats[0].institution.country.time_zone if seats else "UTC")

    def owned_by(self, person: Person) -> frozenset[int]:
        """Ids of the institutions the person answers for, also in somebody's place."""
        own = (seat.institution_id for seat in self._by_person[person.pk] if seat.role in OWNING_ROLES)
        return frozenset(own) | self._in_place_of_others[person.pk]

    @cached_property
    def _in_place_of_others(self) -> dict[int, frozenset[int]]:
        """Person id to the institutions they answer for while somebody is away."""
        found: dict[int, frozenset[int]] = defaultdict(frozenset)
        for seats in self._by_house.values():
            for seat in seats:
                sitting = present(seat, self._seats, self._day) if seat.role in OWNING_ROLES else None
                if sitting is not None and sitting is not seat:
                    found[sitting.person_id] |= {seat.institution_id}
        return found

    def put_off(self, commitment: Commitment, person: Person) -> Acknowledgement | None:
        """What they said as its owner; whoever is told for another reason is told."""
        owns = commitment.lead_id in self.owned_by(person)
        return self._quiet.of(commitment, person) if owns else None

    def _day(self, seat: Seat) -> dt.date:
        return self._days[seat.institution.country_id]

    def _present(self, seats: Iterable[Seat]) -> Iterator[Addressee]:
        for seat in seats:
            sitting = present(seat, self._seats, self._day)
            if sitting is None:
                continue
            role = seat_in_words(Role(seat.role), seat.institution)
            if sitting is seat:
                yield Addressee(sitting.person, Because.of(SITS, seat=role))
                continue
            away = {"day": seat.absent_until} if seat.absent_until else {}
            say = STANDS_IN_UNTIL if away else STANDS_IN
            yield Addressee(sitting.person, Because.of(say, person=seat.person.full_name, **away, seat=role))


def _roles_of(step: ReminderStep) -> tuple[Role, ...]:
    named = ((Role.EDITOR, step.to_editors), (Role.HEAD, step.to_heads), (Role.COORDINATOR, step.to_coordinators))
    return tuple(role for role, is_told in named if is_told)


def _each_once(found: Iterable[Addressee]) -> tuple[Addressee, ...]:
    """One entry per person; who sits there in their own right is told for that reason."""
    by_person: dict[int, Addressee] = {}
    for one in sorted(found, key=lambda addressee: addressee.because.stands_in):
        by_person.setdefault(one.person.pk, one)
    return tuple(by_person[pk] for pk in sorted(by_person))
