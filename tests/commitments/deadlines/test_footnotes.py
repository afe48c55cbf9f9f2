"""A raised figure is the mark of a footnote, never part of a date; a rhythm of nothing or an unread end is unclear."""

import datetime as dt

import pytest

from commitments.deadlines import read_deadline


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [("by 1² March 2026", "2026-03-01"), ("by March² 2026", "2026-03"), ("by the end of 2018³", "2018")],
)
def test_the_mark_of_a_footnote_changes_no_date(phrase, edtf):
    assert read_deadline(phrase, language="en").edtf == edtf


def test_a_mark_inside_a_year_is_no_year():
    assert read_deadline("by the end of 20²6", language="en").window is None


def test_a_rhythm_of_nothing_is_unclear():
    assert read_deadline("every 0 years until 2030", language="en").window is None


@pytest.mark.parametrize("end", ["9999", "28", "0001"])
def test_an_end_that_cannot_be_read_is_not_taken_for_none(end):
    found = read_deadline(f"every year by 1 March until {end}", language="en", on=dt.date(2021, 9, 27))
    assert (found.precision, found.repetition) == ("unclear", None)
