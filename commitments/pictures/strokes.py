"""The smallest things drawn: words, grounds with their patterns, links. All of SVG's own attributes, no style sheet."""

from collections.abc import Iterable, Sequence

from django.db.models import TextChoices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from commitments.dashboard.numbers import Number, Part
from commitments.pictures.ink import EDGE, GROUNDS, INK, LIGHT, MUTED, PAPER, PATTERNS
from commitments.pictures.lettering import printable

SANS = "'Source Sans Pro', 'Source Sans 3', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
SERIF = "'Libertinus Serif', 'Source Serif 4', 'Noto Serif', 'Liberation Serif', Georgia, serif"
_LINES = f'stroke="{PAPER}" stroke-width="1.25" stroke-opacity="0.65" fill="none"'
_PATTERNS = {
    "upright": (6, f'<path d="M3 0V6" {_LINES}/>'),
    "level": (6, f'<path d="M0 3H6" {_LINES}/>'),
    "rising": (8, f'<path d="M-2 2L2 -2M-2 10L10 -2M6 10L10 6" {_LINES}/>'),
    "falling": (8, f'<path d="M-2 6L2 10M-2 -2L10 10M6 -2L10 2" {_LINES}/>'),
    "crossed": (8, f'<path d="M-2 2L2 -2M-2 10L10 -2M6 10L10 6M-2 6L2 10M-2 -2L10 10M6 -2L10 2" {_LINES}/>'),
    "dotted": (6, f'<circle cx="3" cy="3" r="1.1" fill="{PAPER}" fill-opacity="0.8"/>'),
    "speckled": (7, f'<circle cx="3.5" cy="3.5" r="0.9" fill="{MUTED}"/>'),
}
DEFINITIONS = "".join(
    f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">{drawn}</pattern>'
    for name, (size, drawn) in _PATTERNS.items()
)


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    fill: str = INK,
    anchor: str = "start",
    weight: int = 400,
    serif: bool = False,
) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-family="{}" font-size="{}" font-weight="{}" text-anchor="{}" fill="{}">{}</text>',
        short(x),
        short(y),
        mark_safe(SERIF if serif else SANS),
        short(size),
        weight,
        anchor,
        fill,
        printable(words),
    )


def stacked(x: float, y: float, lines: Sequence[str], size: float, leading: float, **look: object) -> SafeString:
    """Lines of words, one below the other."""
    return joined(text(x, y + leading * row, words, size, **look) for row, words in enumerate(lines))  # type: ignore[arg-type]


def ground(state: TextChoices, x: float, y: float, wide: float, high: float) -> SafeString:
    """A rectangle in the colour and pattern of a state."""
    colour = GROUNDS.get(state, INK)
    return plain_ground(colour, PATTERNS.get(state, ""), x, y, wide, high, EDGE if colour in LIGHT else PAPER)


def plain_ground(colour: str, pattern: str, x: float, y: float, wide: float, high: float, edge: str) -> SafeString:
    place = format_html('x="{}" y="{}" width="{}" height="{}"', short(x), short(y), short(wide), short(high))
    plain = format_html('<rect {} fill="{}" stroke="{}" stroke-width="1"/>', place, colour, edge)
    return plain + format_html('<rect {} fill="url(#{})"/>', place, pattern) if pattern else plain


def letters_on(state: TextChoices, x: float, y: float, words: str, size: float) -> SafeString:
    colour = GROUNDS.get(state, INK)
    return rimmed(x, y, words, size, INK if colour in LIGHT else PAPER, colour, anchor="middle")


def rimmed(x: float, y: float, words: str, size: float, fill: str, rim: str, *, anchor: str = "start") -> SafeString:
    """With a rim of the ground, so that no pattern runs through the letters."""
    return format_html(
        '<text x="{}" y="{}" font-family="{}" font-size="{}" font-weight="600" text-anchor="{}" fill="{}" '
        'stroke="{}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">{}</text>',
        short(x),
        short(y),
        mark_safe(SANS),
        short(size),
        anchor,
        fill,
        rim,
        printable(words),
    )


def mark(part: Part, address: str, inside: SafeString) -> SafeString:
    """What is drawn for a number leads to the commitments it counts, and says so to those who hear it."""
    return linked(part.number, address, f"{part.label}: {part.number.count:,}", inside)


def linked(number: Number, address: str, spoken: str, inside: SafeString) -> SafeString:
    return format_html('<a href="{}?{}"><title>{}</title>{}</a>', address, number.query, printable(spoken), inside)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
