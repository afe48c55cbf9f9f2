"""Every phrase of the tables is read as a careful civil servant would read it."""

import pytest

from commitments.choices import Precision
from commitments.deadlines import read_deadline, window_from_edtf
from commitments.deadlines.window import window_of
from tests.commitments.deadlines.table import LANGUAGES, rows_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_read_as_by_a_careful_civil_servant(language):
    wrong = []
    for row in rows_of(language):
        reading = read_deadline(row.phrase, language=language, country=row.country, on=row.on)
        got = (reading.edtf, reading.precision.value)
        if got != (row.edtf, row.precision) or row.offers not in (None, len(reading.readings)):
            wrong.append(f"{row.phrase} ({row.country}): {got}, {len(reading.readings)} offers, not {row}")
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_window_can_be_had_again_from_its_edtf(language):
    for row in rows_of(language):
        reading = read_deadline(row.phrase, language=language, country=row.country, on=row.on)
        for window in [reading.window, *(offer.window for offer in reading.readings)]:
            if window is not None:
                again = window_of(window.edtf)
                assert (again.earliest, again.latest) == (window.earliest, window.latest), row.phrase


def test_every_form_of_edtf_that_is_given_is_known_to_the_standard():
    forms = {}
    for language in LANGUAGES:
        for row in rows_of(language):
            if row.edtf:
                forms.setdefault("".join("9" if sign.isdigit() else sign for sign in row.edtf), row.edtf)
    for part in ("2026-21", "2026-22", "2026-23", "2026-33", "2026-36", "2026-40", "2026-41", *forms.values()):
        assert window_from_edtf(part).edtf == part


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_clear_has_a_reason_and_what_is_clear_has_a_rule(language):
    for row in rows_of(language):
        reading = read_deadline(row.phrase, language=language, country=row.country, on=row.on)
        assert reading.rule.endswith((".", "”")), row.phrase
        assert bool(reading.reason) is (reading.window is None)
        if reading.precision in (Precision.UNCLEAR, Precision.CONTINUOUS):
            assert reading.window is None
