"""A point of a phrase in, its due window out; or `Unclear`, with the ways to read it."""

import calendar
import datetime as dt
from dataclasses import replace
from itertools import islice

from commitments.choices import Precision
from commitments.deadlines.context import Context
from commitments.deadlines.customs import Order, order_of
from commitments.deadlines.fiscal import spell_fiscal_part, spell_fiscal_year, spell_year_pair
from commitments.deadlines.points import Point, Span, Stretch
from commitments.deadlines.positions import narrow
from commitments.deadlines.reading import Offer, Unclear
from commitments.deadlines.seasons import spell_season
from commitments.deadlines.window import DueWindow, InvalidWindow, window_of

MONTHS = calendar.month_name
_A_LEAP_YEAR = 2000


def spell(point: Point | Stretch, context: Context) -> DueWindow:
    return _stretch(point, context) if isinstance(point, Stretch) else _spell(point, context)


def _spell(point: Point, context: Context) -> DueWindow:
    if point.year is None and point.span is not Span.FISCAL_YEAR:
        return _without_year(point, context)
    window = _SPELLERS[point.span](point, context)
    return narrow(window, point, context) if point.position else window


def _without_year(point: Point, context: Context) -> DueWindow:
    """The first such period that is not over on the document's day."""
    if point.span is Span.DAY:
        _day_number(replace(point, year=None, number=_month_number(point)))
    on = context.day_of_document("No year is named.")
    if point.span in (Span.YEAR, Span.TURN) or point.own_year:
        context.note(f"the year is counted from the document’s date, {day_in_words(on)}")
        return _spell(replace(point, year=on.year + point.shift, shift=0, own_year=False), context)
    context.note(f"no year is named: the next one after the document’s date, {day_in_words(on)}, is meant")
    candidates = (_in_year(point, year, context) for year in range(on.year - 1, on.year + 9))
    coming = list(islice((window for window in candidates if window and window.latest >= on), 2))
    if not coming:
        raise Unclear(f"No “{_name(point)}” is found in the years after {day_in_words(on)}.")
    if point.shift and coming[0].latest.year == on.year:
        offers = [Offer(window, f"{_name(point)} {window.latest.year}") for window in coming[:2]]
        raise Unclear("“Next” may mean the coming one or the one of next year.", *offers)
    return coming[0]


def _in_year(point: Point, year: int, context: Context) -> DueWindow | None:
    named = replace(point, year=year, shift=0, pair=point.span is Span.SEASON and point.number == 24)
    if named.pair and context.southern:
        named = replace(named, pair=False)
    try:
        return _spell(named, context)
    except (InvalidWindow, Unclear):
        return None


def _name(point: Point) -> str:
    if point.span is Span.DAY:
        return f"{point.day} {MONTHS[point.number] if 1 <= point.number <= 12 else point.number}"
    if point.span is Span.SEASON:
        return {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}[point.number]
    return MONTHS[point.number] if point.span is Span.MONTH else point.span.value


def _day(point: Point, context: Context) -> DueWindow:
    if point.swapped and point.day != point.number and point.day <= 12 and point.number <= 12:
        return _swappable(point, context)
    if point.swapped and point.number > 12 >= point.day:
        point = replace(point, day=point.number, number=point.day)
    window = window_of(f"{point.year:04}-{_month_number(point):02}-{_day_number(point):02}")
    if point.weekday is not None and window.latest.weekday() != point.weekday:
        named, real = calendar.day_name[point.weekday], calendar.day_name[window.latest.weekday()]
        raise Unclear(
            f"{day_in_words(window.latest)} is a {real}, not a {named}.", Offer(window, "the date as written")
        )
    return window


def _month_number(point: Point) -> int:
    if not 1 <= point.number <= 12:
        raise Unclear(f"There is no month {point.number}. Write the month as a word to be sure.")
    return point.number


def _day_number(point: Point) -> int:
    """The day, when the month has it; without a year, when it ever has."""
    days = calendar.monthrange(point.year or _A_LEAP_YEAR, point.number)[1]
    if not 1 <= point.day <= days:
        month = f"{MONTHS[point.number]} {point.year or ''}".strip()
        raise Unclear(f"There is no {point.day} {month}: that month has {days} days.")
    return point.day


