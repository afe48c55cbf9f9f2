"""One language's words, and the dictionary made of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from babel import Locale

from commitments.deadlines.kinds import Kind
from commitments.deadlines.normalise import normalise, without_accents

PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")

Entry = tuple[Kind, object]


@dataclass(frozen=True)
class Language:
    """The words of a language by what they mean, phrases parted by semicolons.

    Names of months and weekdays, long and short, come from CLDR by `tag`.
    """

    tag: str
    words: Mapping[Kind, str]
    units: Mapping[str, str]
    seasons: Mapping[int, str]
    ordinals: Mapping[int, str]  # -1 is the last
    numbers: Mapping[int, str]
    frequencies: Mapping[tuple[int, str], str]  # (times, unit): twice a year is (2, "year"), every other (-2, "year")
    months: Mapping[int, str] = field(default_factory=dict)  # cases that CLDR does not list
    suffixes: str = ""  # what may hang on a numeral: 1st, 2024-ųjų
    quarter_letters: str = "q"
    half_letters: str = "h"
    needs_number: str = ""  # a date only beside a figure: vår is also "our"
    needs_cue: str = ""  # a date only beside a figure or after "by", "in": May is also "may"
    never: str = ""  # short names in CLDR that are common words: "pro", "sept"
    until_is_by: bool = False  # one word for both: iki, do
    first_roman: bool = True  # whether "i" can be the figure one


@dataclass(frozen=True)
class Lexicon:
    language: Language | None
    entries: Mapping[tuple[str, ...], Entry]
    folded: Mapping[tuple[str, ...], Entry]
    longest: int
    marks: Mapping[str, frozenset[str]]  # the language's single words with a warning on them, by field

    def find(self, pieces: tuple[str, ...]) -> Entry | None:
        exact = self.entries.get(pieces)
        if exact is not None or not any(len(piece) >= 4 for piece in pieces):
            return exact
        return self.folded.get(tuple(map(without_accents, pieces)))


def phrases_of(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(";") if phrase.strip())


def lexicon_of(language: Language) -> Lexicon:
    entries: dict[tuple[str, ...], Entry] = {}
    for phrase, entry in _entries(language):
        entries.setdefault(tuple(PIECE.findall(normalise(phrase))), entry)
    folded: dict[tuple[str, ...], Entry] = {}
    for pieces, entry in entries.items():
        folded.setdefault(tuple(map(without_accents, pieces)), entry)
    fields = ("suffixes", "quarter_letters", "half_letters", "needs_number", "needs_cue")
    marks = {name: frozenset(phrases_of(getattr(language, name))) for name in fields}
    return Lexicon(language, entries, folded, max(map(len, entries)), marks)


def _entries(language: Language) -> list[tuple[str, Entry]]:
    """Everything a language says, the hand-written before what CLDR adds."""
    found: list[tuple[str, Entry]] = []
    for kind, phrases in language.words.items():
        found += [(phrase, (kind, None)) for phrase in phrases_of(phrases)]
    groups: list[tuple[Kind, Mapping]] = [
        (Kind.UNIT, language.units),
        (Kind.SEASON, language.seasons),
        (Kind.ORDINAL, language.ordinals),
        (Kind.NUMBER, language.numbers),
        (Kind.FREQUENCY, language.frequencies),
        (Kind.MONTH, language.months),
    ]
    for kind, values in groups:
        found += [(phrase, (kind, value)) for value, phrases in values.items() for phrase in phrases_of(phrases)]
    return found + [row for row in _names_from_cldr(language) if row[0] not in phrases_of(language.never)]


def _names_from_cldr(language: Language) -> list[tuple[str, Entry]]:
    locale = Locale.parse(language.tag)
    found: list[tuple[str, Entry]] = []
    for kind, shelf in ((Kind.MONTH, locale.months), (Kind.WEEKDAY, locale.days)):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in shelf[context][width].items():
                    name = name.strip(".").lower()
                    if kind is Kind.MONTH or len(name) > 3:  # "fr.", "pa": too short to be sure of
                        found.append((name, (kind, number)))
    return found
