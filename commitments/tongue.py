"""The language a mail speaks: a person's language tag in, one of the languages we write in and its forms out.

Words come from the catalogues in `commitments/locale`, days and numbers from the rules of the language (CLDR).
"""

import datetime as dt
import re
from contextlib import AbstractContextManager

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import translation

ENGLISH = "en-gb"
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?=\s|$)")
# Both written forms of Norwegian are read in bokmål: better than in English.
TONGUES = {"en": ENGLISH, "nb": "nb", "nn": "nb", "no": "nb", "lt": "lt", "cs": "cs"}
_LOCALES = {ENGLISH: "en_GB", "nb": "nb", "lt": "lt", "cs": "cs"}


def tongue_of(language: str) -> str:
    """Of a tag such as "nn" or "en-US"; English for a language we do not write."""
    return TONGUES.get(language.lower().partition("-")[0], ENGLISH)


def is_spoken_by(language: str, tongue: str) -> bool:
    """Whether texts in this language are written in that tongue; never by falling back to English."""
    return TONGUES.get(language.lower().partition("-")[0]) == tongue


def speaking(language: str) -> AbstractContextManager[None]:
    """Inside, words, days and numbers come in this person's language."""
    return translation.override(tongue_of(language))


def day_in_words(day: dt.date) -> str:
    """ "31 December 2018", "2018 m. gruodžio 31 d."; in the language that is spoken."""
    return format_date(day, "long", locale=_locale())


def whole_day_in_words(day: dt.date) -> str:
    """ "Saturday, 1 December 2018", as the head of a mail names its day."""
    return format_date(day, "full", locale=_locale())


def number_in_words(number: int) -> str:
    return format_decimal(number, locale=_locale())


def sentence(words: str) -> str:
    """With a capital first; the rest stays as it is."""
    return words[:1].upper() + words[1:]


def one_stop(words: str) -> str:
    """A sentence that ends in an abbreviation ("2018 m. gruodžio 31 d.") ends with its full stop."""
    return _TWO_STOPS.sub(".", words)


def _locale() -> str:
    return _LOCALES[tongue_of(translation.get_language() or ENGLISH)]
