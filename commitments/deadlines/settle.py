"""Tokens in, fewer tokens out: what says nothing is dropped, what belongs together is joined."""

from collections.abc import Callable
from dataclasses import replace

from commitments.deadlines.kinds import Kind, Token

_YEARS = frozenset({Kind.YEAR, Kind.YEAR_PAIR})
_DOTTED = frozenset({Kind.NUMBER, Kind.ORDINAL, Kind.YEAR})
_COUNTED = frozenset({Kind.EVERY, Kind.NUMBER, Kind.NEXT, Kind.THIS})


def settle(tokens: list[Token]) -> list[Token]:
    kept = _joined_years(_without_fillers(tokens))
    kept = _without(kept, _says_nothing)
    return _without(kept, _idle_within)


def _without(tokens: list[Token], idle: Callable[[list[Token], int], bool]) -> list[Token]:
    """What stood beside a dropped word remembers that it was led in."""
    kept: list[Token] = []
    leads = owns = False
    for at, token in enumerate(tokens):
        if not idle(tokens, at):
            kept.append(replace(token, led=token.led or leads, owned=token.owned or owns))
            leads = owns = False
        elif token.kind is Kind.OF:
            owns = True
        elif token.kind is Kind.UNIT and kept and kept[-1].kind in _YEARS:
            kept[-1] = replace(kept[-1], trailed=True)
        else:
            leads = token.kind is not Kind.ARTICLE and (leads or token.text != "'")
    return kept


def _without_fillers(tokens: list[Token]) -> list[Token]:
    return _without(_without_dots(tokens), _is_filler)


def _is_filler(tokens: list[Token], at: int) -> bool:
    """`of` stays only after a unit, where it opens an anchor: within 24 months of adoption."""
    if tokens[at].kind is Kind.OF:
        return not at or tokens[at - 1].kind is not Kind.UNIT
    return tokens[at].kind in (Kind.FILLER, Kind.ARTICLE)


def _without_dots(tokens: list[Token]) -> list[Token]:
    """A dot stays behind a figure, and where a sentence ends."""
    kept: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.DOT or (kept and kept[-1].kind in _DOTTED):
            kept.append(token)
        elif kept and not token.glued:
            kept.append(replace(token, kind=Kind.STOP))
    return kept


def _joined_years(tokens: list[Token]) -> list[Token]:
    """2026-27 and 2026–2027 become one token; 2011-12, which may be December, is left for the rules to doubt."""
    joined: list[Token] = []
    at = 0
    while at < len(tokens):
        three = tokens[at : at + 3]
        pair = _pair(three)
        if pair is not None and not _goes_on(tokens[at + 3 : at + 5]):
            joined.append(pair)
            at += 3
        elif _is_act_number(three):
            joined.append(Token(Kind.WORD, None, "".join(token.text for token in three)))
            at += 3
        else:
            joined.append(tokens[at])
            at += 1
    return joined


def _pair(three: list[Token]) -> Token | None:
    if len(three) < 3 or three[0].kind is not Kind.YEAR or three[1].kind not in (Kind.DASH, Kind.SLASH):
        return None
    first, sign, second = three
    following = first.number + 1
    text = first.text + sign.text + second.text
    if second.kind is Kind.YEAR and second.number == following:
        return Token(Kind.YEAR_PAIR, (first.number, False), text, first.glued, first.led, first.owned)
    short = second.kind is Kind.NUMBER and len(second.text) == 2 and second.number == following % 100
    if short and (second.number > 12 or sign.kind is Kind.SLASH):
        return Token(Kind.YEAR_PAIR, (first.number, True), text, first.glued, first.led, first.owned)
    return None


def _goes_on(rest: list[Token]) -> bool:
    """2026-27-… is no pair of years."""
    return len(rest) == 2 and rest[0].kind in (Kind.DASH, Kind.SLASH) and rest[0].glued and rest[1].glued


def _is_act_number(three: list[Token]) -> bool:
    """Directive (EU) 2022/2555."""
    kinds = {token.kind for token in three[::2]}
    return len(three) == 3 and three[1].kind is Kind.SLASH and kinds == {Kind.YEAR, Kind.OUT}


def _says_nothing(tokens: list[Token], at: int) -> bool:
    """The word "year" beside a year, "month" beside a month, the Lithuanian "d." behind a day."""
    token = tokens[at]
    before = tokens[at - 1].kind if at else None
    after = tokens[at + 1].kind if at + 1 < len(tokens) else None
    if token.kind is Kind.OF:
        return after in _YEARS or after is Kind.MONTH
    if token.kind is not Kind.UNIT or before in _COUNTED - {Kind.NUMBER}:
        return False
    if after is Kind.OF and at + 2 < len(tokens):
        after = tokens[at + 2].kind
    if token.value == "day":
        return before is Kind.NUMBER and Kind.MONTH in {earlier.kind for earlier in tokens[max(0, at - 4) : at]}
    if before is Kind.NUMBER:
        return False
    beside = {before, after}
    return bool(beside & _YEARS) if token.value == "year" else token.value == "month" and Kind.MONTH in beside


def _idle_within(tokens: list[Token], at: int) -> bool:
    """`in`, `during`: worth keeping only before a length of time."""
    if tokens[at].kind is not Kind.WITHIN:
        return False
    return Kind.UNIT not in {token.kind for token in tokens[at + 1 : at + 5]}
