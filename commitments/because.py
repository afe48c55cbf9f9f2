"""Why this person is told: kept with the reminder as a sentence and what stands in it, said in the reader's language.

The sentence is kept in English, which is the key of the catalogues; names and days are put in when it is read.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.translation import get_language, gettext, gettext_noop

from commitments.tongue import ENGLISH, day_in_words, is_spoken_by
from countries.choices import Role
from countries.models import Institution

SITS = gettext_noop("you are %(seat)s")
STANDS_IN = gettext_noop("you stand in for %(person)s, %(seat)s")
STANDS_IN_UNTIL = gettext_noop("you stand in for %(person)s, away until %(day)s, %(seat)s")
ASKED = gettext_noop("you asked for it")
STANDS_IN_FOR_ASKER = gettext_noop("you stand in for %(person)s, who asked for it")
NOBODY_ELSE = gettext_noop("nobody at the %(house)s can be told, and %(because)s")
UNREACHED = gettext_noop("the mail to %(people)s could not be delivered, and %(because)s")
ASKED_TO_REVIEW = gettext_noop("you are asked to review it")
STANDS_IN_FOR_REVIEWER = gettext_noop("you stand in for %(person)s, who is asked to review it")
REVIEWER_GONE = gettext_noop("%(person)s, who is asked to review it, cannot be told, and %(because)s")
PASSED_ON = gettext_noop("%(by)s passed it on to you, because no mail reached %(person)s")
_SEATS = {
    Role.EDITOR: gettext_noop("editor at the %(house)s"),
    Role.HEAD: gettext_noop("head at the %(house)s"),
    Role.COORDINATOR: gettext_noop("coordinator at the %(house)s"),
    Role.VIEWER: gettext_noop("viewer at the %(house)s"),
}


@dataclass(frozen=True)
class HouseName:
    """An institution calls itself by its own name in its own language, and in English to everybody else."""

    name: str
    native_name: str
    languages: tuple[str, ...]

    @classmethod
    def of(cls, house: Institution, languages: Iterable[str]) -> "HouseName":
        """`languages` are those of its country."""
        return cls(house.name, house.native_name, tuple(languages))

    def __str__(self) -> str:
        spoken = get_language() or ENGLISH
        at_home = any(is_spoken_by(one, spoken) for one in self.languages)
        return self.native_name if at_home and self.native_name else self.name


Part: TypeAlias = "str | dt.date | HouseName | Because"


@dataclass(frozen=True)
class Because:
    say: str
    parts: tuple[tuple[str, Part], ...] = ()

    @classmethod
    def of(cls, say: str, **parts: Part) -> "Because":
        return cls(say, tuple(parts.items()))

    @property
    def stands_in(self) -> bool:
        return self.say in (STANDS_IN, STANDS_IN_UNTIL, STANDS_IN_FOR_ASKER, STANDS_IN_FOR_REVIEWER)

    def __str__(self) -> str:
        if not self.parts:
            return gettext(self.say) if self.say else ""
        return gettext(self.say) % {name: _in_words(part) for name, part in self.parts}

    def as_data(self) -> dict[str, Any]:
        return {"say": self.say, "parts": {name: _as_data(part) for name, part in self.parts}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Because":
        parts = data.get("parts", {})
        return cls.of(data.get("say", ""), **{name: _from_data(part) for name, part in parts.items()})


def seat_in_words(role: Role, house: Institution) -> Because:
    """The country of the house must be selected with it."""
    return Because.of(_SEATS[role], house=HouseName.of(house, house.country.languages))


def _in_words(part: Part) -> str:
    return day_in_words(part) if isinstance(part, dt.date) else str(part)


def _as_data(part: Part) -> Any:
    if isinstance(part, Because):
        return part.as_data()
    if isinstance(part, HouseName):
        return {"house": part.name, "native": part.native_name, "languages": list(part.languages)}
    return {"day": part.isoformat()} if isinstance(part, dt.date) else part


def _from_data(data: Any) -> Part:
    if isinstance(data, str):
        return data
    if "say" in data:
        return Because.from_data(data)
    if "day" in data:
        return dt.date.fromisoformat(data["day"])
    return HouseName(data["house"], data["native"], tuple(data["languages"]))
