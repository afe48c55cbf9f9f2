"""A phrase from a document in, its reading out. Never throws on any text; never names a day that nobody named."""

import datetime as dt

from commitments.choices import Precision
from commitments.deadlines.context import Context
from commitments.deadlines.grammar import understand
from commitments.deadlines.lexer import read_tokens
from commitments.deadlines.normalise import LONGEST_READ, TooLong, normalise
from commitments.deadlines.reading import Reading, Unclear
from commitments.deadlines.settle import settle
from commitments.deadlines.window import InvalidWindow
from commitments.deadlines.words import FIGURES_ONLY, lexicon_for


def read_deadline(phrase: str, *, language: str, country: str = "", on: dt.date | None = None) -> Reading:
    """`on` is the document's date: months without a year, "next year" and "within 24 months" are counted from it."""
    lexicon = lexicon_for(language) or FIGURES_ONLY
    tag = lexicon.language.tag if lexicon.language else ""
    until_is_by = lexicon.language is not None and lexicon.language.until_is_by
    context = Context(tag, country.strip().upper(), on, until_is_by)
    try:
        plain = normalise(phrase)
        return understand(phrase, settle(read_tokens(plain, lexicon)), context)
    except TooLong:
        return _unclear(
            phrase, Unclear(f"A deadline phrase has at most {LONGEST_READ} characters; give only the phrase.")
        )
    except Unclear as doubt:
        return _unclear(phrase, doubt)
    except InvalidWindow as problem:  # beyond the years that can be held
        return _unclear(phrase, Unclear(str(problem)))


def _unclear(phrase: str, doubt: Unclear) -> Reading:
    return Reading(phrase, None, Precision.UNCLEAR, doubt.reason, tuple(doubt.offers))
