"""What a whole phrase says: its one date and the word before it, or why there is not exactly one."""

import datetime as dt
from dataclasses import replace

from commitments.choices import Precision
from commitments.deadlines.assemble import assemble, join_stretches
from commitments.deadlines.context import Context
from commitments.deadlines.kinds import Kind, Token
from commitments.deadlines.points import Point, Span, Stretch
from commitments.deadlines.reading import Offer, Reading, Unclear
from commitments.deadlines.recurring import read_recurring
from commitments.deadlines.relative import read_relative
from commitments.deadlines.rules import gather
from commitments.deadlines.shift import before
from commitments.deadlines.spell import day_in_words, spell
from commitments.deadlines.window import DueWindow, window_of

_WORDS = {Kind.WORD, Kind.DOCUMENT, Kind.ADOPTION, Kind.FORCE}
_UNUSED = {Kind.NUMBER, Kind.ORDINAL, Kind.UNIT, Kind.QUARTER, Kind.HALF, Kind.THIRD, Kind.OUT, Kind.FISCAL}
_UNUSED |= {Kind.SLASH, Kind.MID, Kind.EARLY, Kind.LATE, Kind.BEGIN, Kind.NEXT, Kind.WEEKDAY}
_WITHIN_A_YEAR = {Span.DAY, Span.MONTH, Span.SEASON, Span.QUARTER, Span.THIRD, Span.HALF}
_CONNECTIVES = {Kind.BY, Kind.TO, Kind.BEFORE, Kind.AFTER, Kind.FROM}


def understand(phrase: str, tokens: list[Token], context: Context) -> Reading:
    """Raises `Unclear`, or `InvalidWindow` for years that cannot be held."""
    gathered = assemble(gather(tokens))
    recurring = read_recurring(phrase, gathered, context) or read_relative(phrase, gathered, context)
    if recurring is not None:
        return recurring
    joined = join_stretches(gathered)
    points = [at for at, token in enumerate(joined) if token.kind is Kind.POINT]
    if not points:
        return _without_date(phrase, joined)
    windows = [_window(joined, at, context) for at in points] if len(points) == 1 else _several(joined, points, context)
    if any(token.kind is Kind.CONTINUOUS for token in joined):
        return _continuous(phrase, joined, points, windows[0])
    _refuse_what_is_left(joined, points, windows)
    window = max(windows, key=lambda window: window.earliest)
    return Reading(phrase, window, window.precision, in_words(window, context))


def in_words(window: DueWindow, context: Context) -> str:
    notes = "; ".join(context.notes)
    start = f"{notes[0].upper()}{notes[1:]}. " if notes else ""
    if window.earliest == window.latest:
        return f"{start}The day is {day_in_words(window.latest)}."
    return f"{start}From {day_in_words(window.earliest)} to {day_in_words(window.latest)}; the last day counts."


def _without_date(phrase: str, tokens: list[Token]) -> Reading:
    kinds = {token.kind for token in tokens}
    if Kind.CONTINUOUS in kinds:
        rule = "It goes on and names no day on which it is done."
        return Reading(phrase, None, Precision.CONTINUOUS, rule)
    if Kind.OUT in kinds:
        number = next(token.text for token in tokens if token.kind is Kind.OUT)
        raise Unclear(f"{number[:12]} is not a year that can be held. Use a year from 1900 to 2200.")
    if Kind.VAGUE in kinds:
        words = next(token.text for token in tokens if token.kind is Kind.VAGUE)
        raise Unclear(f"“{words}” names no date.")
    if Kind.END in kinds:
        raise Unclear("It names the end of something whose date is not in the phrase.")
    raise Unclear("No date is found in it.")


def _several(tokens: list[Token], points: list[int], context: Context) -> list[DueWindow]:
    """More than one date is fine only where all mean the same last day."""
    windows: list[DueWindow] = []
    offers: list[Offer] = []
    tokens = _with_the_only_year(tokens, points)
    for at in points:
        try:
            window = _window(tokens, at, context)
        except Unclear as doubt:
            offers += doubt.offers
            continue
        windows.append(window)
        offers.append(Offer(window, tokens[at].text))
    if len(windows) == len(points) and len({window.latest for window in windows}) == 1:
        return windows
    raise Unclear("More than one date is named; choose the one that is due.", *offers)


def _with_the_only_year(tokens: list[Token], points: list[int]) -> list[Token]:
    """March or April 2027: both are of 2027."""
    named = [tokens[at].value for at in points]
    years = {point.year for point in named if isinstance(point, Point) and point.year is not None}
    if len(years) != 1:
        return tokens
    year = years.pop()
    return [
        replace(token, value=replace(token.value, year=year))
        if isinstance(token.value, Point) and token.value.year is None and token.value.span in _WITHIN_A_YEAR
        else token
        for token in tokens
    ]


def _window(tokens: list[Token], at: int, context: Context) -> DueWindow:
    point = tokens[at].value
    if not isinstance(point, Point | Stretch):
        raise Unclear("No date is found in it.")
    connective = _connective(tokens, at)
    window = spell(point, context)
    if [token.kind for token in tokens[at + 1 :]] == [Kind.AFTER]:
        connective = Kind.AFTER  # 2026 at the earliest
    if connective in (Kind.AFTER, Kind.FROM) and not _is_continuous(tokens):
        raise Unclear(f"It names a start (“{tokens[at].text}”) and no end.")
    if connective is Kind.BEFORE:
        return _before(point, window, context)
    if connective in (Kind.BY, Kind.TO) and isinstance(point, Point) and point.position is Kind.BEGIN:
        raise Unclear("How far a beginning reaches is not clear.", *_beginnings(point, window))
    return window


