"""The date line: every date with its words in the list, and a picture in which no label hides another."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update
from commitments.web.date_line import LETTER, ORDER, WIDTH, Event, date_line
from tests.commitments.web.reading import text
from tests.people import NOW, standing_for

PAGE = "/commitments/NO-2017-02/"
EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(ORDER),
        st.sampled_from(["Today", "First promised", "Moved by NO-2017-0123"]),
        st.dates(dt.date(2015, 1, 1), dt.date(2035, 1, 1)),
        phrase=st.text("abc ", max_size=60),
    ),
    min_size=1,
    max_size=40,
)


def listed(answer):
    """Each entry of the list as a screen reader says it."""
    picture = text(answer).split("<figcaption")[1].split("</figcaption>")[0]
    entries = re.findall(r"<li[^>]*>(.*?)</li>", picture)
    return [" ".join(re.sub(r"<[^>]*>", "", entry).split()) for entry in entries]


def test_the_list_says_every_date_with_reason_phrase_and_slip(page, commitment, coordinator, editor, time_machine):
    by = standing_for(coordinator)
    ruling = Ruling(NOW.date(), "The Cabinet", "Parliament had not yet agreed.")
    move_date(commitment, Move("by the end of 2019", "2019"), ruling, by=by, now=NOW)
    draft = ProgressDraft(NOW.date(), "limited", "Begun.", forecast_on=dt.date(2020, 1, 31))
    post_update(commitment, draft, by=standing_for(editor), now=NOW)
    assert listed(page("viewer", PAGE)) == [
        "27 September 2017 Document",
        "1 June 2018 Date moved to “by the end of 2019”, +365 days. Parliament had not yet agreed.",
        "1 June 2018 Today",
        "1 January 2018 to 31 December 2018 First promised: “by 2018”",
        "1 January 2019 to 31 December 2019 Due now: “by the end of 2019”, +365 days against the first promise",
        "31 January 2020 Forecast, +396 days against the first promise",
    ]
    later = dt.datetime(2020, 3, 1, 12, tzinfo=dt.UTC)
    time_machine.move_to(later, tick=False)
    done = ProgressDraft(dt.date(2020, 2, 1), "complete", "Done.")
    post_update(commitment, done, by=standing_for(editor, later.date()), now=later)
    ruling = Ruling(later.date(), "The Cabinet", "To be exact.")
    move_date(commitment, Move("by March 2020", "2020-03"), ruling, by=standing_for(coordinator), now=later)
    said = listed(page("viewer", PAGE))
    assert "1 February 2020 Done, +397 days against the first promise" in said
    assert any("taken after the date had passed. To be exact." in entry for entry in said)


@given(EVENTS)
def test_no_label_hides_another(events):
    line = date_line(events)
    boxes = []
    for mark in line.marks:
        assert 0 <= mark.x <= WIDTH
        if mark.is_labelled:
            width = LETTER * max(len(mark.event.label), len(mark.event.short_phrase) + 2, 11)
            left = mark.x if mark.anchor == "start" else mark.x - width
            boxes.append((mark.lane_y, left, left + width))
    assert all(
        one[0] != other[0] or one[2] <= other[1] or other[2] <= one[1]
        for number, one in enumerate(boxes)
        for other in boxes[:number]
    )


@given(EVENTS)
def test_what_matters_most_keeps_its_label(events):
    """Of many decisions some stand in the list only; the first promise never does."""
    marks = date_line([*events, Event("promised", "First promised", dt.date(2018, 12, 31))]).marks
    assert any(mark.is_labelled for mark in marks if mark.event.kind == "promised")


@pytest.mark.once
def test_on_paper_the_line_and_its_list_stand_and_nothing_is_to_press(live_server, browser_page, commitment, settings):
    settings.PUBLIC_VIEW = True
    browser_page.goto(PAGE)
    browser_page.emulate_media(media="print")
    figure = browser_page.locator("figure.date-line")
    assert figure.locator("svg").is_visible()
    assert figure.locator("li").first.is_visible()
    assert not browser_page.locator("main button").filter(visible=True).count()
    shapes = figure.locator("svg .dot").evaluate_all("all => new Set(all.map(one => one.tagName)).size")
    assert shapes >= 1
    assert browser_page.pdf(format="A4").startswith(b"%PDF")
