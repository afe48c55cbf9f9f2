"""The rule of a duty that comes back: what it means, and what is refused."""

import contextlib
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.deadlines import InvalidWindow, Repetition, read_deadline, repetition_from_text, window_from_edtf
from commitments.deadlines.repetition import MOST

DOCUMENT = dt.date(2021, 6, 15)


def windows(rule: str, most: int = 10) -> list[str]:
    return [window.edtf for window in repetition_from_text(rule).windows(most)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("R3/2022-03-01/P1Y", ["2022-03-01", "2023-03-01", "2024-03-01"]),
        ("R3/2024-02-29/P1Y", ["2024-02-29", "2025-02-28", "2026-02-28"]),
        ("R3/2024-01-31/P1M", ["2024-01-31", "2024-02-29", "2024-03-31"]),
        ("R3/2022/P2Y", ["2022", "2024", "2026"]),
        ("R3/2022-11/P1M", ["2022-11", "2022-12", "2023-01"]),
        ("R3/2022-35/P3M", ["2022-35", "2022-36", "2023-33"]),
        ("R3/2022-41/P6M", ["2022-41", "2023-40", "2023-41"]),
        ("R2/2022-21/P12M", ["2022-21", "2023-21"]),
        ("R2/2022-01/2022-03/P1Y", ["2022-01/2022-03", "2023-01/2023-03"]),
        ("R3/2022-12-28/P1W", ["2022-12-28", "2023-01-04", "2023-01-11"]),
        (" r2/2022/p1y ", ["2022", "2023"]),
    ],
)
def test_each_time_is_counted_from_the_first(rule, expected):
    assert windows(rule) == expected


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("R1/2022/P1Y", "comes once"),
        ("R0/2022/P1Y", "comes once"),
        ("R121/2022-01/P1M", "121 times"),
        ("R999999/2022/P1Y", "999,999 times"),
        ("R/2022-03-01/P1W", "routine"),
        ("R3/2022-03-01/P0Y", "after nothing"),
        ("R3/2022/P1M", "does not come back within 1 months"),
        ("R3/2022-33/P2M", "does not come back within 2 months"),
        ("R3/2022-03/P1W", "needs a first day"),
        ("R3/2022-01-01/2023-06-30/P1Y", "before the first one ends"),
        ("R3/2022-05/2022-03/P1Y", "ends"),
        ("R3/2022-02-30/P1Y", "not a day of the calendar"),
        ("R3/2022-13/P1Y", "names no month"),
        ("R100/2150/P1Y", "out of reach|beyond the years"),
        ("R3/2150/P9999Y", "beyond the years"),
        ("R7/soon/P1Y", "not a date"),
        ("R7/2022-03-01", "is not a duty that comes back"),
        ("R", "is not a duty that comes back"),
        ("R7/2022-03-01/P1Y" + "0" * 100_000, "is not a duty that comes back"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(rule, reason):
    with pytest.raises(InvalidWindow, match=reason):
        repetition_from_text(rule)


@given(st.text(max_size=40).map(lambda text: f"R{text}") | st.from_regex(r"R\d{0,3}/[0-9/-]{4,21}/P\d{1,4}[YMWD]"))
def test_no_text_ends_in_anything_but_a_rule_or_a_refusal(text):
    with contextlib.suppress(InvalidWindow):
        found = repetition_from_text(text)
        assert repetition_from_text(found.text) == found


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2050, 1, 1)),
    st.integers(1, 7),
    st.integers(2, 20),
    st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]),
)
def test_times_follow_one_another_without_meeting(first, months, times, form):
    months = months * 12 if form == "%Y" else months
    found = Repetition(window_from_edtf(first.strftime(form)), months, "M", times)
    rows = list(found.windows(MOST))
    assert len(rows) == times
    assert all(one.latest < later.earliest for one, later in itertools.pairwise(rows))
    assert len({found.name(window) for window in rows}) == times


@pytest.mark.parametrize(
    ("phrase", "language", "expected"),
    [
        ("every year by 1 March until 2028", "en", "R7/2022-03-01/P1Y"),
        ("every year before 15 March until 2028", "en", "R7/2022-03-14/P1Y"),
        ("annually by 1 March", "en", "R/2022-03-01/P1Y"),
        ("by 31 March each year, 2023-2027", "en", "R5/2023-03-31/P1Y"),
        ("every year by 1 March from 2024 until 2028", "en", "R5/2024-03-01/P1Y"),
        ("annually from 2022 to 2028", "en", "R7/2022/P1Y"),
        ("every December until 2028", "en", "R8/2021-12/P1Y"),
        ("each quarter until 2027", "en", "R26/2021-35/P3M"),
        ("every six months until 2025", "en", "R9/2021-41/P6M"),
        ("every year", "en", "R/2022/P1Y"),
        ("hvert år innen 1. mars til 2028", "nb", "R7/2022-03-01/P1Y"),
        ("kasmet iki kovo 1 d.", "lt", "R/2022-03-01/P1Y"),
        ("každoročně do 31. března", "cs", "R/2022-03-31/P1Y"),
    ],
)
def test_a_phrase_that_says_enough_gives_its_times(phrase, language, expected):
    reading = read_deadline(phrase, language=language, on=DOCUMENT)
    assert reading.repetition is not None
    assert reading.repetition.text == expected


@pytest.mark.parametrize(
    "phrase", ["every two years by the end of March", "weekly until 2030", "every year until 2015", "by 2028"]
)
def test_a_phrase_that_leaves_the_first_time_open_gives_none(phrase):
    assert read_deadline(phrase, language="en", on=DOCUMENT).repetition is None


def test_without_the_day_of_the_document_nobody_knows_the_first_time():
    assert read_deadline("annually by 1 March", language="en").repetition is None
