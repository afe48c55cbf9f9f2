"""Countries as equal tiles: a code, how many are overdue, and a ground, pattern and shape that say how much that is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commitments.dashboard.tiles import Burden, Tile, TileMap
from commitments.pictures.ink import COMPLETE, DUE_SOON, EDGE, INK, OVERDUE, PAPER
from commitments.pictures.lettering import width
from commitments.pictures.strokes import joined, linked, plain_ground, rimmed, short, text

GAP = 5.0
WIDEST = 110.0
SMALL = 14.0


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


def tiles_drawn(tiles: TileMap, address: str, left: float, top: float, right: float) -> tuple[SafeString, float]:
    """The drawing, and where it ends."""
    side = min((right - left) / tiles.columns, WIDEST)
    high = max(side * 0.8, 44.0)
    start = left + (right - left - side * tiles.columns) / 2
    drawn = joined(_tile(tile, address, start + tile.x * side, top + tile.y * high, side, high) for tile in tiles.tiles)
    return drawn, top + tiles.rows * high + 12


def _tile(tile: Tile, address: str, x: float, y: float, side: float, high: float) -> SafeString:
    look, figures = LOOKS[tile.burden], tile.row.figures
    spoken = f"{tile.row.subject.short}, of {figures.open.count:,} open: {tile.number.count:,}"
    number = rimmed(x + 10, y + high - GAP - 9, f"{tile.number.count:,}", min(22.0, side * 0.28), look.ink, look.ground)
    return linked(
        tile.number,
        address,
        spoken,
        joined(
            [
                plain_ground(look.ground, look.pattern, x, y, side - GAP, high - GAP, EDGE),
                rimmed(x + 10, y + 20, tile.code, SMALL, look.ink, look.ground),
                _shape(look, x + side - GAP - 22, y + 9, look.ink),
                number,
            ]
        ),
    )


def _shape(look: Look, x: float, y: float, colour: str) -> SafeString:
    return format_html(
        '<g transform="translate({} {})" fill="{}" stroke="{}">{}</g>',
        short(x),
        short(y),
        colour,
        colour,
        mark_safe(look.shape),
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
            _shape(look, x + 30, y, INK),
            text(x + 52, y + 13, burden.value, SMALL),
        ]
        x += wide
    return joined(pieces), y + 38