def _swappable(point: Point, context: Context) -> DueWindow:
    order = order_of(context.country)
    day_first = window_of(f"{point.year:04}-{point.number:02}-{point.day:02}")
    month_first = window_of(f"{point.year:04}-{point.day:02}-{point.number:02}")
    if order is Order.UNKNOWN:
        raise Unclear(
            "The figures can be read day first or month first.",
            Offer(day_first, f"day first: {day_in_words(day_first.latest)}"),
            Offer(month_first, f"month first: {day_in_words(month_first.latest)}"),
        )
    context.note(f"figures are read {order.value}, as is usual in {context.country}")
    return day_first if order is Order.DAY_FIRST else month_first


def _month(point: Point, context: Context) -> DueWindow:
    window = window_of(f"{point.year:04}-{_month_number(point):02}")
    if point.short:
        years = window_of(f"{point.year:04}/{(point.year or 0) + 1:04}")
        raise Unclear("The figures can be a month or two years.", Offer(window, "a month"), Offer(years, "two years"))
    return window


def _half_month(point: Point, context: Context) -> DueWindow:
    whole = _month(point, context)
    middle = whole.earliest.replace(day=15)
    context.note("the first half of a month ends on the 15th")
    if point.day == 1:
        return window_of(f"{whole.earliest}/{middle}")
    return window_of(f"{middle + dt.timedelta(days=1)}/{whole.latest}")


def _week(point: Point, context: Context) -> DueWindow:
    try:
        monday = dt.date.fromisocalendar(point.year or 0, point.number, 1)
    except ValueError as problem:
        raise Unclear(f"{point.year} has no week {point.number}.") from problem
    context.note("weeks are counted as in ISO 8601, Monday to Sunday")
    return window_of(f"{monday}/{monday + dt.timedelta(days=6)}")


def _quarter(point: Point, context: Context) -> DueWindow:
    if point.fiscal or point.pair:
        return spell_fiscal_part(point, context, months=3)
    return window_of(f"{point.year:04}-{32 + point.number}")


def _half(point: Point, context: Context) -> DueWindow:
    if point.fiscal or point.pair:
        return spell_fiscal_part(point, context, months=6)
    return window_of(f"{point.year:04}-{39 + point.number}")


def _third(point: Point, context: Context) -> DueWindow:
    last = 4 * point.number
    context.note("a tertial is four months")
    return window_of(f"{point.year:04}-{last - 3:02}/{point.year:04}-{last:02}")


def _year(point: Point, context: Context) -> DueWindow:
    return window_of(f"{point.year:04}")


def _stretch(stretch: Stretch, context: Context) -> DueWindow:
    first, last = stretch.first, stretch.last
    if last.year is None and first.year is not None:
        last = replace(last, year=first.year, pair=first.pair)
    if first.year is None and last.year is not None and first.span is not Span.FISCAL_YEAR:
        first = replace(first, year=last.year, pair=last.pair)
        if first.number > last.number and first.span is last.span:
            first = replace(first, year=last.year - 1)
            context.note(f"the first of the two is taken to lie in {first.year}")
    if first.year is None and last.year is None:
        context.day_of_document("No year is named.")
    start, end = _spell(first, context), _spell(last, context)
    if first.year is None and start.earliest > end.latest:
        end = _spell(replace(last, year=start.earliest.year + 1), context)
    if start.earliest > end.latest:
        raise Unclear(f"It ends ({day_in_words(end.latest)}) before it starts ({day_in_words(start.earliest)}).")
    window = window_of(f"{start.edtf.split('/')[0]}/{end.edtf.split('/')[-1]}")
    return replace(window, precision=Precision.INTERVAL)


def day_in_words(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def _turn(point: Point, context: Context) -> DueWindow:
    context.note("the turn of the year is its last day")
    return window_of(f"{point.year:04}")


_SPELLERS = {
    Span.DAY: _day,
    Span.WEEK: _week,
    Span.MONTH: _month,
    Span.HALF_MONTH: _half_month,
    Span.SEASON: spell_season,
    Span.QUARTER: _quarter,
    Span.THIRD: _third,
    Span.HALF: _half,
    Span.YEAR: _year,
    Span.FISCAL_YEAR: spell_fiscal_year,
    Span.YEAR_PAIR: spell_year_pair,
    Span.TURN: _turn,
}
