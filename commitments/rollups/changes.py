"""Spans that come and go in, changes of counts by place and period out. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from commitments.choices import Period
from commitments.models.delta import STATES
from commitments.rollups.spans import CountedSpan, Place
from commitments.timeline import FOR_EVER

DeltaKey = tuple[str, int, str, dt.date]  # scope kind, scope id, period, its first day
Vector = list[int]  # a change for each of STATES

NUMBER = {state: number for number, state in enumerate(STATES)}
_WIDTH = len(STATES)


class Changes:
    """Adds up what spans add to and take from the counts of their places."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[Place, dt.date], dict[int, int]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._by_place)

    def add(self, spans: Iterable[CountedSpan], sign: int = 1) -> None:
        found = self._by_place
        for span in spans:
            number = NUMBER[span.state]
            begun = found[span.place, span.first]
            begun[number] = begun.get(number, 0) + sign
            if span.until < FOR_EVER:
                ended = found[span.place, span.until]
                ended[number] = ended.get(number, 0) - sign

    def rows(self) -> list[tuple[DeltaKey, Vector]]:
        """In the order of their keys, so that two writers would meet them in one order; nothing that is nought."""
        found: dict[DeltaKey, Vector] = {}
        for (place, day), changes in self._by_place.items():
            changed = [change for change in changes.items() if change[1]]
            spread = periods(day) if changed else ()
            for kind, pk in place.scopes():
                for period, first in spread:
                    vector = found.get((kind, pk, period, first))
                    if vector is None:
                        vector = found[kind, pk, period, first] = [0] * _WIDTH
                    for number, change in changed:
                        vector[number] += change
        return sorted(row for row in found.items() if any(row[1]))


@lru_cache(maxsize=20_000)
def periods(day: dt.date) -> tuple[tuple[str, dt.date], ...]:
    """The day, month and year it belongs to, each by its first day."""
    month = day.replace(day=1)
    return (Period.DAY.value, day), (Period.MONTH.value, month), (Period.YEAR.value, month.replace(month=1))
