"""Years, months and days that a sentence names, to hold a translation against its original.

Sentences are too free to be read as deadlines; what is found here is only ever compared, never stored.
"""

import re
from functools import cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

# Figures of every script are digits to Python; a year inside a longer number is none.
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_ENGLISH = "en"


class NamedMonth(NamedTuple):
    """`day` is 0 where only the month is named."""

    month: int
    day: int


def years_in(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))


def months_in(text: str, language: str = _ENGLISH) -> frozenset[NamedMonth]:
    """Months written as words beside a figure: "15. mai", "December 31", "2024 m. gruodžio 31 d."."""
    names = _month_names(language)
    if not names:
        return frozenset()
    found = _pattern(language).finditer(text.lower())
    return frozenset(_named(one, names) for one in found if one["before"] or one["after"])


def _named(found: re.Match[str], names: dict[str, int]) -> NamedMonth:
    figures = (int(figure) for figure in (found["before"], found["after"]) if figure)
    day = next((figure for figure in figures if 1 <= figure <= 31), 0)
    return NamedMonth(names[found["month"]], day)


@cache
def _month_names(language: str) -> dict[str, int]:
    try:
        shelf = Locale.parse(language, sep="-").months
    except (UnknownLocaleError, ValueError):
        return {}
    forms = (shelf[form]["wide"] for form in ("format", "stand-alone"))
    return {name.lower(): number for form in forms for number, name in form.items()}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A figure right before the name or right behind it; "may" and "mars" alone are no dates."""
    names = "|".join(sorted(map(re.escape, _month_names(language)), key=len, reverse=True))
    before = r"(?<![0-9])(?P<before>[0-9]{1,4})(?:\.|st|nd|rd|th|er)?(?: of| m\.)? "
    after = r",? (?P<after>[0-9]{1,4})(?![0-9])"
    return re.compile(rf"(?:{before})?\b(?P<month>{names})\b(?:{after})?")
