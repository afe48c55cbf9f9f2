"""How the counts went and will go: ten years back and one ahead, by quarters."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commitments.dashboard.numbers import Figures
from commitments.dashboard.subject import Subject
from commitments.rollups.counts import Counts

YEARS_BACK = 10
MONTHS = (1, 4, 7, 10)


@dataclass(frozen=True)
class Trend:
    """From the first quarter in which there was anything; a point each quarter and one on the day itself."""

    on: dt.date
    points: tuple[Figures, ...]

    @property
    def most(self) -> int:
        return max((point.total.count for point in self.points), default=0)


def days_of_trend(on: dt.date) -> set[dt.date]:
    return {on, *quarters(_shifted(on, -YEARS_BACK), _shifted(on, 1))}


def trend_from(subject: Subject, on: dt.date, counted: Mapping[dt.date, Counts]) -> Trend:
    """From the counts of at least `days_of_trend`."""
    points = [Figures(subject.asked, day, counted[day]) for day in sorted(days_of_trend(on))]
    begun = next((number for number, point in enumerate(points) if point.total.count), len(points))
    return Trend(on, tuple(points[max(begun - 1, 0) :]) if begun < len(points) else ())


def quarters(after: dt.date, until: dt.date) -> Iterator[dt.date]:
    for year in range(after.year, until.year + 1):
        for month in MONTHS:
            day = dt.date(year, month, 1)
            if after < day <= until:
                yield day


def _shifted(day: dt.date, years: int) -> dt.date:
    return dt.date(day.year + years, day.month, min(day.day, 28))
