"""What a word or a sign of a phrase is, whatever its language. The grammar knows only these."""

import re
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """Each kind has one letter, so that a phrase is a string and a rule of grammar is a regular expression."""

    YEAR = "Y"
    YEAR_PAIR = "Z"  # 2026-27, 2026–2027: consecutive years written as one
    OUT = "O"  # a number no calendar of ours holds: 9999
    NUMBER = "N"
    ORDINAL = "R"
    MONTH = "M"
    SEASON = "S"
    QUARTER = "Q"
    THIRD = "T"  # four months, the Nordic tertial
    HALF = "A"
    UNIT = "U"
    FISCAL = "F"
    TURN = "G"  # årsskiftet: the turn of the year
    END = "e"
    BEGIN = "b"
    EARLY = "a"
    MID = "m"
    LATE = "l"
    THIS = "t"
    THIS_YEAR = "y"
    NEXT = "X"
    WEEKDAY = "D"
    BY = "B"
    BEFORE = "P"
    AFTER = "H"
    FROM = "V"
    TO = "I"
    BETWEEN = "W"
    AND = "K"
    OR = "L"
    WITHIN = "J"
    OF = "o"
    EVERY = "E"
    FREQUENCY = "f"
    CONTINUOUS = "C"
    VAGUE = "v"
    APPROXIMATE = "p"
    ADOPTION = "d"  # the document's own birth: adoption, publication
    FORCE = "g"  # entry into force: a day of its own
    DOCUMENT = "c"  # the document itself: the strategy, the plan
    DASH = "-"
    SLASH = "s"
    DOT = "."
    STOP = ";"
    FILLER = "_"
    ARTICLE = "r"  # dropped, but leads nothing in: the 2027 elections
    WORD = "w"
    POINT = "@"  # a date or a period, put together by the rules


@dataclass(frozen=True)
class Token:
    kind: Kind
    value: object = None
    text: str = ""
    glued: bool = False  # nothing between it and the token before
    led: bool = False  # a preposition, a comma or the like stood before it: in 2026, but not Easter 2026
    trailed: bool = False  # the word "year" was behind it: 2026 m.
    owned: bool = False  # "of" stood before it: the first fortnight of March

    @property
    def number(self) -> int:
        return self.value if isinstance(self.value, int) else 0

    @property
    def spelled_out(self) -> bool:
        return self.kind is Kind.NUMBER and not self.text[:1].isdecimal()


def signature(tokens: list[Token]) -> str:
    return "".join(token.kind.value for token in tokens)


def pattern(rule: str) -> re.Pattern[str]:
    """`NUMBER DOT? MONTH YEAR` as a regular expression on signatures."""
    return re.compile(re.sub(r"[A-Z_]+", lambda name: re.escape(Kind[name[0]].value), rule).replace(" ", ""))
