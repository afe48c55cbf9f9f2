"""The phrases of a plan the grammar was not written from; `make bench-dates` prints the same as a table."""

import pytest

from tests.commitments.deadlines.measure import canadian_rows, measured


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("part", ["development", "held_out"])
def test_nothing_in_the_canadian_plan_is_read_wrong(part, language):
    verdicts = measured(canadian_rows(part, language), language)
    assert verdicts["wrong"] == 0
    assert verdicts["right"] >= 0.85 * verdicts.total()
