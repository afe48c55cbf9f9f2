"""Fiscal years, and years written in pairs, by the country's own budget year."""

import calendar
import datetime as dt
from dataclasses import replace

from commitments.choices import Precision
from commitments.deadlines.context import Context
from commitments.deadlines.customs import FiscalYear, Named
from commitments.deadlines.points import Point
from commitments.deadlines.reading import Offer, Unclear
from commitments.deadlines.window import DueWindow, window_of


def spell_fiscal_year(point: Point, context: Context) -> DueWindow:
    rules = _rules_or_unclear(context, point)
    return _months_of(_start(point, rules, context, months=12), 12, Precision.FISCAL_YEAR)


def spell_fiscal_part(point: Point, context: Context, months: int) -> DueWindow:
    """Q3 of fiscal year 2025-26, and Q3 2025-26 for short."""
    rules = _rules_or_unclear(context, point)
    year, month = _start(point, rules, context, months)
    passed = month - 1 + months * (point.number - 1)
    precision = Precision.QUARTER if months == 3 else Precision.HALF
    return _months_of((year + passed // 12, passed % 12 + 1), months, precision)


def spell_year_pair(point: Point, context: Context) -> DueWindow:
    """2026-27: two calendar years where the budget year is the calendar's, one fiscal year where it is not."""
    year = point.year or 0
    two_years = window_of(f"{year:04}/{year + 1:04}")
    rules = context.fiscal_year
    if rules is not None and not rules.is_calendar_year:
        fiscal_year = _months_of((year, rules.first_month), 12, Precision.FISCAL_YEAR)
        if point.short or context.language == "fr":  # French never shortens the second year
            context.note(_words(rules, context))
            return fiscal_year
        raise Unclear(
            f"“{year}–{year + 1}” can be two calendar years or one fiscal year.",
            Offer(fiscal_year, "the fiscal year"),
            Offer(two_years, "both calendar years"),
        )
    if rules is None and point.short:
        raise Unclear(
            f"“{year}-{(year + 1) % 100:02}” can be a fiscal year; say of which country.",
            Offer(two_years, "both calendar years"),
        )
    return two_years


def _rules_or_unclear(context: Context, point: Point) -> FiscalYear:
    rules = context.fiscal_year
    if rules is None:
        raise Unclear("A fiscal year depends on the country; say which country this is.")
    if rules.is_calendar_year and point.pair:
        year = point.year or 0
        raise Unclear(
            f"The fiscal year in {context.country} is the calendar year; two years are named.",
            Offer(window_of(f"{year:04}/{year + 1:04}"), "both calendar years"),
        )
    return rules


def _start(point: Point, rules: FiscalYear, context: Context, months: int) -> tuple[int, int]:
    """Year and month in which the fiscal year begins."""
    context.note(_words(rules, context))
    month = rules.first_month
    if point.year is None:
        on = context.day_of_document("The fiscal year is not named.")
        return (on.year if on.month >= month else on.year - 1) + point.shift, month
    if point.pair or rules.is_calendar_year or rules.named is Named.BY_ITS_START:
        return point.year, month
    if rules.named is Named.EITHER_WAY:
        starts = (point.year - 1, point.year)
        raise Unclear(
            f"“FY {point.year}” can be named by the year it starts or ends in.",
            *(Offer(_spelled(point, year, context, months), f"{year}-{(year + 1) % 100:02}") for year in starts),
        )
    return point.year - 1, month


def _spelled(point: Point, year: int, context: Context, months: int) -> DueWindow:
    point = replace(point, year=year, pair=True)
    return spell_fiscal_year(point, context) if months == 12 else spell_fiscal_part(point, context, months)


def _months_of(start: tuple[int, int], months: int, precision: Precision) -> DueWindow:
    year, month = start
    passed = month - 1 + months - 1
    end_year, end_month = year + passed // 12, passed % 12 + 1
    window = window_of(_edtf(year, month, end_year, end_month, months))
    return replace(window, precision=precision)


def _edtf(year: int, month: int, end_year: int, end_month: int, months: int) -> str:
    if months == 12 and month == 1:
        return f"{year:04}"
    if months == 3 and month % 3 == 1:
        return f"{year:04}-{33 + month // 3}"
    if months == 6 and month in (1, 7):
        return f"{year:04}-{40 + month // 7}"
    return f"{year:04}-{month:02}/{end_year:04}-{end_month:02}"


def _words(rules: FiscalYear, context: Context) -> str:
    first = dt.date(2001, rules.first_month, 1)
    last = first - dt.timedelta(days=1)
    return (
        f"the fiscal year in {context.country} runs from {first.day} {calendar.month_name[first.month]}"
        f" to {last.day} {calendar.month_name[last.month]}"
    )
