"""One file of words per language. A new language is a new file here and a line in `LANGUAGES`."""

import functools

from commitments.deadlines.words import cs, en, fr, lt, nb, sv
from commitments.deadlines.words.language import Language, Lexicon, lexicon_of

LANGUAGES: dict[str, Language] = {
    "cs": cs.CZECH,
    "en": en.ENGLISH,
    "fr": fr.FRENCH,
    "lt": lt.LITHUANIAN,
    "nb": nb.NORWEGIAN,
    "nn": nb.NORWEGIAN,
    "no": nb.NORWEGIAN,
    "sv": sv.SWEDISH,
}


def lexicon_for(tag: str) -> Lexicon | None:
    """By language tag: `nb`, `nb-NO`, `en_GB`."""
    return _lexicon(tag.strip().lower().replace("_", "-").split("-")[0])


@functools.lru_cache(maxsize=32)
def _lexicon(tag: str) -> Lexicon | None:
    return lexicon_of(LANGUAGES[tag]) if tag in LANGUAGES else None


FIGURES_ONLY = Lexicon(None, {}, {}, 0, {})  # for other languages: 2026-03-31 needs no words

__all__ = ["FIGURES_ONLY", "LANGUAGES", "Lexicon", "lexicon_for"]
