"""Words and figures of a date: they say the same, or somebody says why not."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.choices import Precision, ReadBy
from commitments.deadlines import window_from_edtf
from commitments.deadlines.agreement import Disagree, Words, agree, read_words

ON = dt.date(2017, 9, 27)


def words(phrase, language="nb", country="NO"):
    return Words(phrase, language, country, ON)


def test_clear_words_with_their_figures():
    found = agree(words("innen utgangen av 2018"), window_from_edtf("2018"))
    assert (found.how, found.window.edtf, found.doubt) == (ReadBy.CLEAR, "2018", "")
    assert "2018" in found.rule


def test_words_tell_a_fiscal_year_from_an_interval():
    found = agree(words("fiscal year 2023-24", "en", "CA"), window_from_edtf("2023-04/2024-03"))
    assert found.window.precision == Precision.FISCAL_YEAR


def test_figures_that_end_on_the_same_day_say_the_same():
    found = agree(words("innen utgangen av 2018"), window_from_edtf("2018-12"))
    assert (found.how, found.window.edtf) == (ReadBy.CLEAR, "2018-12")
    assert found.rule.endswith("Written down as 2018-12, which ends on the same day.")


def test_one_of_the_readings():
    found = agree(words("winter 2028", "en"), window_from_edtf("2027-12/2028-02"))
    assert (found.how, found.rule) == (ReadBy.CHOSEN, "December 2027 to February 2028")
    assert found.doubt.startswith("Winter lies in two years")


@pytest.mark.parametrize(
    ("phrase", "edtf", "reason"),
    [
        ("by 31 December 2027", "2028", "The figures end on 31 December 2028. Correct the one that is wrong"),
        ("soon", "2028", "Say below why it is 2028."),
        ("winter 2028", "2029", "Choose 2027-12/2028-02"),
        ("", "2028", "Say below why it is 2028."),
    ],
)
def test_figures_nobody_can_read_in_the_words(phrase, edtf, reason):
    with pytest.raises(Disagree, match=reason.replace("(", r"\(")):
        agree(words(phrase, "en"), window_from_edtf(edtf))
    found = agree(words(phrase, "en"), window_from_edtf(edtf), "  The minister\n said so. ")
    assert (found.how, found.reason, found.rule) == (ReadBy.GIVEN, "The minister said so.", "")
    assert found.doubt


def test_clear_words_without_figures():
    with pytest.raises(Disagree, match="Write 2018 as the figures"):
        agree(words("innen utgangen av 2018"), None)
    assert agree(words("innen utgangen av 2018"), None, "Of the budget.").how == ReadBy.LEFT_OPEN


def test_unclear_words_stand_without_figures():
    assert agree(words("snart"), None).how == ReadBy.LEFT_OPEN


@pytest.mark.parametrize("language", ["nb", "lt", "de", "", "xx-YY"])
def test_english_is_understood_everywhere(language):
    assert read_words(words("by the end of 2019", language)).edtf == "2019"


def test_the_language_of_the_document_comes_first():
    assert read_words(words("do konce roku 2025", "cs")).edtf == "2025"
    assert len(read_words(words("vinteren 2028")).readings) == 2


@given(st.text(max_size=80), st.sampled_from(["2018", "2018-12-31", "2022/2024"]))
def test_no_text_is_taken_for_other_figures_without_a_reason(phrase, edtf):
    window = window_from_edtf(edtf)
    with suppress(Disagree):
        found = agree(words(phrase, "en"), window)
        assert found.window.latest == window.latest
        assert found.how in (ReadBy.CLEAR, ReadBy.CHOSEN)
