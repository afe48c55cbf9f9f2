"""Countries as equal tiles: a code, how many are overdue, and a ground, pattern and shape that say how much that is.

One drawing for pages and for pictures by themselves. Lengths across are per cent of the room there is or units of the
picture; colours and letters come from a style sheet or stand at each mark.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commitments.dashboard.tiles import Burden, Tile, TileMap
from commitments.pictures.ink import COMPLETE, DUE_SOON, EDGE, INK, OVERDUE, PAPER
from commitments.pictures.lettering import printable, width
from commitments.pictures.strokes import SANS, joined, plain_ground, short, text

WIDEST, LOWEST = 110.0, 44.0
GAP = 4.0
SMALL, LARGE = 14.0, 22.0
SHAPE = 15.0
PAGE_SIDE, PAGE_HIGH = 76.0, 64.0  # of a tile, in pixels, where there is room


@dataclass(frozen=True)
class Look:
    """A class for the ground, a pattern over it, a shape in the corner; the colours are for a picture by itself."""

    name: str
    pattern: str
    shape: str
    ground: str
    ink: str


LOOKS: Mapping[Burden, Look] = {
    Burden.MANY: Look("many", "", '<path d="M8 1l7.5 14H.5z"/>', OVERDUE, PAPER),
    Burden.SOME: Look("some", "rising", '<path d="M8 2.5l6 11.5H2z" fill="none" stroke-width="2"/>', DUE_SOON, PAPER),
    Burden.NONE: Look("none", "", '<path d="M2 9l4 4 8-10" fill="none" stroke-width="2.5"/>', COMPLETE[1], INK),
    Burden.EMPTY: Look("empty", "speckled", '<path d="M3 8h10" fill="none" stroke-width="2.5"/>', COMPLETE[0], INK),
}


@dataclass(frozen=True)
class Room:
    """Where so many tiles from the left is and how wide they are, spelt as lengths; where the first row begins and how
    high each is. `is_painted` where no style sheet gives colours and letters."""

    at: Callable[[float], str]
    wide: Callable[[float], str]
    top: float
    high: float
    number: float = 20.0
    is_painted: bool = False


def tiles_on_page(tiles: TileMap, address: str) -> SafeString:
    """Per cent, so that letters keep their size on a narrow page."""

    def across(count: float) -> str:
        return f"{100 * count / tiles.columns:.3f}%"

    room = Room(across, across, 0.0, PAGE_HIGH)
    return format_html(
        '<svg class="tiles" width="{}" height="{}" role="group" aria-label="Countries, with their overdue commitments">'
        "{}</svg>",
        short(tiles.columns * PAGE_SIDE),
        short(tiles.rows * PAGE_HIGH),
        _all(tiles, room, address),
    )


def tiles_drawn(tiles: TileMap, address: str, left: float, top: float, right: float) -> tuple[SafeString, float]:
    """The drawing, and where it ends."""
    side = min((right - left) / tiles.columns, WIDEST)
    start = left + (right - left - side * tiles.columns) / 2
    room = Room(
        at=lambda count: short(start + count * side),
        wide=lambda count: short(count * side),
        top=top,
        high=max(side * 0.8, LOWEST),
        number=min(LARGE, side * 0.28),
        is_painted=True,
    )
    return _all(tiles, room, address), top + tiles.rows * room.high + 12


def _all(tiles: TileMap, room: Room, address: str) -> SafeString:
    return joined(_tile(tile, room, address) for tile in tiles.tiles)


def _tile(tile: Tile, room: Room, address: str) -> SafeString:
    look, figures = LOOKS[tile.burden], tile.row.figures
    spoken = f"{tile.row.subject.short}: {tile.number.count:,} overdue of {figures.open.count:,} open"
    top = room.top + tile.y * room.high
    x, below = room.at(tile.x + 0.1), top + room.high - 15
    return format_html(
        '<a href="{}?{}" class="tile tile-{}" aria-label="{}"><title>{}</title>{}{}{}{}</a>',
        address,
        tile.number.query,
        look.name,
        printable(spoken),
        printable(spoken),
        _ground(look, tile, room, top),
        _letters("code", x, top + 21, tile.code, _painted(look, SMALL) if room.is_painted else ""),
        _shape(look, room.at(tile.x + 0.68), top + 9, look.ink if room.is_painted else ""),
        _letters("number", x, below, f"{tile.number.count:,}", _painted(look, room.number) if room.is_painted else ""),
    )


def _ground(look: Look, tile: Tile, room: Room, top: float) -> SafeString:
    box = format_html(
        'x="{}" y="{}" width="{}" height="{}" rx="2"',
        room.at(tile.x + 0.015),
        short(top + 1),
        room.wide(0.96),
        short(room.high - GAP),
    )
    paint = format_html(' fill="{}" stroke="{}"', look.ground, EDGE) if room.is_painted else ""
    plain = format_html('<rect class="ground" {}{}/>', box, paint)
    return plain + format_html('<rect {} fill="url(#{})"/>', box, look.pattern) if look.pattern else plain


def _letters(name: str, x: str, y: float, words: str, paint: str) -> SafeString:
    return format_html('<text class="tile-{}" x="{}" y="{}"{}>{}</text>', name, x, short(y), paint, words)


def _painted(look: Look, size: float) -> SafeString:
    """With a rim of the ground, so that no pattern runs through the letters."""
    return format_html(
        ' font-family="{}" font-size="{}" font-weight="600" fill="{}" stroke="{}" stroke-width="4" '
        'stroke-linejoin="round" paint-order="stroke"',
        mark_safe(SANS),
        short(size),
        look.ink,
        look.ground,
    )


def _shape(look: Look, x: str, y: float, colour: str) -> SafeString:
    paint = format_html(' fill="{}" stroke="{}"', colour, colour) if colour else ""
    return format_html(
        '<svg class="tile-shape" x="{}" y="{}" width="{}" height="{}" viewBox="0 0 16 16"{}>{}</svg>',
        x,
        short(y),
        short(SHAPE),
        short(SHAPE),
        paint,
        mark_safe(look.shape),
    )


def key_on_page(burden: Burden) -> SafeString:
    look = LOOKS[burden]
    return format_html(
        '<span class="key"><svg class="swatch tile-{}" aria-hidden="true" focusable="false">'
        '<rect class="ground" width="100%" height="100%"/>{}</svg>'
        '<svg class="tile-key" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>{}</span>',
        look.name,
        format_html('<rect width="100%" height="100%" fill="url(#{})"/>', look.pattern) if look.pattern else "",
        mark_safe(look.shape),
        burden.value,
    )


def tiles_legend(tiles: TileMap, left: float, top: float, right: float) -> tuple[SafeString, float]:
    pieces, x, y = [], left, top
    for burden in tiles.burdens:
        wide = 52 + width(burden.value, SMALL) + 26
        if x > left and x + wide > right:
            x, y = left, y + 26
        look = LOOKS[burden]
        pieces += [
            plain_ground(look.ground, look.pattern, x, y, 24, 16, EDGE),
            _shape(look, short(x + 30), y, INK),
            text(x + 52, y + 13, burden.value, SMALL),
        ]
        x += wide
    return joined(pieces), y + 38
