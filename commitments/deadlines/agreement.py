"""Do the words of a date and its figures say the same? Where the words leave a choice, somebody's choice is named.

Words without a rule behind their figures would be a guess: figures of one's own need a reason, in words.
"""

import datetime as dt
from dataclasses import dataclass, replace

from commitments.choices import ReadBy
from commitments.deadlines.read import read_deadline
from commitments.deadlines.reading import Offer, Reading
from commitments.deadlines.repetition import Repetition
from commitments.deadlines.window import DueWindow


@dataclass(frozen=True)
class Words:
    """A phrase and what it is read with; `on` is the day it is counted from."""

    phrase: str
    language: str = ""
    country: str = ""
    on: dt.date | None = None


@dataclass(frozen=True)
class Agreement:
    """`rule` leads from the words to the figures, `doubt` is what the words leave open or say instead."""

    window: DueWindow | None
    how: ReadBy
    rule: str = ""
    doubt: str = ""
    reason: str = ""
    figures: str = ""  # where more is written down than the window: the rule of what comes back


class Disagree(ValueError):
    """Words and figures contradict each other and nobody says why; the message says what to do."""


def read_words(words: Words) -> Reading:
    """In their own language or, where English says more, as English: decisions are often written in it."""
    own = _read(words, words.language)
    if own.is_clear or words.language.lower().split("-")[0] == "en":
        return own
    english = _read(words, "en")
    return english if (english.is_clear, len(english.readings)) > (False, len(own.readings)) else own


def agree(words: Words, window: DueWindow | None, why: str = "") -> Agreement:
    """Raises `Disagree`. The last day counts: figures that end on the same day say the same."""
    reading, reason = read_words(words), " ".join(why.split())
    if window is None:
        return _undated(reading, reason)
    if reading.window is not None and reading.window.latest == window.latest:
        same = reading.edtf == window.edtf
        rule = reading.rule if same else f"{reading.rule} Written down as {window.edtf}, which ends on the same day."
        return Agreement(reading.window if same else window, ReadBy.CLEAR, rule=rule, reason=reason)
    chosen = next((offer for offer in reading.readings if offer.window.latest == window.latest), None)
    if chosen is not None:
        return Agreement(window, ReadBy.CHOSEN, rule=chosen.words, doubt=reading.rule, reason=reason)
    if not reason:
        raise Disagree(_refusal(reading, window))
    return Agreement(window, ReadBy.GIVEN, doubt=_said(reading), reason=reason)


def agree_on_series(words: Words, repetition: Repetition, why: str = "") -> Agreement:
    """The same for what comes back: the words give the rule, or leave the first time open and somebody names it."""
    reading, reason = read_words(words), " ".join(why.split())
    found = Agreement(repetition.first, ReadBy.CLEAR, rule=reading.rule, reason=reason, figures=repetition.text)
    if reading.repetition is not None and reading.repetition.text == repetition.text:
        return found
    if reading.recurrence is not None and reading.repetition is None:
        return replace(found, how=ReadBy.CHOSEN, rule=repetition.in_words, doubt=reading.rule)
    said = reading.rule if reading.repetition is None else f"The words say {reading.repetition.in_words}."
    if not reason:
        raise Disagree(
            f"{said} The figures say {repetition.in_words}. Correct the one that is wrong; if the figures are right, "
            "say why below."
        )
    return replace(found, how=ReadBy.GIVEN, rule="", doubt=said)


def named(offer: Offer) -> str:
    return f"{offer.window.edtf} ({offer.words})"


def _read(words: Words, language: str) -> Reading:
    return read_deadline(words.phrase, language=language, country=words.country, on=words.on)


def _undated(reading: Reading, reason: str) -> Agreement:
    if reading.window is not None and not reason:
        raise Disagree(f"{_said(reading)} Write {reading.edtf} as the figures or, if no day is meant, say why below.")
    return Agreement(None, ReadBy.LEFT_OPEN, doubt=_said(reading), reason=reason)


def _said(reading: Reading) -> str:
    if reading.window is None:
        return reading.rule
    return f"The words say {reading.edtf}, at the latest {_day(reading.window.latest)}: {reading.rule}"


def _refusal(reading: Reading, window: DueWindow) -> str:
    if reading.window is not None:
        return (
            f"{_said(reading)} The figures end on {_day(window.latest)}. Correct the one that is wrong; if the "
            "figures are right, say why below."
        )
    offers = " or ".join(named(offer) for offer in reading.readings)
    way = f"Choose {offers}, or say below why it is {window.edtf}." if offers else f"Say below why it is {window.edtf}."
    return f"{reading.rule} {way}"


def _day(day: dt.date) -> str:
    return f"{day:%-d %B %Y}"
