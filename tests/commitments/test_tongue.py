"""Words, days and numbers in each language."""

import datetime as dt

import pytest
from django.utils.translation import ngettext

from commitments.because import SITS, STANDS_IN_UNTIL, Because, HouseName
from commitments.tongue import day_in_words, number_in_words, speaking, tongue_of, whole_day_in_words

HOUSE = HouseName("Ministry of National Defence", "Krašto apsaugos ministerija", ("lt",))
SEAT = Because.of("editor at the %(house)s", house=HOUSE)
DAY = dt.date(2018, 12, 1)


@pytest.mark.parametrize(
    ("language", "tongue"),
    [
        ("en", "en-gb"),
        ("en-US", "en-gb"),
        ("nb", "nb"),
        ("nn", "nb"),
        ("no", "nb"),
        ("lt", "lt"),
        ("cs", "cs"),
        ("fr", "en-gb"),
    ],
)
def test_language_of_a_person(language, tongue):
    assert tongue_of(language) == tongue


@pytest.mark.parametrize(
    ("language", "day", "whole"),
    [
        ("en", "1 December 2018", "Saturday, 1 December 2018"),
        ("nb", "1. desember 2018", "lørdag 1. desember 2018"),
        ("lt", "2018 m. gruodžio 1 d.", "2018 m. gruodžio 1 d., šeštadienis"),
        ("cs", "1. prosince 2018", "sobota 1. prosince 2018"),
    ],
)
def test_days(language, day, whole):
    with speaking(language):
        assert (day_in_words(DAY), whole_day_in_words(DAY)) == (day, whole)


@pytest.mark.parametrize(("language", "said"), [("en", "1,250"), ("nb", "1 250"), ("lt", "1 250"), ("cs", "1 250")])
def test_numbers(language, said):
    with speaking(language):
        assert number_in_words(1250).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {1: "overdue by 1 day", 2: "overdue by 2 days", 21: "overdue by 21 days"}),
        ("nb", {1: "1 dag over fristen", 2: "2 dager over fristen"}),
        (
            "lt",
            {1: "vėluoja 1 dieną", 2: "vėluoja 2 dienas", 10: "vėluoja 10 dienų", 11: "vėluoja 11 dienų"}
            | {21: "vėluoja 21 dieną", 22: "vėluoja 22 dienas", 111: "vėluoja 111 dienų"},
        ),
        ("cs", {1: "1 den po termínu", 3: "3 dny po termínu", 5: "5 dní po termínu", 21: "21 dní po termínu"}),
    ],
)
def test_plurals(language, forms):
    with speaking(language):
        said = {
            days: ngettext("overdue by %(days)s day", "overdue by %(days)s days", days) % {"days": days}
            for days in forms
        }
    assert said == forms


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "you are editor at the Ministry of National Defence"),
        ("lt", "jūs esate redaktorius (-ė), Krašto apsaugos ministerija"),
        ("cs", "jste redaktor, Ministry of National Defence"),
    ],
)
def test_house_is_called_by_its_own_name_in_its_own_language(language, said):
    with speaking(language):
        assert str(Because.of(SITS, seat=SEAT)) == said


def test_reason_survives_the_ledger():
    because = Because.of(STANDS_IN_UNTIL, person="Rūta", day=DAY, seat=SEAT)
    assert Because.from_data(because.as_data()) == because


def test_reason_kept_as_a_sentence_is_said_as_it_is():
    assert str(Because.from_data({"say": "you are 100 % editor"})) == "you are 100 % editor"
