"""A due window keeps a date as vague as it was promised."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.choices import Precision
from commitments.deadlines import DueWindow, InvalidWindow, window_from_edtf


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2018", "2018-01-01", "2018-12-31", Precision.YEAR),
        ("2018-02", "2018-02-01", "2018-02-28", Precision.MONTH),
        ("2020-02", "2020-02-01", "2020-02-29", Precision.MONTH),
        ("2018-12-31", "2018-12-31", "2018-12-31", Precision.DAY),
        ("2024-33", "2024-01-01", "2024-03-31", Precision.QUARTER),
        ("2024-36", "2024-10-01", "2024-12-31", Precision.QUARTER),
        ("2024-41", "2024-07-01", "2024-12-31", Precision.HALF),
        ("2024-22", "2024-06-01", "2024-08-31", Precision.SEASON),
        ("2022/2024", "2022-01-01", "2024-12-31", Precision.INTERVAL),
        ("2022-03/2022-05-07", "2022-03-01", "2022-05-07", Precision.INTERVAL),
    ],
)
def test_a_window_spans_all_the_days_the_text_can_mean(text, earliest, latest, precision):
    assert window_from_edtf(text) == DueWindow(
        dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest), precision, text
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2018-02-30",
        "2018-13",
        "2024-24",
        "9999",
        "2024/2022",
        "1/2/3",
        "../2024",
        "2018/",
        "٢٠١٨",
        "x" * 10_000,
    ],
)
def test_what_is_not_a_date_is_refused_with_a_reason(text):
    with pytest.raises(InvalidWindow, match=r"\S"):
        window_from_edtf(text)


@given(st.text())
def test_no_text_raises_anything_else(text):
    try:
        window = window_from_edtf(text)
    except InvalidWindow:
        return
    assert window.earliest <= window.latest


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_a_day_is_its_own_window(day):
    window = window_from_edtf(day.isoformat())
    assert (window.earliest, window.latest) == (day, day)
