"""Status in words, shapes and colours; days in words."""

import datetime as dt

import pytest
from django.template import Context, Template

from commitments.choices import Closure, Completion, Confidence, ScheduleState
from commitments.templatetags import tracker_tags as tags
from tests.factories import CommitmentFactory

EVERY = [
    *((tags.schedule_tag, value) for value in ScheduleState),
    *((tags.completion_tag, value) for value in Completion),
    *((tags.completion_meter, value) for value in Completion),
    *((tags.confidence_tag, value) for value in Confidence),
    *((tags.closure_tag, value) for value in Closure),
]


@pytest.mark.parametrize(("tag", "value"), EVERY)
def test_status_is_a_word_and_a_shape(tag, value):
    html = tag(value.value)
    assert value.label in html
    assert '<svg viewBox="' in html
    assert "style=" not in html


def test_shapes_of_schedule_states_differ_unless_both_are_done():
    shapes = {str(tags.shape_of(state)) for state in ScheduleState}
    assert len(shapes) == len(ScheduleState) - 1


@pytest.mark.parametrize("nothing", ["", None, "unheard of"])
def test_unknown_status_shows_nothing(nothing):
    assert tags.schedule_tag(nothing) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (164, "164 days late"),
        (1, "1 day late"),
        (0, "due today"),
        (-12, "12 days left"),
        (1234, "1,234 days late"),
        (None, ""),
    ],
)
def test_open_days_in_words(days, words):
    assert tags.late_in_words(days) == words


@pytest.mark.parametrize(
    ("days", "words"), [(164, "164 days late"), (0, "on the last day"), (-1, "1 day early"), (None, "")]
)
def test_done_days_in_words(days, words):
    assert tags.done_in_words(days) == words


@pytest.mark.parametrize(("days", "words"), [(164, "+164 days"), (0, "none"), (-30, "−30 days"), (None, "")])
def test_slip_in_words(days, words):
    assert tags.slip_in_words(days) == words


def test_day_is_written_for_people_and_machines():
    html = Template("{% load tracker_tags %}{{ d|day }}{{ nothing|day }}").render(Context({"d": dt.date(2019, 6, 13)}))
    assert html == '<time datetime="2019-06-13">13\xa0June\xa02019</time>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2019-06-15", "15\xa0June\xa02019"),
        ("2018-05", "May\xa02018"),
        ("2018", "2018"),
        ("2018-21", "2018-21"),
        ("", ""),
    ],
)
def test_date_of_a_source_in_words(text, words):
    assert tags.edtf_in_words(text) == words


def test_due_keeps_the_phrase_beside_the_day():
    due = tags.due_in_words(CommitmentFactory.build(due="2018", due_phrase="innen utgangen av <2018>"))
    assert due.startswith("“innen utgangen av &lt;2018&gt;”, at the latest")
    assert "31\xa0December\xa02018" in due


def test_due_without_a_date_gives_none():
    assert tags.due_in_words(CommitmentFactory.build(due=None)) == "No date promised"
    assert tags.due_in_words(CommitmentFactory.build(due=None, due_phrase="soon")) == "“soon”, no date can be told"
