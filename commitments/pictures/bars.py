"""Lines one below the other: bars of one number each, or shares of a whole."""

from collections.abc import Iterator

from django.utils.safestring import SafeString

from commitments.pictures.ink import MUTED
from commitments.pictures.lettering import width, wrapped
from commitments.pictures.picture import Drawing, Line, Picture
from commitments.pictures.strokes import ground, joined, letters_on, linked, mark, stacked, text

MOST_LINES = 60  # more make no picture: the sheet has them all
INDENT = 18.0
SIZE, SMALL, LEADING = 16.0, 14.0, 19.0
BAR, GAP, GROUP = 26.0, 10.0, 34.0
LABELS = 300.0  # room for the names
NUMBERS = 64.0  # room for the number behind a bar
_ROOM_FOR_A_NUMBER = 7.0  # on both sides of it


def lines_drawn(picture: Picture, address: str, left: float, top: float, right: float) -> tuple[SafeString, float]:
    """The drawing, and where it ends."""
    pieces, y, group = [], top, ""
    for line in picture.lines[:MOST_LINES]:
        if line.group != group:
            group = line.group
            pieces.append(stacked(left, y + 23, wrapped(group, SIZE, right - left, 1), SIZE, LEADING, weight=600))
            y += GROUP
        drawn, high = _line(picture, line, address, left, y, right)
        pieces.append(drawn)
        y += high + GAP
    hidden = len(picture.lines) - MOST_LINES
    if hidden > 0:
        pieces.append(text(left, y + 18, f"And {hidden:,} more: the sheet has them all.", SMALL, fill=MUTED))
        y += GROUP
    return joined(pieces), y


def _line(picture: Picture, line: Line, address: str, left: float, y: float, right: float) -> tuple[SafeString, float]:
    indent = INDENT * min(line.depth, 4)
    names = wrapped(line.label, SIZE, LABELS - indent - 16, 2)
    notes = [_median(line)] if line.median is not None else []
    high = max(BAR, LEADING * (len(names) + len(notes)) + 3)
    middle = y + high / 2
    start = middle - LEADING * (len(names) + len(notes) - 1) / 2 + SIZE * 0.35
    weight = 600 if line.is_whole else 400
    pieces = [
        stacked(left + indent, start, names, SIZE, LEADING, weight=weight),
        stacked(left + indent, start + LEADING * len(names), notes, SMALL, LEADING, fill=MUTED),
        *_bar(picture, line, address, left + LABELS, middle - BAR / 2, right - left - LABELS - NUMBERS),
    ]
    number = line.total or line.parts[0].number
    said = text(right, middle + SIZE * 0.35, f"{number.count:,}", SIZE, anchor="end", weight=600)
    pieces.append(linked(number, address, f"{line.label}: {number.count:,}", said))
    return joined(pieces), high


def _median(line: Line) -> str:
    return f"{line.median:,} days at the median"


def _bar(picture: Picture, line: Line, address: str, x: float, y: float, room: float) -> Iterator[SafeString]:
    whole = sum(part.number.count for part in line.parts) if picture.drawing == Drawing.SHARES else picture.most
    for part in line.parts:
        count = part.number.count
        if not count:
            continue
        wide = room * count / whole
        drawn = ground(part.state, x, y, wide, BAR)
        if picture.drawing == Drawing.SHARES:
            words = f"{count:,}"
            if wide >= width(words, SMALL) + 2 * _ROOM_FOR_A_NUMBER:
                drawn += letters_on(part.state, x + wide / 2, y + BAR / 2 + SMALL * 0.35, words, SMALL)
            x += wide
        yield mark(part, address, drawn)


def legend(picture: Picture, left: float, top: float, right: float) -> tuple[SafeString, float]:
    """What each colour and pattern means, in as many rows as it takes."""
    pieces, x, y = [], left, top
    for part in picture.keys:
        wide = 34 + width(part.label, SMALL) + 26
        if x > left and x + wide > right:
            x, y = left, y + 26
        pieces += [ground(part.state, x, y, 24, 16), text(x + 32, y + 13, part.label, SMALL)]
        x += wide
    return joined(pieces), y + 38
