"""What the one-page report of a dashboard says: the numbers of the page, in words and shares the template prints."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from commitments.choices import ScheduleState
from commitments.dashboard import Dashboard
from commitments.dashboard.numbers import Figures, Number, Part
from commitments.pictures.ink import GROUNDS, INK, LIGHT, MUTED, PATTERNS, RULE
from commitments.pictures.picture import Drawing, Line, Picture, Source
from commitments.pictures.svg import bare, spoken
from commitments.press.door import Format, printed

CELLS = (("late",), ("ahead",), ("completion",), ("stale", "verified"))  # left and right, row by row
MOST_LINES = {"completion": 7, "stale": 4}
MOST_LATE = 5
NAME, TITLE, SCOPE, GROUP = 60, 110, 140, 120  # letters of a name in the report
TREND_WIDTH = 1100.0


@dataclass(frozen=True)
class KeptFigures:
    """The figures of a named baseline of the same place, to stand beside those of the day."""

    name: str
    address: str
    figures: Figures


def pdf(shown: Dashboard, pictures: dict[str, Picture], source: Source, kept: KeptFigures | None = None) -> bytes:
    return printed("report.typ", report(shown, pictures, source, kept), Format.PDF)


def report(
    shown: Dashboard, pictures: dict[str, Picture], source: Source, kept: KeptFigures | None = None
) -> dict[str, Any]:
    """Everything `report.typ` asks for. Bounded: whatever the dashboard holds, it fits one page."""
    scope = _cut(source.scope, SCOPE)
    return {
        "title": f"{scope}, {source.when}",
        "author": "Cyber strategy tracker",
        "language": "en",
        "scope": scope,
        "when": source.when[0].upper() + source.when[1:],
        "finding": pictures["schedule"].finding + ".",
        "counted": source.counted,
        "address": source.address,
        "ink": {"text": INK, "muted": MUTED, "rule": RULE},
        "looks": {state.value: _look(state) for state in GROUNDS},
        "figures": [{"label": label, **_number(number, source)} for label, number in _figures(shown.figures)],
        "day": f"{shown.on:%-d %B %Y}",
        "kept": _kept(kept),
        "cells": [[_chart(pictures[name], source) for name in cell if name in pictures] for cell in CELLS],
        "trend": _trend(pictures.get("trend"), source),
        "as_of": "As of",
        "of_which": "Of which",
        "longest": _longest(shown, source),
        "longest_title": "Longest overdue",
        "longest_heads": ["Commitment", "Lead institution", "Due", "Days late"],
    }


def _look(state: TextChoices) -> dict[str, Any]:
    ground = GROUNDS[state]
    return {"ground": ground, "pattern": PATTERNS.get(state), "light": ground in LIGHT}


def _figures(figures: Figures) -> tuple[tuple[str, Number], ...]:
    soon = next(part.number for part in figures.open_parts if part.state == ScheduleState.DUE_SOON)
    return (
        ("Commitments", figures.total),
        ("Open", figures.open),
        ("Overdue", figures.overdue),
        ("Due soon", soon),
        ("Done", figures.done),
        ("Closed", figures.closed),
        ("Stale for 90 days", figures.stale),
    )


def _kept(kept: KeptFigures | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    return {
        "name": _cut(kept.name, NAME),
        "day": f"{kept.figures.on:%-d %B %Y}",
        "address": kept.address,
        "numbers": [f"{number.count:,}" for _, number in _figures(kept.figures)],
    }


def _number(number: Number, source: Source) -> dict[str, str]:
    return {"shown": f"{number.count:,}", "address": f"{source.list_address}?{number.query}"}


def _chart(picture: Picture, source: Source) -> dict[str, Any]:
    lines = _largest(picture)
    hidden = len(picture.lines) - len(lines)
    return {
        "title": picture.title,
        "finding": picture.finding,
        "caption": picture.caption,
        "heading": picture.heading,
        "unit": picture.whole if picture.drawing == Drawing.SHARES else picture.columns[0],
        "keys": [] if picture.drawing == Drawing.BARS else [_part(part, 0) for part in picture.keys],
        "lines": [_line(picture, line, source) for line in lines],
        "more": f"And {hidden:,} more on the dashboard." if hidden else "",
    }


def _largest(picture: Picture) -> list[Line]:
    """The whole first, then what counts the most, in the order of the page."""
    most = MOST_LINES.get(picture.name)
    if most is None or len(picture.lines) <= most:
        return list(picture.lines)
    rest = [(place, line) for place, line in enumerate(picture.lines[1:]) if not line.depth]
    largest = sorted(rest, key=lambda one: -sum(part.number.count for part in one[1].parts))[: most - 1]
    return [picture.lines[0], *(line for _, line in sorted(largest, key=lambda one: one[0]))]


def _line(picture: Picture, line: Line, source: Source) -> dict[str, Any]:
    shares = picture.drawing == Drawing.SHARES
    whole = sum(part.number.count for part in line.parts) if shares else picture.most
    return {
        "label": _cut(line.label, NAME),
        "group": _cut(line.group, GROUP),
        "is_whole": line.is_whole,
        "parts": [_part(part, whole) for part in line.parts],
        **_number(line.total or line.parts[0].number, source),
    }


def _part(part: Part, whole: int) -> dict[str, Any]:
    count = part.number.count
    return {
        "label": part.label,
        "state": part.state.value,
        "count": count,
        "shown": f"{count:,}",
        "share": round(count / whole, 4) if whole else 0,
    }


def _trend(picture: Picture | None, source: Source) -> dict[str, str] | None:
    if picture is None:
        return None
    svg = bare(picture, source, TREND_WIDTH)
    return {"title": picture.title, "finding": picture.finding, "svg": svg, "alt": spoken(picture)}


def _longest(shown: Dashboard, source: Source) -> list[dict[str, str]]:
    return [
        {
            "title": _cut(late.title, TITLE),
            "lead": _cut(late.lead, NAME),
            "due": f"{late.due_latest:%-d %B %Y}",
            "days": f"{late.days:,}",
            "address": f"{source.list_address}{late.reference}/",
        }
        for late in shown.longest[:MOST_LATE]
    ]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
