"""A picture as an SVG that stands on its own: what it says above, where it comes from below, every mark a link."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commitments.pictures.bars import legend, lines_drawn
from commitments.pictures.ink import MUTED, PAPER, RULE
from commitments.pictures.layers import layers_drawn
from commitments.pictures.lettering import printable, wrapped
from commitments.pictures.picture import Drawing, Picture, Source
from commitments.pictures.strokes import DEFINITIONS, joined, short, stacked
from commitments.pictures.tiles import tiles_drawn, tiles_legend

WIDTH, MARGIN = 960.0, 40.0
RIGHT = WIDTH - MARGIN
FINDING, SMALL = 28.0, 15.0


def drawn(picture: Picture, source: Source) -> str:
    return laid_out(picture, source)[0]


def laid_out(picture: Picture, source: Source) -> tuple[str, float]:
    """The drawing and how high it is; it is always `WIDTH` wide."""
    head, y = _head(picture, source)
    pieces = []
    if picture.tiles:
        keys, y = tiles_legend(picture.tiles, MARGIN, y, RIGHT)
        pieces.append(keys)
    elif picture.drawing != Drawing.BARS:
        keys, y = legend(picture, MARGIN, y, RIGHT)
        pieces.append(keys)
    if picture.tiles:
        body, y = tiles_drawn(picture.tiles, source.list_address, MARGIN, y, RIGHT)
    elif picture.drawing == Drawing.LAYERS:
        body, y = layers_drawn(picture, source, MARGIN, y + 6, RIGHT)
    else:
        body, y = lines_drawn(picture, source.list_address, MARGIN, y, RIGHT)
    foot, y = _foot(source, y)
    return str(_sheet(picture, source, WIDTH, y, joined([_paper(y), head, *pieces, body, foot]))), y


def bare(picture: Picture, source: Source, wide: float) -> str:
    """The drawing alone, for a page that says the rest in its own letters."""
    keys, y = legend(picture, 0, 4, wide)
    body, y = layers_drawn(picture, source, 0, y + 6, wide)
    return str(_sheet(picture, source, wide, y - 10, keys + body))


def spoken(picture: Picture) -> str:
    """The numbers in words, for those who cannot see the drawing."""
    lines = [
        f"{line.label}: {', '.join(f'{part.number.count:,} {part.label.lower()}' for part in line.parts)}"
        if len(line.parts) > 1
        else f"{line.label}: {line.parts[0].number.count:,}"
        for line in (picture.lines[-6:] if picture.drawing == Drawing.LAYERS else picture.lines[:12])
    ]
    return f"{picture.caption}. {'; '.join(lines)}."


def _sheet(picture: Picture, source: Source, wide: float, height: float, inside: SafeString) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="group" lang="en" '
        'aria-labelledby="title text"><title id="title">{2}</title><desc id="text">{3}</desc><defs>{4}</defs>'
        "{5}</svg>\n",
        short(wide),
        short(height),
        printable(f"{picture.finding}. {source.scope}, {source.when}"),
        printable(spoken(picture)),
        mark_safe(DEFINITIONS),
        inside,
    )


def _paper(height: float) -> SafeString:
    return format_html('<rect width="{}" height="{}" fill="{}"/>', short(WIDTH), short(height), PAPER)


def _head(picture: Picture, source: Source) -> tuple[SafeString, float]:
    above = wrapped(f"{picture.title} · {source.scope}, {source.when}", SMALL, RIGHT - MARGIN, 2)
    said = wrapped(picture.finding, FINDING, RIGHT - MARGIN, 3)
    y = MARGIN + SMALL
    pieces = [stacked(MARGIN, y, above, SMALL, 21, fill=MUTED)]
    y += 21 * len(above) + 18
    pieces.append(stacked(MARGIN, y, said, FINDING, 34, serif=True, weight=600))
    y += 34 * len(said) - 6
    below = wrapped(picture.caption, SMALL, RIGHT - MARGIN, 2)
    pieces.append(stacked(MARGIN, y, below, SMALL, 21, fill=MUTED))
    return joined(pieces), y + 21 * len(below) + 8


def _foot(source: Source, y: float) -> tuple[SafeString, float]:
    words = wrapped(f"{source.counted}{source.address}", SMALL - 2, RIGHT - MARGIN, 4)
    line = format_html(
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}"/>', *map(short, (MARGIN, RIGHT, y + 8, y + 8)), RULE
    )
    return line + stacked(MARGIN, y + 30, words, SMALL - 2, 18, fill=MUTED), y + 30 + 18 * len(words) + 8
