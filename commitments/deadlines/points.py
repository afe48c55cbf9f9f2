"""One date or period of a phrase, as named there: perhaps without its year, perhaps only a part of it."""

from dataclasses import dataclass
from enum import Enum

from commitments.deadlines.kinds import Kind


class Span(Enum):
    """How long the named period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    HALF_MONTH = "half of a month"
    SEASON = "season"
    QUARTER = "quarter"
    THIRD = "four months"
    HALF = "half-year"
    YEAR = "year"
    FISCAL_YEAR = "fiscal year"
    YEAR_PAIR = "two years"
    TURN = "turn of the year"


@dataclass(frozen=True)
class Point:
    span: Span
    year: int | None = None
    number: int = 0  # of the month, week, season, quarter, third or half
    day: int = 0
    pair: bool = False  # the year is the first of two: winter 2025/26, Q3 2025-26
    short: bool = False  # written 2026-27
    fiscal: bool = False
    position: Kind | None = None  # early, mid, late, beginning or end of it
    weekday: int | None = None
    shift: int = 0  # years from the document's own: next year is 1
    own_year: bool = False  # the shift is from the document's own year: March of next year
    swapped: bool = False  # figures that may also be month first


@dataclass(frozen=True)
class Stretch:
    """From one point to another."""

    first: Point
    last: Point