def _is_continuous(tokens: list[Token]) -> bool:
    return any(token.kind is Kind.CONTINUOUS for token in tokens)


def _connective(tokens: list[Token], at: int) -> Kind | None:
    """The word before the date; unclear when it belongs to other words: before the summit in 2026, by Easter 2026."""
    between: list[Token] = []
    for token in reversed(tokens[max(0, at - 5) : at]):
        if token.kind in _CONNECTIVES and between:
            if (tokens[at].led or tokens[at].trailed) and token.kind in (Kind.BY, Kind.TO, Kind.FROM):
                return None
            raise Unclear(f"What “{token.text} {between[-1].text}” means beside the date is not clear.")
        if token.kind in _CONNECTIVES:
            return token.kind
        if token.kind in _WORDS:
            between.append(token)
        elif token.kind is not Kind.APPROXIMATE:
            return None
    return None


def _before(point: Point | Stretch, window: DueWindow, context: Context) -> DueWindow:
    whole = isinstance(point, Point) and (point.position in (Kind.END, Kind.MID) or point.span is Span.TURN)
    if whole:
        context.note("before the end or the middle of it means up to then")
        return window
    on = context.on
    if isinstance(point, Point) and point.year is None and on is not None and before(window).latest < on:
        window = spell(point, replace(context, on=window.latest + dt.timedelta(days=1), notes=[]))
    context.note(f"“before” excludes {day_in_words(window.earliest)} and what follows")
    return before(window)


def _beginnings(point: Point, window: DueWindow) -> tuple[Offer, ...]:
    first = window.earliest
    shorter = window_of(f"{first:%Y-%m}" if point.span is Span.YEAR else f"{first}")
    return Offer(shorter, f"by {day_in_words(shorter.latest)}"), Offer(window, f"by {day_in_words(window.latest)}")


def _continuous(phrase: str, tokens: list[Token], points: list[int], window: DueWindow) -> Reading:
    point = tokens[points[0]].value
    connective = _connective(tokens, points[0])
    if len(points) == 1 and (isinstance(point, Stretch) or connective is Kind.TO):
        rule = f"It goes on until {day_in_words(window.latest)}; that day counts."
        return Reading(phrase, window, window.precision, rule)
    if len(points) == 1 and connective in (Kind.FROM, Kind.AFTER):
        rule = f"It goes on from {day_in_words(window.earliest)} and names no day on which it is done."
        return Reading(phrase, None, Precision.CONTINUOUS, rule)
    raise Unclear("It goes on, and names a date that may not be its end.", Offer(window, tokens[points[0]].text))


def _refuse_what_is_left(tokens: list[Token], points: list[int], windows: list[DueWindow]) -> None:
    """Words beside the date that would change it, had they been understood."""
    offers = [Offer(window, tokens[at].text) for window, at in zip(windows, points, strict=True)]
    if any(_is_another_end(tokens, at, points[0]) for at, token in enumerate(tokens) if token.kind is Kind.END):
        raise Unclear("It also names the end of something whose date is not in the phrase.", *offers)
    for at in points:
        beside = _beside(tokens, at)
        for token in beside:
            if token.kind is Kind.APPROXIMATE:
                raise Unclear(f"“{token.text}” leaves the date open.", *offers)
        if beside:
            raise Unclear(f"What “{beside[0].text}” means beside the date is not clear.", *offers)


def _is_another_end(tokens: list[Token], at: int, date_at: int) -> bool:
    """At the end of the pilot, November 2027: the date explains the end, unless "and" or "after" stand with it."""
    apart = {Kind.AND, Kind.OR, Kind.STOP} & {token.kind for token in tokens[at:date_at]}
    start = at > 0 and tokens[at - 1].kind in (Kind.BEFORE, Kind.AFTER, Kind.FROM)
    return at > date_at or bool(apart) or start


def _beside(tokens: list[Token], at: int) -> list[Token]:
    """What stands next to the date and may change it."""
    idle = _CONNECTIVES | {Kind.DOT, Kind.STOP, Kind.DASH, Kind.WITHIN}
    before = next((token for token in reversed(tokens[:at]) if token.kind not in idle), None)
    after = next((token for token in tokens[at + 1 :] if token.kind not in {Kind.DOT, Kind.STOP}), None)
    found = [token for token in (before, after) if token is not None and token.kind is Kind.APPROXIMATE]
    left, right = [token for token in tokens[:at] if token.kind is not Kind.DOT][-1:], tokens[at + 1 : at + 2]
    found += [token for token in left + right if token.kind in _UNUSED]
    found += [token for token in right if token.kind is Kind.DASH and token.glued and _is_glued(tokens, at + 2)]
    return found + _name_with(tokens[at], left, right)


def _is_glued(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].glued


def _name_with(date: Token, left: list[Token], right: list[Token]) -> list[Token]:
    """Budget 2026, the first fortnight of March: a word that may make something else of the date."""
    if date.led:
        return []
    bare = date.owned or (_is_years(date) and not date.trailed)
    named = [token for token in left if token.kind in _WORDS and bare]
    introduced = bool(left) and left[0].kind in _CONNECTIVES
    is_day = isinstance(date.value, Point) and date.value.span is Span.DAY
    if not introduced and not is_day:
        named += [token for token in right if token.kind in _WORDS and not token.led]
    return named


def _is_years(date: Token) -> bool:
    point = date.value.last if isinstance(date.value, Stretch) else date.value
    return isinstance(point, Point) and point.span in (Span.YEAR, Span.YEAR_PAIR) and point.position is None
