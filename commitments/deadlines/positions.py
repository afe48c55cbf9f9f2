"""Early, mid, late: which part of a window such a word leaves. The tracker's own rules, said in the reading."""

import datetime as dt

from commitments.deadlines.context import Context
from commitments.deadlines.kinds import Kind
from commitments.deadlines.points import Point, Span
from commitments.deadlines.reading import Unclear
from commitments.deadlines.window import DueWindow, window_of

_FIRST = (Kind.EARLY, Kind.BEGIN)


def narrow(window: DueWindow, point: Point, context: Context) -> DueWindow:
    position = point.position
    if position in (None, Kind.END, Kind.THIS):
        return window
    if point.span is Span.YEAR:
        return _of_year(window, point, context)
    if point.span is Span.MONTH:
        return _of_month(window, point, context)
    if point.span in (Span.SEASON, Span.QUARTER, Span.THIRD, Span.HALF):
        return _of_months(window, point, context)
    raise Unclear(f"Which part of the {point.span.value} is meant is not clear.")


def _of_year(window: DueWindow, point: Point, context: Context) -> DueWindow:
    year = window.earliest.year
    if point.position is Kind.MID:
        context.note("the middle of a year is the end of June")
        return window_of(f"{year:04}-06")
    if point.position in _FIRST:
        context.note("early in a year is its first quarter")
        return window_of(f"{year:04}-33")
    context.note("late in a year is its last quarter")
    return window_of(f"{year:04}-36")


def _of_month(window: DueWindow, point: Point, context: Context) -> DueWindow:
    first = window.earliest
    if point.position is Kind.MID:
        context.note("the middle of a month is the 15th")
        return window_of(f"{first.replace(day=11)}/{first.replace(day=15)}")
    if point.position in _FIRST:
        context.note("early in a month is up to the 10th")
        return window_of(f"{first}/{first.replace(day=10)}")
    context.note("late in a month is from the 21st")
    return window_of(f"{first.replace(day=21)}/{window.latest}")


def _of_months(window: DueWindow, point: Point, context: Context) -> DueWindow:
    """A third of a season, quarter or half: early, mid or late in it."""
    first, last = window.earliest, window.latest
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    third = length // 3 or 1
    start = {Kind.MID: (length - third) // 2, Kind.LATE: length - third}.get(point.position or Kind.END, 0)
    context.note(f"early, mid and late are the first, middle and last third of a {point.span.value}")
    begin, end = _month_after(first, start), _month_after(first, start + third - 1)
    if begin == end:
        return window_of(f"{begin:%Y-%m}")
    return window_of(f"{begin:%Y-%m}/{end:%Y-%m}")


def _month_after(first: dt.date, months: int) -> dt.date:
    passed = first.month - 1 + months
    return dt.date(first.year + passed // 12, passed % 12 + 1, 1)
