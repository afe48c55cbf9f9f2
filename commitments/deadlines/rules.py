"""The table: which row of tokens is a date or a period. The longest match wins, then the upper row.

A builder gets the tokens of its match and gives a `Point`, a `Stretch`, or None when the figures do not fit.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from commitments.deadlines.kinds import Kind, Token, pattern, signature
from commitments.deadlines.points import Point, Span, Stretch
from commitments.deadlines.reading import Unclear

Built = Point | Stretch | None
Builder = Callable[[list[Token]], Built]


def _only(tokens: list[Token], kind: Kind) -> list[Token]:
    return [token for token in tokens if token.kind is kind]


def _dated(point: Point, tokens: list[Token]) -> Point:
    """With the year of the match, if it has one: a plain one or a pair."""
    for token in tokens:
        if token.kind is Kind.YEAR:
            return replace(point, year=token.number)
        if token.kind is Kind.YEAR_PAIR and isinstance(token.value, tuple):
            return replace(point, year=token.value[0], pair=True, short=token.value[1])
    return point


def _day(tokens: list[Token]) -> Built:
    figures = [token for token in tokens if token.kind in (Kind.NUMBER, Kind.ORDINAL)]
    day = figures[0]
    if day.spelled_out or not 1 <= day.number <= 99:
        return None
    month = _only(tokens, Kind.MONTH)[0].number
    return _dated(Point(Span.DAY, None, month, day.number), tokens)


def _two_days(tokens: list[Token]) -> Built:
    figures = _only(tokens, Kind.NUMBER)
    joined = _only(tokens, Kind.AND) and tokens[0].kind is not Kind.BETWEEN
    if joined or any(figure.spelled_out for figure in figures):
        return None
    first, last = (figure.number for figure in figures)
    end = _day([*figures[1:], *_only(tokens, Kind.MONTH), *_only(tokens, Kind.YEAR)])
    if not isinstance(end, Point) or not first or first > 31 or last > 31:
        return None
    return Stretch(replace(end, day=first), end)


def _figures(tokens: list[Token]) -> Built:
    """03.04.2026, 3/4 2026, 2026-04-03, 31.12.25."""
    figures = [token for token in tokens if token.kind in (Kind.NUMBER, Kind.YEAR)]
    years = [token for token in figures if token.kind is Kind.YEAR]
    if any(token.spelled_out or token.number > 99 for token in figures if token.kind is Kind.NUMBER):
        return None
    if figures[0].kind is Kind.YEAR:
        year, month, day = (token.number for token in figures)
        return Point(Span.DAY, year, month, day)
    day, month = figures[0].number, figures[1].number
    if years:
        last = years[0].number
    elif len(figures) == 2:
        return Point(Span.DAY, None, month, day)
    elif len(figures[2].text) != 2:
        return None
    else:
        last = 2000 + figures[2].number
    dotted = any(token.kind is Kind.DOT for token in tokens)
    return Point(Span.DAY, last, month, day, swapped=not dotted)


def _month(tokens: list[Token]) -> Built:
    return _dated(Point(Span.MONTH, number=_only(tokens, Kind.MONTH)[0].number), tokens)


def _figure_month(tokens: list[Token]) -> Built:
    """12/2025 and 2025-12; also 2022-24, which is three years."""
    number = _only(tokens, Kind.NUMBER)[0]
    year = _only(tokens, Kind.YEAR)[0].number
    if number.spelled_out or len(number.text) > 2 or (tokens[0].kind is Kind.YEAR and len(number.text) != 2):
        return None
    if tokens[0].kind is Kind.YEAR and number.number > 12:
        last = year - year % 100 + number.number
        return Stretch(Point(Span.YEAR, year), Point(Span.YEAR, last))
    month = Point(Span.MONTH, year, number.number)
    if tokens[0].kind is Kind.YEAR and number.number == (year + 1) % 100:
        return replace(month, short=True)  # 2011-12 may be two years
    return month if number.number <= 12 else None


def _part(span: Span) -> Builder:
    """A quarter, third or half; its year may be two figures after FY or glued on: Q1 FY25, 1H25."""

    def build(tokens: list[Token]) -> Built:
        figures = [token for token in tokens if token.kind in (Kind.NUMBER, Kind.ORDINAL)]
        fiscal = any(token.kind is Kind.FISCAL for token in tokens)
        point = _dated(Point(span, fiscal=fiscal), tokens)
        if len(figures) == 2 and point.year is None:
            number, year = figures[::-1] if tokens[0].kind is Kind.FISCAL else figures
            figures = [number]
            point = replace(point, year=_short_year([year]))
        if len(figures) != 1 or (fiscal and point.year is None):
            return None
        return replace(point, number=_which(figures[0], span))

    return build


def _short_year(figures: list[Token]) -> int | None:
    """The 25 of FY25 and of 1Q25."""
    if len(figures) == 1 and len(figures[0].text) == 2 and not figures[0].spelled_out:
        return 2000 + figures[0].number
    return None


_MOST = {Span.QUARTER: 4, Span.THIRD: 3, Span.HALF: 2}


def _which(figure: Token, span: Span) -> int:
    most = _MOST[span]
    number = most if figure.number == -1 else figure.number
    if not 1 <= number <= most:
        raise Unclear(f"A year has no {span.value} number {number}; they run from 1 to {most}.")
    return number


def _half_month(tokens: list[Token]) -> Built:
    point = _part(Span.HALF)([token for token in tokens if token.kind in (Kind.ORDINAL, Kind.NUMBER, Kind.HALF)])
    month = _month(tokens)
    if not isinstance(point, Point) or not isinstance(month, Point):
        return None
    return replace(month, span=Span.HALF_MONTH, day=point.number)


def _season(tokens: list[Token]) -> Built:
    return _dated(Point(Span.SEASON, number=_only(tokens, Kind.SEASON)[0].number), tokens)


def _week(tokens: list[Token]) -> Built:
    number = _only(tokens, Kind.NUMBER)[0]
    if _only(tokens, Kind.UNIT)[0].value != "week" or number.spelled_out:
        return None
    return _dated(Point(Span.WEEK, number=number.number), tokens)


def _whole_year(tokens: list[Token]) -> Built:
    return _dated(Point(Span.YEAR), tokens)


def _year_pair(tokens: list[Token]) -> Built:
    return _dated(Point(Span.YEAR_PAIR), tokens)


def _fiscal_year(tokens: list[Token]) -> Built:
    point = _dated(Point(Span.FISCAL_YEAR, fiscal=True), tokens)
    year = point.year or _short_year(_only(tokens, Kind.NUMBER))
    return replace(point, year=year) if year else None


def _this_fiscal_year(tokens: list[Token]) -> Built:
    shift = 1 if _only(tokens, Kind.NEXT) else 0
    return Point(Span.FISCAL_YEAR, None, fiscal=True, position=Kind.END, shift=shift)


def _turn(tokens: list[Token]) -> Built:
    return _dated(Point(Span.TURN), tokens)


def _own_year(tokens: list[Token]) -> Built:
    """The end of the year, this year, next year: counted from the document's own."""
    unit = _only(tokens, Kind.UNIT)
    if unit and unit[0].value != "year":
        return None
    shift = 1 if _only(tokens, Kind.NEXT) else 0
    position = next((token.kind for token in tokens if token.kind in POSITIONS), Kind.THIS)
    position = Kind.MID if _only(tokens, Kind.HALF) else position
    return Point(Span.YEAR, None, position=position, shift=shift)


