"""A phrase in plain spelling in, tokens out: each word and sign becomes one of the `Kind`s of its language."""

import re
from dataclasses import dataclass, replace

from commitments.deadlines.kinds import Kind, Token
from commitments.deadlines.words.language import PIECE, Lexicon

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SIGNS = {"-": Kind.DASH, "/": Kind.SLASH, ".": Kind.DOT, "&": Kind.AND, ",": Kind.FILLER, "'": Kind.FILLER}
_CUES = frozenset({Kind.BY, Kind.BEFORE, Kind.TO, Kind.FROM, Kind.BETWEEN, Kind.AND, Kind.OR, Kind.END, Kind.MID})
_CUES |= {
    Kind.EARLY,
    Kind.LATE,
    Kind.WITHIN,
    Kind.OF,
    Kind.ARTICLE,
    Kind.BEGIN,
    Kind.THIS,
    Kind.NEXT,
    Kind.FILLER,
    Kind.DASH,
    Kind.EVERY,
}
_FIGURES = frozenset({Kind.NUMBER, Kind.YEAR, Kind.YEAR_PAIR})


@dataclass(frozen=True)
class _Piece:
    text: str
    glued: bool

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()


def read_tokens(plain: str, lexicon: Lexicon) -> list[Token]:
    """In the order of the phrase, with every piece of it in some token."""
    pieces = _pieces(plain)
    tokens: list[Token] = []
    at = 0
    while at < len(pieces):
        token, used = _next(pieces, at, lexicon, tokens)
        tokens.append(token)
        at += used
    return _without_doubtful(tokens, lexicon)


def _pieces(plain: str) -> list[_Piece]:
    found = list(PIECE.finditer(plain))
    ends = [0] + [match.end() for match in found]
    return [_Piece(match[0], number > 0 and match.start() == ends[number]) for number, match in enumerate(found)]


def _next(pieces: list[_Piece], at: int, lexicon: Lexicon, before: list[Token]) -> tuple[Token, int]:
    piece = pieces[at]
    if piece.is_number:
        return _number(pieces, at, lexicon)
    if piece.text == "'" and _is_glued(pieces, at + 1) and re.fullmatch(r"\d\d", pieces[at + 1].text):
        return Token(Kind.YEAR, 2000 + int(pieces[at + 1].text), piece.text + pieces[at + 1].text), 2
    for size in range(min(lexicon.longest, len(pieces) - at), 0, -1):
        texts = tuple(piece.text for piece in pieces[at : at + size])
        entry = lexicon.find(texts)
        if entry is not None:
            return Token(entry[0], entry[1], _join(pieces[at : at + size]), piece.glued), size
    if piece.text in _SIGNS:
        return Token(_SIGNS[piece.text], None, piece.text, piece.glued), 1
    if not piece.text.isalpha():
        return Token(Kind.STOP, None, piece.text, piece.glued), 1
    return _unknown(pieces, at, lexicon)


def _number(pieces: list[_Piece], at: int, lexicon: Lexicon) -> tuple[Token, int]:
    piece = pieces[at]
    tail = _glued_word(pieces, at + 1)
    if tail:
        letters = pieces[at + tail].text
        if letters in lexicon.marks.get("suffixes", ()):
            return _figure(piece), 1 + tail
        code = _letter_code(letters, lexicon)
        if tail == 1 and code is None and lexicon.find((letters,)) is None:
            return Token(Kind.WORD, None, piece.text + letters, piece.glued), 2
    return _figure(piece), 1


def _glued_word(pieces: list[_Piece], at: int) -> int:
    """How many pieces on the word stands that hangs on a numeral: 1 for `1st`, 2 for `1:a` and `11-ąją`, or 0."""
    if not _is_glued(pieces, at):
        return 0
    if pieces[at].text.isalpha():
        return 1
    joined = pieces[at].text in "-:" and _is_glued(pieces, at + 1) and pieces[at + 1].text.isalpha()
    return 2 if joined else 0


def _figure(piece: _Piece) -> Token:
    if len(piece.text) <= 3:
        return Token(Kind.NUMBER, int(piece.text), piece.text, piece.glued)
    if len(piece.text) == 4 and EARLIEST_YEAR <= int(piece.text) <= LATEST_YEAR:
        return Token(Kind.YEAR, int(piece.text), piece.text, piece.glued)
    return Token(Kind.OUT, None, piece.text, piece.glued)


def _unknown(pieces: list[_Piece], at: int, lexicon: Lexicon) -> tuple[Token, int]:
    """A letter that means a quarter beside a figure, a Roman figure, a code such as NO-2017-02, or just a word."""
    piece = pieces[at]
    beside = (piece.glued and pieces[at - 1].is_number) or (_is_glued(pieces, at + 1) and pieces[at + 1].is_number)
    code = _letter_code(piece.text, lexicon)
    spaced = piece.text == "q" and at + 1 < len(pieces) and pieces[at + 1].is_number  # Q 3 2026
    if code and (beside or spaced):
        return Token(code, None, piece.text, piece.glued), 1
    if piece.text in _ROMANS and (piece.text != "i" or lexicon.language is None or lexicon.language.first_roman):
        return Token(Kind.ORDINAL, _ROMANS[piece.text], piece.text, piece.glued), 1
    end = at + 1
    while _is_glued(pieces, end) and (
        (pieces[end].text.isalpha() or pieces[end].is_number) or pieces[end].text in "-/_."
    ):
        end += 1
    if any(piece.is_number for piece in pieces[at:end]):
        return Token(Kind.WORD, None, _join(pieces[at:end]), piece.glued), end - at
    return Token(Kind.WORD, None, piece.text, piece.glued), 1


def _letter_code(letters: str, lexicon: Lexicon) -> Kind | None:
    if letters in lexicon.marks.get("quarter_letters", ("q",)):
        return Kind.QUARTER
    if letters in lexicon.marks.get("half_letters", ("h",)):
        return Kind.HALF
    return None


def _is_glued(pieces: list[_Piece], at: int) -> bool:
    return at < len(pieces) and pieces[at].glued


def _join(pieces: list[_Piece]) -> str:
    return "".join(("" if piece.glued or not number else " ") + piece.text for number, piece in enumerate(pieces))


def _without_doubtful(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """`may`, `march`, `vår` and `été` are dates only in the company of one."""
    needs_number = lexicon.marks.get("needs_number", frozenset())
    needs_cue = lexicon.marks.get("needs_cue", frozenset())
    settled = list(tokens)
    for at, token in enumerate(tokens):
        if token.text not in needs_number and token.text not in needs_cue:
            continue
        before = settled[at - 1].kind if at else Kind.STOP
        after = next((later.kind for later in tokens[at + 1 : at + 3] if later.kind is not Kind.DOT), Kind.STOP)
        cued = token.text in needs_cue and (before in _CUES or len(tokens) == 1 or _leads_on(tokens, at))
        if not ({before, after} & _FIGURES or cued):
            settled[at] = replace(token, kind=Kind.WORD, value=None)
    return settled


def _leads_on(tokens: list[Token], at: int) -> bool:
    """March or April, Jan–Mar: the next date vouches for this one."""
    return (
        at + 2 < len(tokens)
        and tokens[at + 1].kind in (Kind.OR, Kind.AND, Kind.TO, Kind.DASH, Kind.SLASH)
        and tokens[at + 2].kind is tokens[at].kind
        and tokens[at + 2].value != tokens[at].value
    )
