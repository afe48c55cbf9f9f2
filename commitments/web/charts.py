"""Bars and lines as plain SVG: no script, no inline style, every mark a link, text that stays text.

Bars are measured in per cent, so that they fill whatever room there is and their letters keep their size. Shapes
carry a class (colour, in dashboard.css) and a pattern (see `patterns.html`), so that no mark is told by colour alone.
"""

from collections.abc import Sequence
from html import escape

from django.db.models import TextChoices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from commitments.dashboard.numbers import Number, Part
from commitments.pictures.ink import PATTERNS

ROOM_FOR_A_LETTER = 2.6  # per cent of the narrowest bar


def linked(number: Number, address: str, sign: str = "") -> SafeString:
    """`address` is that of the commitments list, here and below."""
    return SafeString(f'<a class="number num" href="{_address(number, address)}">{escape(sign)}{number.count:,}</a>')


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
    """There are hundreds on a page, of figures and of words that need no quoting but for the labels."""
    count = f"{part.number.count:,}"
    spoken = escape(f"{part.label}: {count}")
    fits = named and width >= ROOM_FOR_A_LETTER * (1 + len(count))
    text = f'<text x="{_short(left + width / 2)}%" y="50%" dy="0.35em">{count}</text>' if fits else ""
    return SafeString(
        f'<a href="{_address(part.number, address)}" class="mark mark-{part.state.value}" aria-label="{spoken}">'
        f'<title>{spoken}</title><rect class="ground" x="{_short(left)}%" width="{_short(width)}%" height="100%"/>'
        f"{_pattern(part.state, left, width)}{text}</a>"
    )


def _address(number: Number, address: str) -> str:
    return escape(f"{address}?{number.query}")


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
    return SafeString(f'<rect x="{_short(left)}%" width="{_short(width)}%" height="100%" fill="url(#{pattern})"/>')


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
