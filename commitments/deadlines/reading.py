"""What reading a phrase gives: a due window and the rule behind it, or what is unclear and the ways to read it."""

import datetime as dt
from dataclasses import dataclass

from commitments.choices import Precision
from commitments.deadlines.repetition import Repetition
from commitments.deadlines.window import DueWindow


@dataclass(frozen=True)
class Offer:
    """One way to read an unclear phrase; a person chooses."""

    window: DueWindow
    words: str


@dataclass(frozen=True)
class Recurrence:
    """`times` in each `unit`; due on month and day where the phrase names them; until its last occurrence."""

    times: int
    unit: str
    every: int = 1  # every second year is once in each 2
    month: int | None = None
    day: int | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Relative:
    """So many units after (or before, when negative) the anchor, named as in the phrase."""

    amount: int
    unit: str
    anchor: str


@dataclass(frozen=True)
class Reading:
    phrase: str
    window: DueWindow | None
    precision: Precision
    rule: str  # in words: how the window follows from the phrase, or why there is none
    readings: tuple[Offer, ...] = ()
    recurrence: Recurrence | None = None
    relative: Relative | None = None
    repetition: Repetition | None = None  # what comes back, with its first time, where the phrase says enough

    @property
    def edtf(self) -> str:
        return self.window.edtf if self.window else ""

    @property
    def reason(self) -> str:
        """Why nobody but a person can name the window; empty when it is clear."""
        return "" if self.window else self.rule

    @property
    def is_clear(self) -> bool:
        return self.window is not None


class Unclear(Exception):
    """Raised inside the rules, never out of them: the reason and the ways to read it."""

    def __init__(self, reason: str, *offers: Offer) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offers = offers
