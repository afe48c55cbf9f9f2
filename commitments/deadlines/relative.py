"""So many days, weeks, months or years before or after something."""

from dataclasses import dataclass

from commitments.choices import Precision
from commitments.deadlines.context import Context
from commitments.deadlines.kinds import Kind, Token, pattern, signature
from commitments.deadlines.points import Point, Stretch
from commitments.deadlines.reading import Offer, Reading, Relative, Unclear
from commitments.deadlines.shift import moved
from commitments.deadlines.spell import day_in_words, spell
from commitments.deadlines.window import DueWindow, window_of

_LENGTH = pattern("(BY|TO|WITHIN)* NEXT? NUMBER NEXT? DASH? UNIT NEXT? (AFTER|FROM|OF|BEFORE)*")
_OPENERS = {Kind.BY, Kind.TO, Kind.WITHIN, Kind.NEXT}
_CONNECTORS = {Kind.AFTER, Kind.FROM, Kind.OF, Kind.BEFORE}


@dataclass(frozen=True)
class _Length:
    amount: int
    unit: str
    anchored: bool
    anchor: list[Token]  # what it is counted from, up to the next stop
    others: list[Token]  # everything else in the phrase


def read_relative(phrase: str, tokens: list[Token], context: Context) -> Reading | None:
    """None when the phrase is no length of time from somewhere."""
    length = _length(tokens)
    if length is None:
        return None
    anchor = " ".join(token.text for token in length.anchor) or "the document’s date"
    relative = Relative(length.amount, length.unit, anchor)
    if any(token.kind is Kind.POINT for token in length.others):
        raise Unclear("It names a length of time and another date; choose which one is due.")
    window, rule, offers = _window(length, anchor, context)
    return Reading(phrase, window, Precision.RELATIVE, rule, offers, relative=relative)


def _length(tokens: list[Token]) -> _Length | None:
    letters = signature(tokens)
    for match in _LENGTH.finditer(letters):
        part = tokens[match.start() : match.end()]
        kinds = {token.kind for token in part}
        if not kinds & (_OPENERS | _CONNECTORS - {Kind.OF}) and len(part) < len(tokens):  # two years of promotion
            continue
        if match.start() and tokens[match.start() - 1].kind is Kind.APPROXIMATE:
            raise Unclear(f"“{tokens[match.start() - 1].text}” leaves the date open.")
        number = next(token for token in part if token.kind is Kind.NUMBER)
        unit = next(token for token in part if token.kind is Kind.UNIT)
        anchored = bool(kinds & _CONNECTORS)
        rest = tokens[match.end() :]
        size = _anchor_size(rest) if anchored else 0
        sign = -1 if Kind.BEFORE in kinds else 1
        others = [*tokens[: match.start()], *rest[size:]]
        return _Length(sign * number.number, str(unit.value), anchored, rest[:size], others)
    return None


def _anchor_size(rest: list[Token]) -> int:
    if rest and rest[0].kind is Kind.POINT:
        return 1
    ends = (Kind.STOP, Kind.POINT, Kind.BY)
    return next((at for at, token in enumerate(rest) if token.kind in ends), len(rest))


def _window(length: _Length, anchor: str, context: Context) -> tuple[DueWindow | None, str, tuple[Offer, ...]]:
    counted = f"{abs(length.amount)} {length.unit}{'' if abs(length.amount) == 1 else 's'}"
    counted += " before" if length.amount < 0 else " after"
    if length.anchor and isinstance(length.anchor[0].value, Point | Stretch):
        window = moved(spell(length.anchor[0].value, context), length.amount, length.unit)
        return window, _rule(f"{counted} the date named", window), ()
    own = not length.anchored or _is_the_document(length.anchor)
    if context.on is None:
        missing = "Give the date of the document it stands in." if own else "Give the date of that."
        return None, f"It is {counted} “{anchor}”. {missing}", ()
    window = moved(window_of(context.on.isoformat()), length.amount, length.unit)
    if own:
        return window, _rule(f"{counted} the document’s date, {day_in_words(context.on)}", window), ()
    offer = Offer(window, f"{counted} the document’s date, {day_in_words(context.on)}")
    return None, f"It is {counted} “{anchor}”, and the day of that is not in the phrase.", (offer,)


def _rule(words: str, window: DueWindow) -> str:
    return f"{words[0].upper()}{words[1:]}: the last day is {day_in_words(window.latest)}."


def _is_the_document(anchor: list[Token]) -> bool:
    kinds = [token.kind for token in anchor]
    own = {Kind.ADOPTION, Kind.DOCUMENT, Kind.THIS, Kind.DOT}
    return Kind.ADOPTION in kinds and set(kinds) <= own
