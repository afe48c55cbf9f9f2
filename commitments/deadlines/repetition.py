"""A duty that comes back: its first window and the rhythm, written R7/2022-03-01/P1Y; the window of each time out.

The notation is that of ISO 8601 for what repeats, with a due window in EDTF where the standard has a moment: seven
times, the first by 1 March 2022, each a year after the one before. Without a number it has no end.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from commitments.choices import Precision
from commitments.deadlines.window import DueWindow, InvalidWindow, window_from_edtf, window_of

MOST = 120
_LAST_YEAR = 2200
_RULE = re.compile(r"R(\d{0,6})/(.+)/P(\d{1,4})([YMWD])")
_WORDS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_IN_MONTHS = {"Y": 12, "M": 1}
_IN_DAYS = {"W": 7, "D": 1}
_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# First and last number of a kind of period in EDTF, and how many months one of them is long.
_PERIODS = ((1, 12, 1), (21, 24, None), (33, 36, 3), (40, 41, 6))


@dataclass(frozen=True)
class Repetition:
    """`times` is None without an end; the first time is number 1."""

    first: DueWindow
    amount: int
    unit: str
    times: int | None = None

    @property
    def text(self) -> str:
        return f"R{self.times or ''}/{self.first.edtf}/P{self.amount}{self.unit}"

    @property
    def rhythm(self) -> str:
        """ "every year", "every 6 months"."""
        word = _WORDS[self.unit]
        return f"every {word}" if self.amount == 1 else f"every {self.amount} {word}s"

    @property
    def in_words(self) -> str:
        """ "every year, 7 times, first by 1 March 2022", for people to check."""
        often = f", {self.times} times" if self.times else " without an end"
        return f"{self.rhythm}{often}, the first by {self.first.latest:%-d %B %Y}"

    @property
    def is_yearly(self) -> bool:
        return self.unit == "Y" or (self.unit == "M" and self.amount % 12 == 0)

    def window(self, number: int) -> DueWindow:
        """Counted from the first, so that the end of February does not stay on the 28th. May be out of reach."""
        return _shifted(self.first, self.amount * (number - 1), self.unit)

    def windows(self, most: int) -> Iterator[DueWindow]:
        for number in range(1, min(self.times or most, most) + 1):
            yield self.window(number)

    def until(self, last: date) -> "Repetition":
        """The times that are over by `last`, as a repetition with an end."""
        number = 0
        while number <= MOST and self.window(number + 1).latest <= last:
            number += 1
        return Repetition(self.first, self.amount, self.unit, number)

    def name(self, window: DueWindow) -> str:
        """What people call the time this window is: 2025, Q1 2025, March 2025, 7 March 2025."""
        if self.is_yearly:
            return f"{window.latest.year}"
        if window.precision == Precision.QUARTER:
            return f"Q{(window.latest.month + 2) // 3} {window.latest.year}"
        return f"{window.latest:%B %Y}" if self.unit in _IN_MONTHS else f"{window.latest:%-d %B %Y}"


def is_repetition(text: str) -> bool:
    return text.strip().upper().startswith("R")


def repetition_from_text(text: str) -> Repetition:
    """Raises `InvalidWindow`, and nothing else, on what does not repeat in a way the tracker can keep."""
    match = _RULE.fullmatch(text.strip().upper())
    if match is None:
        raise InvalidWindow(
            f"“{text.strip()[:60]}” is not a duty that comes back. Write R7/2022-03-01/P1Y: seven times, the first by "
            "1 March 2022, every year; without the 7 it has no end."
        )
    times = int(match[1]) if match[1] else None
    found = Repetition(window_from_edtf(match[2]), int(match[3]), match[4], times)
    validate_repetition(found)
    return found


def validate_repetition(found: Repetition) -> None:
    if found.amount < 1:
        raise InvalidWindow(
            "It comes back after nothing. Give a rhythm such as P1Y (every year) or P3M (every quarter)."
        )
    if found.times is not None and found.times < 2:
        raise InvalidWindow("It comes once, or never: give the date alone, or how often it comes back.")
    if found.times is not None and found.times > MOST:
        raise InvalidWindow(f"It would come {found.times:,} times; {MOST} can be kept. Give a longer rhythm or an end.")
    if found.times is None and found.unit in _IN_DAYS:
        raise InvalidWindow(
            f"What comes back {found.rhythm} without an end is a routine. Say how often it comes (R52/…), or follow "
            "it by the month or the year."
        )
    second = found.window(2)
    if second.earliest <= found.first.latest:
        raise InvalidWindow(
            f"The second time would begin ({second.earliest:%-d %B %Y}) before the first one ends "
            f"({found.first.latest:%-d %B %Y}). Give a longer rhythm or a shorter first time."
        )
    if found.times is not None:
        found.window(found.times)  # the years a date can have


def _shifted(window: DueWindow, amount: int, unit: str) -> DueWindow:
    return window_of("/".join(_part(text, amount, unit) for text in window.edtf.split("/")))


def _part(text: str, amount: int, unit: str) -> str:
    match = _PART.fullmatch(text)
    if match is None:
        raise InvalidWindow(f"“{text}” cannot come back. Give a day, a month, a quarter, a half-year or a year.")
    year, number, day = int(match[1]), match[2], match[3]
    if unit in _IN_DAYS:
        return _by_days(text, amount * _IN_DAYS[unit])
    months = amount * _IN_MONTHS[unit]
    if number is None:
        return _year(year + _whole(months, 12, text))
    if day is None:
        return _by_periods(year, int(number), months, text)
    return _by_months(year, int(number), int(day), months)


def _by_days(text: str, days: int) -> str:
    try:
        first = date.fromisoformat(text)
    except ValueError as problem:
        raise InvalidWindow(
            "What comes back by the week or the day needs a first day, such as 2022-03-01."
        ) from problem
    try:
        return (first + timedelta(days=days)).isoformat()
    except OverflowError as problem:
        raise _out_of_reach() from problem


def _by_months(year: int, month: int, day: int, months: int) -> str:
    """What does not exist in a shorter month becomes its last day."""
    passed = month - 1 + months
    text, month = _year(year + passed // 12), passed % 12 + 1
    return f"{text}-{month:02}-{min(day, calendar.monthrange(int(text), month)[1]):02}"


def _by_periods(year: int, number: int, months: int, text: str) -> str:
    first, last, length = next(kind for kind in _PERIODS if kind[0] <= number <= kind[1])
    if length is None:
        return f"{_year(year + _whole(months, 12, text))}-{number:02}"
    in_year = last - first + 1
    passed = number - first + _whole(months, length, text)
    return f"{_year(year + passed // in_year)}-{first + passed % in_year:02}"


def _year(year: int) -> str:
    if year > _LAST_YEAR:
        raise _out_of_reach()
    return f"{year:04}"


def _whole(months: int, length: int, text: str) -> int:
    if months % length:
        raise InvalidWindow(
            f"“{text}” does not come back within {abs(months)} months. Give a rhythm it fits into, such as P1Y."
        )
    return months // length


def _out_of_reach() -> InvalidWindow:
    return InvalidWindow("It would come back beyond the years that can be held. Give an end.")
