"""Readings as plain values for JSON, and lines of JSON read into them. One line in, one answer out, never an error."""

import datetime as dt
import json
from dataclasses import asdict
from typing import Any

from commitments.deadlines.read import read_deadline
from commitments.deadlines.reading import Offer, Reading
from commitments.deadlines.window import DueWindow


class BadQuestion(ValueError):
    """The line is no question; the message says what to write."""


def answer_to(phrase: str, *, language: str, country: str, on: dt.date | None) -> dict[str, Any]:
    return _answer(read_deadline(phrase, language=language, country=country, on=on))


def answer_to_line(line: bytes) -> dict[str, Any]:
    """The answer to `{"phrase": …, "language": …, "country": …, "on": …}`; all but the phrase may be missing."""
    phrase = None
    try:
        question = _question(line)
        phrase = question["phrase"]
        on = day_or_none(question["on"])
        return answer_to(phrase, language=question["language"] or "en", country=question["country"], on=on)
    except BadQuestion as problem:
        window = dict.fromkeys(("earliest", "latest", "precision", "edtf", "rule"))
        return {"phrase": phrase, **window, "readings": [], "error": str(problem)}


def day_or_none(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise BadQuestion(f"on: “{text[:40]}” is not a day. Write it as 2017-09-27.") from problem


def _question(line: bytes) -> dict[str, str]:
    try:
        question = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise BadQuestion(
            'The line is not JSON. Write {"phrase": "by the end of 2018", "language": "en"}.'
        ) from problem
    if not isinstance(question, dict) or not isinstance(question.get("phrase"), str):
        raise BadQuestion('phrase: there is none. Write {"phrase": "by the end of 2018", "language": "en"}.')
    fields = {name: question.get(name) or "" for name in ("phrase", "language", "country", "on")}
    for name, value in fields.items():
        if not isinstance(value, str):
            raise BadQuestion(f"{name}: it is not a text. Put it between quotation marks.")
    return fields


def _answer(reading: Reading) -> dict[str, Any]:
    answer: dict[str, Any] = {"phrase": reading.phrase, **_window(reading.window), "precision": reading.precision.value}
    answer |= {"edtf": reading.edtf or None, "rule": reading.rule, "readings": [_offer(it) for it in reading.readings]}
    if reading.recurrence:
        until = reading.recurrence.until
        answer["recurrence"] = asdict(reading.recurrence) | {"until": until.isoformat() if until else None}
    if reading.relative:
        answer["relative"] = asdict(reading.relative)
    return answer


def _offer(offer: Offer) -> dict[str, Any]:
    window = offer.window
    return {**_window(window), "precision": window.precision.value, "edtf": window.edtf, "rule": offer.words}


def _window(window: DueWindow | None) -> dict[str, str | None]:
    if window is None:
        return {"earliest": None, "latest": None}
    return {"earliest": window.earliest.isoformat(), "latest": window.latest.isoformat()}
