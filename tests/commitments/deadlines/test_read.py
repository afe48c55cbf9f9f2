"""No text throws, none is read for long, and what is unclear says so."""

import datetime as dt
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.choices import Precision
from commitments.deadlines import Recurrence, Relative, read_deadline
from commitments.deadlines.window import window_of
from tests.commitments.deadlines.table import LANGUAGES, rows_of

ON = dt.date(2025, 6, 15)
CALLS_TO_REFUSE = 2  # per character
CALLS_TO_READ = 700
PHRASES = [(row.phrase, language) for language in LANGUAGES for row in rows_of(language)]
PIECES = sorted({piece for phrase, _ in PHRASES for piece in phrase.split()})
DAYS = st.none() | st.dates()
COUNTRIES = st.sampled_from(["", "CA", "US", "NO", "AU", "JP", "??", "no"])
TAGS = st.sampled_from([*LANGUAGES, "nn", "nb-NO", "de", ""])


def holds(text, language, country, on):
    reading = read_deadline(text, language=language, country=country, on=on)
    assert reading.rule
    assert (reading.window is None) or reading.precision not in (Precision.UNCLEAR, Precision.CONTINUOUS)
    for window in filter(None, [reading.window, *(offer.window for offer in reading.readings)]):
        again = window_of(window.edtf)
        assert (again.earliest, again.latest) == (window.earliest, window.latest)


@settings(max_examples=150, deadline=None)
@given(st.text(), TAGS, COUNTRIES, DAYS)
def test_no_text_throws(text, language, country, on):
    holds(text, language, country, on)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join), TAGS, COUNTRIES, DAYS)
def test_no_heap_of_known_words_throws(text, language, country, on):
    holds(text, language, country, on)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(PHRASES),
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from("0123456789./-–,' ;()\u00ad\u200f\u00a0éĖž＃２I") | st.just(""))
    ),
    COUNTRIES,
    DAYS,
)
def test_no_damaged_phrase_throws(row, damages, country, on):
    text, language = row
    for at, sign in damages:
        text = text[:at] + sign + text[at + (not sign) :]
    holds(text, language, country, on)


def calls_to_read(text: str, **where) -> int:
    """Work in calls of functions: the same on a busy machine as on an idle one."""
    count = 0

    def on_call(frame, event, arg):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(on_call)
    try:
        read_deadline(text, language="en", **where)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "1 " * 50_000, "12 march " * 12_000, "\u0301" * 100_000, "\u00ad" * 100_000, "2026-" * 20_000],
)
def test_a_very_long_text_is_refused_at_once(text):
    reading = read_deadline(text, language="en")
    assert reading.precision is Precision.UNCLEAR
    assert "500 characters" in reading.reason
    assert calls_to_read(text) < CALLS_TO_REFUSE * len(text)


@pytest.mark.parametrize(
    "text", ["12/" * 160, "1 to 2 march " * 35, "every 3 " * 60, "in by before mid-late " * 22, "((((" * 120]
)
def test_the_longest_phrase_is_read_at_once(text):
    assert calls_to_read(text, country="CA", on=ON) < CALLS_TO_READ * len(text)


@pytest.mark.parametrize(
    "text",
    [
        "by the end of\u00a02018",
        "by the e\u00adnd of 2018",
        "\u200fby the end of 2018\u200e",
        "BY THE END OF 2018",
        "by the end of ２０１８",
        "by  the\tend\nof 2018.",
        "by the end of ٢٠١٨",
        "\ufeffby the end of 2018",
        "by end‑2018",
        "by end—2018",
    ],
)
def test_dress_changes_nothing(text):
    reading = read_deadline(text, language="en")
    assert (reading.edtf, reading.precision) == ("2018", Precision.YEAR)
    assert reading.phrase == text


