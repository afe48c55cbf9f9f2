import pytest
from django.core.exceptions import ValidationError

from countries.validators import (
    validate_fingerprint,
    validate_language,
    validate_languages,
    validate_line,
    validate_text,
    validate_time_zone,
    validate_web_address,
)


@pytest.mark.parametrize("value", ["", "Krašto apsaugos ministerija", "two\nlines", "a\ttab", "🇳🇴", "½ – “quoted”"])
def test_text_that_a_database_and_a_mail_can_carry_is_taken(value):
    validate_text(value)


@pytest.mark.parametrize(
    ("value", "position", "said"),
    [
        ("\x00", 1, "invisible control character"),
        ("ab\x1bc", 3, "invisible control character"),
        ("a\x85", 2, "invisible control character"),
        ("ab\ud800", 3, "half of a damaged character"),
        ("\udfff", 1, "half of a damaged character"),
    ],
)
def test_damaged_text_is_refused_with_its_place(value, position, said):
    with pytest.raises(ValidationError, match=f"Character {position} is .*{said}"):
        validate_text(value)


def test_what_arrived_damaged_is_refused_with_its_place():
    with pytest.raises(ValidationError, match="Character 3 arrived damaged"):
        validate_text("ab\ufffd")


@pytest.mark.parametrize("value", ["a\nb", "a\r", "Subject\r\nBcc: all@example.org", "a\u2028b", "a\u2029", "a\x00"])
def test_line_that_is_not_one_line_is_refused(value):
    with pytest.raises(ValidationError):
        validate_line(value)


@pytest.mark.parametrize("value", ["https://example.org", "http://example.org/a?b=c#d", "https://example.org:8443/ø"])
def test_web_address_is_taken(value):
    validate_web_address(value)


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,hello",
        "ftp://example.org",
        "//example.org",
        "example.org",
        "https://",
        "https://exa mple.org",
        "https://example.org/\nX",
        "https://[broken",
        "",
    ],
)
def test_anything_else_is_no_web_address(value):
    with pytest.raises(ValidationError):
        validate_web_address(value)


def test_time_zone_is_known_by_name():
    validate_time_zone("Europe/Vilnius")
    with pytest.raises(ValidationError, match="Use a name such as Europe/Oslo"):
        validate_time_zone("CET+1")


@pytest.mark.parametrize("value", ["nb", "lt", "cs", "zh-Hant", "en-GB"])
def test_language_tag_is_taken(value):
    validate_language(value)


@pytest.mark.parametrize("value", ["", "Norwegian", "NB", "n", "nb_NO", "nb-"])
def test_word_is_no_language_tag(value):
    with pytest.raises(ValidationError, match="Use a code such as"):
        validate_language(value)


@pytest.mark.parametrize("value", [[], "nb", [1], {"nb": 1}, None, ["Norwegian"]])
def test_languages_are_a_list_of_tags(value):
    with pytest.raises(ValidationError):
        validate_languages(value)


@pytest.mark.parametrize("value", ["", "A" * 64, "a" * 63, "a" * 65, "g" * 64, "a" * 64 + "\n"])
def test_fingerprint_is_64_hexadecimal_digits(value):
    with pytest.raises(ValidationError):
        validate_fingerprint(value)
