"""A raised figure is the mark of a footnote, never part of a date; a rhythm of nothing is none."""

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
