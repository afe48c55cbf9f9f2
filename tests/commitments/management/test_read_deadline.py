"""The command prints one JSON object for each phrase, whatever the phrase."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


def read(*arguments):
    out = io.StringIO()
    call_command("read_deadline", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def typed(monkeypatch):
    def type_in(raw):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))

    return type_in


def test_a_phrase_becomes_one_object():
    [answer] = read("innen utgangen av 2018", "--language", "nb", "--country", "NO", "--on", "2017-09-27")
    assert answer == {
        "phrase": "innen utgangen av 2018",
        "earliest": "2018-01-01",
        "latest": "2018-12-31",
        "precision": "year",
        "edtf": "2018",
        "rule": "From 1 January 2018 to 31 December 2018; the last day counts.",
        "readings": [],
    }


def test_an_unclear_phrase_has_no_window_but_readings():
    [answer] = read("by winter 2028", "--country", "CA")
    assert (answer["earliest"], answer["latest"], answer["edtf"]) == (None, None, None)
    assert [reading["latest"] for reading in answer["readings"]] == ["2028-02-29", "2029-02-28"]


def test_structure_of_recurring_and_relative_dates_is_printed():
    [answer] = read("every year by 1 March until 2028")
    assert answer["recurrence"] == {
        "times": 1, "unit": "year", "every": 1, "month": 3, "day": 1, "until": "2028-03-01",
    }  # fmt: skip
    [answer] = read("within 24 months of adoption", "--on", "2022-03-15")
    assert answer["relative"] == {"amount": 24, "unit": "month", "anchor": "adoption"}
    assert answer["latest"] == "2024-03-15"


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="Write it as 2017-09-27"):
        read("by March", "--on", "tomorrow")


def test_lines_are_answered_one_by_one_in_order(typed):
    typed(
        b'{"phrase": "by the end of 2018", "language": "en"}\n'
        b"this is not JSON\n"
        b"\n"
        b'{"phrase": 5}\n'
        b"[1]\n"
        b'{"phrase": "by March", "on": "2025-13-01"}\n'
        b'{"phrase": "by March", "on": 7}\n'
        b'{"phrase": "half a sign \\ud83d", "language": null, "country": null, "on": null}\n'
        b"\xff\xfe\n" + b"[" * 100_000 + b"\n"
        b'{"phrase": "soon\xe2\x80\xa8\xc2\x85", "language": "en", "country": "CA", "on": "2025-06-15"}\n'
        b'{"phrase": "iki 2024 m. pabaigos", "language": "lt"}'
    )
    answers = read("-")
    assert [answer.get("edtf") for answer in answers] == ["2018", *[None] * 10, "2024"]
    assert ["error" in answer for answer in answers] == [False, *[True] * 6, False, True, True, False, False]
    assert answers[5]["phrase"] == "by March"
