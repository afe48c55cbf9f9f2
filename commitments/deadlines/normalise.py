"""Text as people paste it in, the same text in one plain spelling out. Linear in its length, never throws."""

import re
import unicodedata

LONGEST_TYPED = 4000  # before normalising: soft hyphens and marks may pad a short phrase, but not this much
LONGEST_READ = 500

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_ADDRESS = re.compile(r"https?://\S+")
_CLOCK = re.compile(
    r"(?:(?<=\d)t\d{2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?"  # 2026-03-31T23:59:59Z
    r"|\bkl(?:\.|ockan|okken|\b)\s*\d{1,2}(?:[.:]\d{2})?"  # kl. 12.00, klockan 12
    r"|\b\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:am|pm|a\.m\.|p\.m\.|h\b|hod\.?|val\.?))?"  # 23:59, 5:00 pm
    r"|\b\d{1,2}\s*(?:am|pm|a\.m\.|p\.m\.)(?!\w))"
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "⁄": "/", "∕": "/", "−": "-", "…": " "})
_FOOTNOTES = str.maketrans(dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", " "))  # 1² March is not the 12th


class TooLong(ValueError):
    """The text is longer than any deadline phrase."""


def normalise(text: str) -> str:
    """Compatibility forms, dashes, digits, quotes, blanks and case made plain; invisible marks and links dropped."""
    if len(text) > LONGEST_TYPED:
        raise TooLong
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES).translate(_FOOTNOTES)).translate(_QUOTES).lower()
    plain = unicodedata.normalize("NFC", "".join(map(_plain_sign, plain)))
    plain = _ADDRESS.sub(" ", _LINK.sub(r"\1", plain))
    plain = " ".join(_CLOCK.sub(" ", plain).split())
    if len(plain) > LONGEST_READ:
        raise TooLong
    return plain


def _plain_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Pd":
        return "-"
    if category in ("Cf", "Cs"):  # soft hyphens, direction marks, zero-width signs, halves of pairs
        return ""
    return " " if category[0] in "CZ" else sign


def without_accents(text: str) -> str:
    """For people who type `do konce cervna`: the letters alone."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