@pytest.mark.parametrize("dash", "-‐‑‒–—―−﹣－")
def test_every_dash_makes_an_interval(dash):
    assert read_deadline(f"2022{dash}2024", language="lt").edtf == "2022/2024"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "No date"),
        ("31 February 2026", "28 days"),
        ("29 February 2025", "28 days"),
        ("31 February", "29 days"),
        ("by 9999", "1900 to 2200"),
        ("2024-2022", "before it starts"),
        ("by March 2026 and by June 2027", "More than one date"),
        ("Q5 2026", "1 to 4"),
        ("week 54 of 2026", "no week 54"),
        ("by March", "date of the document"),
        ("FY25", "which country"),
        ("within 900 years of 15 March 2022", "longer than any"),
        ("Monday 3 April 2026", "is a Friday"),
        ("winter 2028", "two years"),
    ],
)
def test_what_is_unclear_says_why(text, why):
    reading = read_deadline(text, language="en")
    assert reading.window is None
    assert why in reading.reason


def test_figures_need_no_words_of_a_language():
    assert read_deadline("2026-03-31", language="de").edtf == "2026-03-31"
    assert read_deadline("31.12.2026", language="").edtf == "2026-12-31"


def test_words_may_come_without_their_accents():
    assert read_deadline("do konce cervna 2026", language="cs").edtf == "2026-06"
    assert read_deadline("2026 m. rugpjucio men.", language="lt").edtf == "2026-08"


def test_a_winter_offers_both():
    reading = read_deadline("by winter 2028", language="en", country="CA")
    assert [offer.window.edtf for offer in reading.readings] == ["2027-12/2028-02", "2028-12/2029-02"]


def test_figures_offer_both_orders_without_a_country():
    reading = read_deadline("03/04/2026", language="en")
    assert [offer.window.edtf for offer in reading.readings] == ["2026-04-03", "2026-03-04"]


def test_alternatives_share_the_only_year_named():
    for phrase in ("March or April 2027", "Mar/Apr 2027"):
        reading = read_deadline(phrase, language="en", on=ON)
        assert [offer.window.edtf for offer in reading.readings] == ["2027-03", "2027-04"]


@pytest.mark.parametrize("text", ["by Easter 2026", "Budget 2026", "the first fortnight of March 2026", "not by 2026"])
def test_an_unknown_word_beside_the_date_is_asked_about(text):
    assert read_deadline(text, language="en").window is None


def test_before_a_season_that_runs_means_the_next_one():
    assert read_deadline("before the summer", language="en", on=dt.date(2025, 6, 15)).edtf == "2026-05"


def test_a_month_without_a_year_says_whose_year_it_took():
    reading = read_deadline("by mid-March", language="en", on=dt.date(2025, 6, 15))
    assert reading.window.latest == dt.date(2026, 3, 15)
    assert "the next one after the document’s date, 15 June 2025" in reading.rule


def test_a_recurring_duty_keeps_its_structure():
    reading = read_deadline("every year by 1 March until 2028", language="en")
    assert reading.recurrence == Recurrence(1, "year", month=3, day=1, until=dt.date(2028, 3, 1))
    assert read_deadline("vartannat år", language="sv").recurrence == Recurrence(1, "year", every=2)
    assert read_deadline("every six months", language="en").recurrence == Recurrence(1, "month", every=6)


def test_an_endless_duty_offers_its_first_time():
    reading = read_deadline("Annually, by March 31", language="en", on=ON)
    assert reading.window is None
    assert [offer.window.edtf for offer in reading.readings] == ["2026-03-31"]


def test_a_relative_date_keeps_its_structure():
    reading = read_deadline("within 18 months of commitment NO-2017-02", language="en", on=ON)
    assert reading.relative == Relative(18, "month", "commitment no-2017-02")
    assert reading.window is None
    assert [offer.window.edtf for offer in reading.readings] == ["2026-12-15"]


def test_a_relative_date_before_something_counts_back():
    reading = read_deadline("two weeks before 1 March 2026", language="en")
    assert reading.relative.amount == -2
    assert reading.window.latest == dt.date(2026, 2, 15)


def test_months_counted_from_the_31st_end_with_the_month():
    reading = read_deadline("within 6 months of adoption", language="en", on=dt.date(2025, 8, 31))
    assert reading.window.latest == dt.date(2026, 2, 28)


def test_a_document_from_outside_the_calendar_is_no_error():
    for on in (dt.date.min, dt.date.max):
        assert read_deadline("by 1 March", language="en", on=on).window is None
        assert read_deadline("within two years", language="en", on=on).window is None
