"""Who is told on each day ahead, by the seats and absences that are entered by now."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from commitments.models import ReminderStep
from commitments.reminders.audience import Addressee, Audience
from commitments.reminders.steps import newest
from countries.models import Country, Institution, Seat

_DAY = dt.timedelta(days=1)


class AudienceAhead:
    """Of one country: an audience per stretch of days on which nobody comes, goes, leaves or is back."""

    def __init__(self, country: Country, on: dt.date, until: dt.date) -> None:
        self._country = country.pk
        seats = Seat.objects.filter(institution__country=country).select_related("person", "institution__country")
        self._seats = list(seats.order_by("id"))
        changes = {day for seat in self._seats for day in _changes(seat) if on < day <= until}
        self._begins = [on, *sorted(changes)]
        self._made: dict[dt.date, Audience] = {}

    def on(self, day: dt.date) -> Audience:
        begins = self._begins[max(bisect_right(self._begins, day) - 1, 0)]
        if begins not in self._made:
            self._made[begins] = Audience(self._seats, {self._country: begins})
        return self._made[begins]

    def changes(self) -> Iterator[tuple[dt.date, Audience, Audience]]:
        """Each day on which somebody else is told, with those of before and of then."""
        for before, day in pairwise(self._begins):
            yield day, self.on(before), self.on(day)

    def newcomers(
        self, steps: list[ReminderStep], since: dt.date, house: Institution
    ) -> Iterator[tuple[dt.date, ReminderStep, Addressee]]:
        """Who comes into a seat, stands in or is back hears of what was told while they were not meant."""
        for day, before, then in self.changes():
            reached = newest(steps, since, day)
            if reached is None:
                continue
            step, begun = reached[0], reached[0].falls_on(since, reached[1])
            heard = {one.person.pk for at in (before, self.on(begun)) for one in at.of_step(step, house)}
            yield from ((day, step, one) for one in then.of_step(step, house) if one.person.pk not in heard)

    def every(self) -> list[Audience]:
        return [self.on(day) for day in self._begins]


def _changes(seat: Seat) -> list[dt.date]:
    first = [day for day in (seat.held_from, seat.absent_from) if day]
    return first + [day + _DAY for day in (seat.held_until, seat.absent_until) if day and day < dt.date.max]
