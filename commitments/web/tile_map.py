"""The tile map as plain SVG: equal tiles, a letter code, a number, and a ground and shape that say how much is late."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from commitments.dashboard.tiles import Burden, Tile, TileMap
from commitments.pictures.tiles import LOOKS, Look

SIDE = 76  # of a tile, in pixels, where there is room
HEIGHT = 64
GAP = 4


def drawn(tiles: TileMap, address: str) -> SafeString:
    """`address` is that of the commitments list."""
    return format_html(
        '<svg class="tiles" width="{}" height="{}" role="group" aria-label="Countries, with their overdue commitments">'
        "{}</svg>",
        tiles.columns * SIDE,
        tiles.rows * HEIGHT,
        format_html_join("", "{}", ((_tile(tile, tiles, address),) for tile in tiles.tiles)),
    )


def _tile(tile: Tile, tiles: TileMap, address: str) -> SafeString:
    look, width = LOOKS[tile.burden], 100 / tiles.columns
    figures = tile.row.figures
    spoken = f"{tile.row.subject.short}: {tile.number.count} overdue of {figures.open.count} open"
    box = format_html('x="1" y="1" width="98%" height="{}" rx="2"', HEIGHT - GAP)
    return format_html(
        '<a href="{}?{}" class="tile tile-{}" aria-label="{}"><title>{}</title>'
        '<svg x="{}%" y="{}" width="{}%" height="{}" overflow="visible">'
        '<rect class="ground" {}/>{}'
        '<text class="tile-code" x="10%" y="21">{}</text>{}'
        '<text class="tile-number" x="10%" y="49">{}</text></svg></a>',
        address,
        tile.number.query,
        look.name,
        spoken,
        spoken,
        f"{tile.x * width:.3f}",
        tile.y * HEIGHT,
        f"{width:.3f}",
        HEIGHT,
        box,
        format_html('<rect {} fill="url(#{})"/>', box, look.pattern) if look.pattern else "",
        tile.code,
        _shape(look),
        tile.number.count,
    )


def _shape(look: Look) -> SafeString:
    return format_html(
        '<svg class="tile-shape" x="66%" y="9" width="15" height="15" viewBox="0 0 16 16">{}</svg>',
        mark_safe(look.shape),
    )


def legend(burden: Burden) -> SafeString:
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
