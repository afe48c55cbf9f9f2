"""The quick way to the spans says what the timeline says, whatever the facts and their order."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.choices import Closure, Completion
from commitments.life import Claim, Closing, Due, Facts, Judgement
from commitments.rollups.spans import Place, by_definition
from commitments.rollups.sweep import sweep

PLACE = Place(1, 2, None, 3)
BEGIN = dt.date(2018, 1, 1)
DAYS = st.integers(-60, 500).map(lambda days: BEGIN + dt.timedelta(days=days))
LATEST = DAYS | st.sampled_from([dt.date.max, dt.date.max - dt.timedelta(days=60)])
NUMBERS = st.integers(0, 5)


def rows(kind, what):
    return st.lists(st.builds(kind, DAYS, NUMBERS, what), max_size=5, unique_by=lambda row: row.sequence).map(tuple)


@settings(max_examples=300)
@given(
    first=st.none() | LATEST,
    dues=rows(Due, st.none() | LATEST),
    claims=rows(Claim, st.sampled_from(Completion)),
    closings=rows(Closing, st.none() | st.sampled_from(Closure)),
    judgements=rows(Judgement, st.sampled_from(Completion)),
)
def test_the_sweep_says_what_the_timeline_says(first, dues, claims, closings, judgements):
    facts = Facts(BEGIN, (Due(BEGIN, -1, first), *dues), claims, closings, judgements=judgements)
    expected = by_definition(facts, PLACE)
    found = sweep(facts, PLACE)
    assert len(found) == len(set(found))
    assert set(found) == set(expected)
