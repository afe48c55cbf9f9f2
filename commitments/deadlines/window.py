"""The due window: the earliest and the latest day a phrase can mean.

Stored as EDTF (ISO 8601-2:2019, level 1) next to the phrase itself, so that "innen utgangen av 2018" stays a year
and never becomes a day that nobody named. The latest day is the one that counts.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from commitments.choices import Precision

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}  # winter (24) spans two years and is never clear
_QUARTERS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
_HALVES = {40: (1, 6), 41: (7, 12)}


class InvalidWindow(ValueError):
    """The text is not a date this tracker can hold; the message says why, for people."""


@dataclass(frozen=True)
class DueWindow:
    earliest: dt.date
    latest: dt.date
    precision: Precision
    edtf: str

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise InvalidWindow(
                f"It ends ({self.latest}) before it starts ({self.earliest}). Write the earlier date first."
            )


def window_from_edtf(text: str) -> DueWindow:
    """Read `2018`, `2018-12`, `2018-12-31`, `2024-33` (a quarter), `2024-21` (a season) or `2022/2024`.

    Raises `InvalidWindow`, and nothing else, on any other text.
    """
    window = window_of(text)
    for part in window.edtf.split("/"):
        _confirm(part)
    return window


def window_of(edtf: str) -> DueWindow:
    """The same without asking the standard's parser, whose answer takes 50 times as long; for our own spelling."""
    value = edtf.strip()
    if value.count("/") == 1:
        first, last = (window_of(part) for part in value.split("/"))
        return DueWindow(first.earliest, last.latest, Precision.INTERVAL, value)
    for read in (_read_year, _read_day, _read_part_of_year):
        window = read(value)
        if window is not None:
            return window
    raise InvalidWindow(f"“{edtf}” is not a date. Write 2018, 2018-12, 2018-12-31 or 2022/2024.")


def _read_year(value: str) -> DueWindow | None:
    match = _YEAR.fullmatch(value)
    if match is None:
        return None
    year = _year(match[1])
    return DueWindow(dt.date(year, 1, 1), dt.date(year, 12, 31), Precision.YEAR, value)


def _read_day(value: str) -> DueWindow | None:
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    try:
        day = dt.date(_year(match[1]), int(match[2]), int(match[3]))
    except ValueError as problem:
        raise InvalidWindow(f"“{value}” is not a day of the calendar. Check the month and the day.") from problem
    return DueWindow(day, day, Precision.DAY, value)


def _read_part_of_year(value: str) -> DueWindow | None:
    match = _MONTH.fullmatch(value)
    if match is None:
        return None
    year, number = _year(match[1]), int(match[2])
    if 1 <= number <= 12:
        return _months(year, (number, number), Precision.MONTH, value)
    for parts, precision in (
        (_SEASONS, Precision.SEASON),
        (_QUARTERS, Precision.QUARTER),
        (_HALVES, Precision.HALF),
    ):
        if number in parts:
            return _months(year, parts[number], precision, value)
    raise InvalidWindow(f"“{value}” names no month, quarter or season. Months are 01 to 12.")


def _months(year: int, months: tuple[int, int], precision: Precision, value: str) -> DueWindow:
    first, last = months
    latest = dt.date(year, last, calendar.monthrange(year, last)[1])
    return DueWindow(dt.date(year, first, 1), latest, precision, value)


def _year(digits: str) -> int:
    year = int(digits)
    if not 1900 <= year <= 2200:
        raise InvalidWindow(f"The year {digits} is out of reach. Use a year from 1900 to 2200.")
    return year


@lru_cache(maxsize=10_000)
def _confirm(value: str) -> None:
    """Let the standard's own parser have the last word on what is stored as EDTF; it takes its time, so once a date."""
    from edtf import EDTFParseException, parse_edtf  # noqa: PLC0415 - a quarter of the start of every program

    try:
        parse_edtf(value)
    except EDTFParseException as problem:
        raise InvalidWindow(f"“{value}” is not a date in the EDTF notation.") from problem
