"""Seasons as calendars have them: whole months, by hemisphere. A winter lies in two years, so it is rarely clear."""

from dataclasses import replace

from commitments.choices import Precision
from commitments.deadlines.context import Context
from commitments.deadlines.points import Point
from commitments.deadlines.reading import Offer, Unclear
from commitments.deadlines.window import DueWindow, window_of

_NORTH = {21: (3, 5), 22: (6, 8), 23: (9, 11)}
_SOUTH = {21: (9, 11), 23: (3, 5), 24: (6, 8)}
_WORDS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_MONTHS = {(3, 5): "March to May", (6, 8): "June to August", (9, 11): "September to November"}


def spell_season(point: Point, context: Context) -> DueWindow:
    year = point.year or 0
    months = (_SOUTH if context.southern else _NORTH).get(point.number)
    if months is None:
        return _across_years(point, year, context)
    if point.pair:
        raise Unclear(f"{_WORDS[point.number].capitalize()} lies in one year; two are named.")
    context.note(f"{_WORDS[point.number]} is {_MONTHS[months]}")
    if not context.southern:
        return window_of(f"{year:04}-{point.number}")
    window = window_of(f"{year:04}-{months[0]:02}/{year:04}-{months[1]:02}")
    return replace(window, precision=Precision.SEASON)


def _across_years(point: Point, year: int, context: Context) -> DueWindow:
    word = _WORDS[point.number]
    context.note(f"{word} is December to February")
    if point.pair:
        return _december_to_february(year)
    raise Unclear(
        f"{word.capitalize()} lies in two years; “{word} {year}” can be the one that ends in {year} or the one that"
        f" starts in it.",
        Offer(_december_to_february(year - 1), f"December {year - 1} to February {year}"),
        Offer(_december_to_february(year), f"December {year} to February {year + 1}"),
    )


def _december_to_february(year: int) -> DueWindow:
    window = window_of(f"{year:04}-12/{year + 1:04}-02")
    return replace(window, precision=Precision.SEASON)
