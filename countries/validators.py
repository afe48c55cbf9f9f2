"""Rules for single values, used by models, forms, actions and imports alike."""

import datetime as dt
import re
import unicodedata
import zoneinfo
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

_DAMAGED = "\N{REPLACEMENT CHARACTER}"  # what bytes that are no text, such as lone surrogates, are read as
_ALLOWED_CONTROLS = {"\n", "\r", "\t"}
_LINE_BREAKS = {"\n", "\r", "\u2028", "\u2029"}
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_REFERENCE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def validate_text(value: str) -> None:
    """Refuse what a database or a mail cannot carry: NUL, other control characters, lone surrogates."""
    for position, character in enumerate(value, start=1):
        if unicodedata.category(character) == "Cs":
            raise ValidationError(f"Character {position} is half of a damaged character. Remove it or type it again.")
        if character == _DAMAGED:
            raise ValidationError(f"Character {position} arrived damaged, as {_DAMAGED}. Type it again.")
        if unicodedata.category(character) == "Cc" and character not in _ALLOWED_CONTROLS:
            raise ValidationError(f"Character {position} is an invisible control character. Remove it.")


def validate_line(value: str) -> None:
    """As `validate_text`, and in one line: for whatever may end up in the header of a mail."""
    validate_text(value)
    if not _LINE_BREAKS.isdisjoint(value):
        raise ValidationError("This must stand on one line. Remove the line break.")


def validate_reference(value: str) -> None:
    """References stand in addresses and in mails, so they are made of letters, digits and hyphens."""
    if not _REFERENCE.fullmatch(value):
        raise ValidationError(f"“{value}” is not a reference. Use letters, digits and hyphens, such as NO-2017-02.")


def validate_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(f"“{value}” is not a time zone. Use a name such as Europe/Oslo.")


def validate_language(value: str) -> None:
    if not _LANGUAGE_TAG.fullmatch(value):
        raise ValidationError(f"“{value}” is not a language tag. Use a code such as nb, lt or cs.")


def validate_languages(value: object) -> None:
    if not isinstance(value, list) or not value or not all(isinstance(tag, str) for tag in value):
        raise ValidationError('List at least one language tag, such as ["nb", "nn"].')
    for tag in value:
        validate_language(tag)


def validate_web_address(value: str) -> None:
    """Only http and https: a `javascript:` or `data:` link would run in the reader's browser."""
    validate_line(value)
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or any(c.isspace() for c in value):
        raise ValidationError("Only web addresses can be linked. Use one that starts with https:// or http://.")


def validate_year(day: dt.date | None, *, field: str) -> None:
    if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValidationError(
            {field: f"The year {day.year} is out of reach. Use a year from {_FIRST_YEAR} to {_LAST_YEAR}."}
        )


def validate_fingerprint(value: str) -> None:
    if not _FINGERPRINT.fullmatch(value):
        raise ValidationError("A fingerprint is the SHA-256 of the text: 64 digits and letters a to f.")
