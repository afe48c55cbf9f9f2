"""Points with what stands around them put together: late in 2026, Friday 3 April, between January and March."""

import re
from dataclasses import replace

from commitments.deadlines.kinds import Kind, Token, pattern, signature
from commitments.deadlines.points import Point, Span, Stretch

_POSITION = "(END|BEGIN|EARLY|MID|LATE|HALF)"
_RANGE = pattern("(EARLY|MID) DASH? TO DASH? (MID|LATE|END) DASH? POINT")
_BEFORE = pattern(f"{_POSITION} DASH* POINT")
_BEHIND = pattern("POINT DASH? (END|BEGIN|MID|HALF)(?!DASH?POINT)")
_LOOSE = (Kind.STOP, Kind.OF, Kind.POINT)
_WEEKDAY = pattern("WEEKDAY POINT")
_DATED = pattern("POINT STOP? OF? POINT STOP?")  # 2025 (Q4), March of next year
_STRETCH = pattern("(BETWEEN|FROM)? POINT (DASH|TO) POINT|BETWEEN POINT AND POINT|FROM POINT AND TO POINT")


def assemble(tokens: list[Token]) -> list[Token]:
    """Weekdays and parts of periods go into their points."""
    for rule in (_WEEKDAY, _DATED, _RANGE, _BEFORE, _BEHIND):
        tokens = _replaced(tokens, rule)
    return tokens


def join_stretches(tokens: list[Token]) -> list[Token]:
    """From … to … and between … and … become one."""
    return _replaced(tokens, _STRETCH)


def _replaced(tokens: list[Token], rule: re.Pattern[str]) -> list[Token]:
    letters, result, at = signature(tokens), list[Token](), 0
    while at < len(tokens):
        match = rule.match(letters, at)
        joined = _joined(tokens[at : match.end()]) if match else None
        result.append(joined or tokens[at])
        at = match.end() if match and joined else at + 1
    return result


def _joined(tokens: list[Token]) -> Token | None:
    points = [token.value for token in tokens if token.kind is Kind.POINT]
    if len(points) == 2:
        beside = tokens[0].kind is Kind.POINT and tokens[1].kind in _LOOSE
        value = _dated(points) if beside else _stretch(points)
    else:
        value = _modified(tokens, points[0])
    if value is None:
        return None
    text = " ".join(token.text for token in tokens)
    return replace(tokens[0], kind=Kind.POINT, value=value, text=text)


def _stretch(points: list[object]) -> Stretch | None:
    first, last = points
    return Stretch(first, last) if isinstance(first, Point) and isinstance(last, Point) else None


def _dated(points: list[object]) -> Point | None:
    """A period without a year beside a whole year."""
    for period, year in (points, points[::-1]):
        if not isinstance(period, Point) or not isinstance(year, Point) or year.span is not Span.YEAR:
            continue
        lacks_year = period.year is None and period.span not in (Span.YEAR, Span.FISCAL_YEAR, Span.TURN)
        if lacks_year and not period.shift and year.position in (None, Kind.THIS):
            return replace(period, year=year.year, shift=year.shift, own_year=year.year is None)
    return None


def _modified(tokens: list[Token], point: object) -> Point | Stretch | None:
    if not isinstance(point, Point):
        return None
    if tokens[0].kind is Kind.WEEKDAY:
        return replace(point, weekday=tokens[0].number) if point.span is Span.DAY else None
    positions = [_position(token.kind, point) for token in tokens if token.kind is not Kind.POINT]
    found = [position for position in positions if position is not None]
    if point.position is not None or not found or (point.span is Span.DAY and found != [Kind.END]):
        return None
    if len(found) == 2:
        return Stretch(replace(point, position=found[0]), replace(point, position=found[1]))
    return replace(point, position=found[0])


def _position(kind: Kind, point: Point) -> Kind | None:
    if kind in (Kind.END, Kind.BEGIN, Kind.EARLY, Kind.MID, Kind.LATE):
        return kind
    half_is_middle = kind is Kind.HALF and point.span in (Span.YEAR, Span.MONTH)
    return Kind.MID if half_is_middle else None
