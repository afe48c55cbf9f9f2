"""Bars and lines: shares that add up, marks that are links, words where there is room."""

import datetime as dt
import re

import pytest

from commitments.choices import Completion, ScheduleState
from commitments.dashboard.numbers import Figures, Number, Part
from commitments.dashboard.trend import Trend
from commitments.rollups.counts import Counts
from commitments.web.charts import single_bar, stacked_bar, swatch
from commitments.web.trend_chart import HEIGHT, trend_chart


def parts(*counts):
    return [Part(state, Number(n, (("on", "2019-01-01"),))) for state, n in zip(Completion, counts, strict=False)]


def widths(bar):
    return [float(width) for width in re.findall(r'class="ground" x="[\d.]+%" width="([\d.]+)%"', bar)]


def trend(*counts, on=None, today=None):
    days = [dt.date(2018 + number, 1, 1) for number in range(len(counts))]
    figures = [Figures((), day, Counts(by_state)) for day, by_state in zip(days, counts, strict=True)]
    return trend_chart(Trend(on or days[-1], tuple(figures)), today or days[-1])


def test_segments_fill_the_bar():
    assert sum(widths(stacked_bar(parts(1, 2, 3), "All", "/commitments/"))) == pytest.approx(100, abs=0.01)


def test_nothing_counted_draws_nothing():
    assert widths(stacked_bar(parts(0, 0), "All", "/commitments/")) == []
    assert widths(single_bar(parts(0)[0], 0, "/commitments/")) == []


def test_every_segment_is_a_link_that_says_its_number():
    bar = stacked_bar(parts(1, 2), "All", "/commitments/")
    assert bar.count('<a href="/commitments/?on=2019-01-01"') == 2
    assert 'aria-label="No evidence: 1"' in bar


def test_a_sliver_has_no_number_in_it():
    bar = stacked_bar(parts(1, 99), "All", "/commitments/")
    assert re.findall(r"<text[^>]*>(\d+)</text>", bar) == ["99"]


def test_names_are_escaped():
    assert "<script>" not in stacked_bar(parts(1), '"><script>', "/commitments/")


def test_states_of_the_schedule_differ_without_colour():
    looks = [re.findall(r"url\(#(\w+)\)", swatch(state)) for state in ScheduleState if state != ScheduleState.OVERDUE]
    assert len({*map(str, looks)}) == len(looks)
    assert "url(" not in swatch(ScheduleState.OVERDUE)


def test_one_point_is_no_trend():
    assert trend({"overdue": 1}) is None


def test_layers_stand_on_one_another():
    chart = trend({"overdue": 1, "undated": 1}, {"overdue": 2, "undated": 2})
    overdue, in_time = chart.layers[:2]
    assert overdue.path == "M0 750 L1000 750 L1000 500 L1000 1000 L0 1000 Z"
    assert in_time.path == "M0 500 L1000 500 L1000 0 L1000 500 L1000 750 L0 750 Z"


def test_a_thick_layer_carries_its_word():
    counts = [{"undated": 4}] * 7
    layers = {layer.name: layer for layer in trend(*counts).layers}
    assert (layers["in_time"].word_y, layers["overdue"].word_x) == (str(HEIGHT // 2), "")


def test_columns_cover_the_whole_width_and_lead_to_their_days():
    chart = trend({"undated": 1}, {"undated": 1}, {"undated": 1})
    assert sum(float(column.width) for column in chart.columns) == pytest.approx(100)
    assert chart.columns[1].spoken == "1 January 2019: 0 overdue, 1 open, not overdue, 0 done, 0 closed"


def test_the_future_begins_today_whatever_day_is_shown():
    chart = trend(*[{"undated": 1}] * 3, on=dt.date(2018, 1, 1), today=dt.date(2019, 1, 1))
    assert (chart.marked, chart.known, chart.ahead) == ("0", "50", "50")
    assert trend(*[{"undated": 1}] * 3, today=dt.date(2030, 1, 1)).ahead == "0"
    assert trend(*[{"undated": 1}] * 3, today=dt.date(2000, 1, 1)).ahead == "100"


def test_layers_differ_without_colour():
    patterns = [layer.pattern for layer in trend({"undated": 1}, {"undated": 1}).layers]
    assert len(set(patterns)) == len(patterns) == 4
