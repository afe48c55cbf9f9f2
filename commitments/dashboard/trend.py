"""How the counts went and will go: ten years back and one ahead, by quarters."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from commitments.choices import Aspect
from commitments.dashboard.numbers import Figures
from commitments.dashboard.subject import Subject
from commitments.rollups.counts import counts_over
from commitments.rollups.scope import Scope

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


def trend_of(subject: Subject, scope: Scope, on: dt.date) -> Trend:
    days = sorted({on, *quarters(_shifted(on, -YEARS_BACK), _shifted(on, 1))})
    series = counts_over(scope, Aspect.SCHEDULE, days)
    points = [Figures(subject.asked, day, counts) for day, counts in zip(days, series, strict=True)]
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