def _next_period(tokens: list[Token]) -> Built:
    inner = _season(tokens) if _only(tokens, Kind.SEASON) else _month(tokens)
    shift = 1 if _only(tokens, Kind.NEXT) else 0
    return replace(inner, shift=shift) if isinstance(inner, Point) else None


POSITIONS = (Kind.END, Kind.BEGIN, Kind.EARLY, Kind.MID, Kind.LATE)

_QUARTER, _THIRD, _HALF = _part(Span.QUARTER), _part(Span.THIRD), _part(Span.HALF)

_ROWS: list[tuple[str, Builder]] = [
    ("NUMBER DOT? MONTH YEAR", _day),  # 31. desember 2018
    ("NUMBER DASH MONTH DASH YEAR", _day),  # 15-Jan-2026
    ("(NUMBER|ORDINAL) MONTH YEAR?", _day),  # the first of March
    ("MONTH NUMBER YEAR", _day),  # March 31, 2026
    ("YEAR MONTH NUMBER", _day),  # 2018 m. gruodžio 31 d.
    ("NUMBER DOT? MONTH", _day),
    ("MONTH NUMBER", _day),
    ("(BETWEEN|FROM)? NUMBER DOT? (DASH|TO|AND) NUMBER DOT? MONTH YEAR?", _two_days),  # 1.–15. mars 2026
    ("YEAR MONTH NUMBER DASH NUMBER", _two_days),
    ("MONTH NUMBER DASH NUMBER YEAR?", _two_days),
    ("NUMBER DOT NUMBER DOT (YEAR|NUMBER)", _figures),
    ("NUMBER SLASH NUMBER (SLASH|DASH)? YEAR", _figures),
    ("NUMBER SLASH NUMBER SLASH NUMBER", _figures),
    ("NUMBER DASH NUMBER DASH (YEAR|NUMBER)", _figures),
    ("NUMBER DOT NUMBER DOT", _figures),
    ("YEAR (DASH|SLASH|DOT)? NUMBER (DASH|SLASH|DOT)? NUMBER", _figures),
    ("MONTH DASH? YEAR", _month),
    ("YEAR MONTH", _month),
    ("MONTH", _month),
    ("(THIS|NEXT) (MONTH|SEASON)", _next_period),
    ("(SEASON|MONTH) NEXT(?!UNIT)", _next_period),
    ("NUMBER (SLASH|DOT|DASH) YEAR", _figure_month),
    ("YEAR (DASH|SLASH) NUMBER", _figure_month),
    ("(NUMBER|ORDINAL) DOT? QUARTER ((DASH|SLASH)? FISCAL? (YEAR|YEAR_PAIR|NUMBER))?", _QUARTER),
    ("QUARTER NUMBER ((DASH|SLASH)? FISCAL? (YEAR|YEAR_PAIR|NUMBER))?", _QUARTER),
    ("(ORDINAL|NUMBER) (YEAR|YEAR_PAIR) QUARTER", _QUARTER),
    ("FISCAL? (YEAR|YEAR_PAIR) DASH? (ORDINAL|NUMBER) DOT? QUARTER", _QUARTER),
    ("FISCAL? (YEAR|YEAR_PAIR) DASH? QUARTER (ORDINAL|NUMBER)", _QUARTER),
    ("FISCAL NUMBER QUARTER NUMBER", _QUARTER),
    ("(NUMBER|ORDINAL) DOT? THIRD (YEAR|YEAR_PAIR)?", _THIRD),
    ("THIRD NUMBER (YEAR|YEAR_PAIR)?", _THIRD),
    ("(NUMBER|ORDINAL) DOT? HALF ((DASH|SLASH)? FISCAL? (YEAR|YEAR_PAIR|NUMBER))?", _HALF),
    ("HALF NUMBER ((DASH|SLASH)? FISCAL? (YEAR|YEAR_PAIR))?", _HALF),
    ("(ORDINAL|NUMBER) (YEAR|YEAR_PAIR) HALF", _HALF),
    ("(YEAR|YEAR_PAIR) DASH? (ORDINAL|NUMBER) DOT? HALF", _HALF),
    ("(YEAR|YEAR_PAIR) DASH? HALF NUMBER", _HALF),
    ("(ORDINAL|NUMBER) DOT? HALF MONTH YEAR?", _half_month),
    ("SEASON (YEAR|YEAR_PAIR)?", _season),
    ("(YEAR|YEAR_PAIR) SEASON", _season),
    ("UNIT NUMBER ((DASH|SLASH)? YEAR)?", _week),
    ("FISCAL (YEAR|YEAR_PAIR|NUMBER)", _fiscal_year),
    ("(YEAR|YEAR_PAIR) FISCAL", _fiscal_year),
    ("END (THIS|NEXT)? FISCAL(?!YEAR|YEAR_PAIR|NUMBER)", _this_fiscal_year),
    ("(THIS|NEXT) FISCAL(?!YEAR|YEAR_PAIR|NUMBER)", _this_fiscal_year),
    ("TURN (YEAR|YEAR_PAIR)?", _turn),
    ("(THIS|THIS_YEAR) UNIT? YEAR", _whole_year),  # i år 2026
    ("UNIT DASH? END YEAR", _whole_year),  # year-end 2025
    ("YEAR", _whole_year),
    ("YEAR_PAIR", _year_pair),
    ("(END|MID|EARLY|LATE|BEGIN) DASH? (THIS|NEXT)? UNIT (THIS|NEXT)?", _own_year),
    ("(THIS|NEXT)? UNIT (END|MID|BEGIN)", _own_year),
    ("(?<!(?<!QUARTER)NUMBER)(THIS|NEXT) UNIT", _own_year),
    ("HALF (THIS|NEXT) UNIT", _own_year),
    ("(?<!NUMBER)UNIT NEXT", _own_year),  # l'année prochaine
    ("THIS_YEAR", _own_year),
]

ROWS: list[tuple[re.Pattern[str], Builder]] = [(pattern(row), builder) for row, builder in _ROWS]


def gather(tokens: list[Token]) -> list[Token]:
    """The same tokens with every date and period put together as one."""
    letters = signature(tokens)
    gathered: list[Token] = []
    at = 0
    while at < len(tokens):
        point, used = _longest(tokens, letters, at)
        if point is None:
            gathered.append(tokens[at])
        else:
            text = " ".join(token.text for token in tokens[at : at + used])
            gathered.append(replace(tokens[at], kind=Kind.POINT, value=point, text=text))
        at += used
    return gathered


def _longest(tokens: list[Token], letters: str, at: int) -> tuple[Built, int]:
    matches = [(match.end() - at, builder) for row, builder in ROWS if (match := row.match(letters, at))]
    for used, builder in sorted(matches, key=lambda found: -found[0]):
        point = builder(tokens[at : at + used])
        if point is not None:
            return point, used
    return None, 1
