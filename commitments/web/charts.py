"""Bars and lines as plain SVG: no script, no inline style, every mark a link, text that stays text.

Bars are measured in per cent, so that they fill whatever room there is and their letters keep their size. Shapes
carry a class (colour, in dashboard.css) and a pattern (see `patterns.html`), so that no mark is told by colour alone.
"""

from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from commitments.dashboard.numbers import Number, Part
from commitments.pictures.ink import PATTERNS

ROOM_FOR_A_LETTER = 2.6  # per cent of the narrowest bar


def linked(number: Number, address: str, sign: str = "") -> SafeString:
    """`address` is that of the commitments list, here and below."""
    return format_html('<a class="number num" href="{}?{}">{}{}</a>', address, number.query, sign, number.count)


def stacked_bar(parts: Sequence[Part], name: str, address: str) -> SafeString:
    """Shares of a whole, one beside the other."""
    total = sum(part.number.count for part in parts)
    left, segments = 0.0, []
    for part in parts:
        if part.number.count:
            width = 100 * part.number.count / total
            segments.append(_segment(part, left, width, address, named=True))
            left += width
    return _bar(name, format_html_join("", "{}", ((segment,) for segment in segments)))


def single_bar(part: Part, most: int, address: str) -> SafeString:
    """One bar of a set, as long as its number is against `most`; the number itself stands beside it."""
    count = part.number.count
    return _bar(part.label, _segment(part, 0, 100 * count / most, address, named=False) if count else SafeString(""))


def _bar(name: str, inside: SafeString) -> SafeString:
    return format_html('<svg class="bar" role="group" aria-label="{}">{}</svg>', name, inside)


def _segment(part: Part, left: float, width: float, address: str, *, named: bool) -> SafeString:
    spoken = f"{part.label}: {part.number.count}"
    fits = named and width >= ROOM_FOR_A_LETTER * (1 + len(str(part.number.count)))
    text = format_html('<text x="{}%" y="50%" dy="0.35em">{}</text>', _short(left + width / 2), part.number.count)
    return format_html(
        '<a href="{}?{}" class="mark mark-{}" aria-label="{}"><title>{}</title>{}{}{}</a>',
        address,
        part.number.query,
        part.state.value,
        spoken,
        spoken,
        format_html('<rect class="ground" x="{}%" width="{}%" height="100%"/>', _short(left), _short(width)),
        _pattern(part.state, left, width),
        text if fits else "",
    )


def swatch(state: TextChoices) -> SafeString:
    """The same colour and pattern, for a legend."""
    return format_html(
        '<svg class="swatch mark-{}" aria-hidden="true" focusable="false">'
        '<rect class="ground" width="100%" height="100%"/>{}</svg>',
        state.value,
        _pattern(state, 0, 100),
    )


def _pattern(state: TextChoices, left: float, width: float) -> SafeString:
    pattern = PATTERNS.get(state)
    if pattern is None:
        return SafeString("")
    return format_html(
        '<rect x="{}%" width="{}%" height="100%" fill="url(#{})"/>', _short(left), _short(width), pattern
    )


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
