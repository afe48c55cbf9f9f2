"""Time from left to right, layers one on top of the other: the day is marked, what is yet to come is paler."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString

from commitments.pictures.ink import GROUNDS, INK, MUTED, PAPER, PATTERNS
from commitments.pictures.lettering import width
from commitments.pictures.picture import Line, Picture, Source
from commitments.pictures.strokes import joined, letters_on, short, text

HEIGHT = 320.0
SMALL = 14.0
YEAR = 34  # the width of its number
FEWEST_BETWEEN_YEARS = 44.0


def layers_drawn(picture: Picture, source: Source, left: float, top: float, right: float) -> tuple[SafeString, float]:
    """The drawing, and where it ends."""
    lines = [line for line in picture.lines if line.day]
    days = [line.day for line in lines if line.day]
    across = _Across(days, left, right)
    most = rounded_up(max(line.total.count for line in lines if line.total))
    base = top + HEIGHT
    edges = _edges(lines, most, base)
    pieces = [
        *_layers(lines, [across.of(day) for day in days], edges),
        *_heights(most, left, right, base),
        _future(across, source, top),
        *_words(lines, [across.of(day) for day in days], edges),
        *_years(days, across, base, across.of(source.on)),
        _marked(across, source, top, base),
        *_columns(lines, across, source, top),
    ]
    return joined(pieces), base + 62


class _Across:
    """From days to places between left and right."""

    def __init__(self, days: Sequence[dt.date], left: float, right: float) -> None:
        self.first, self.last, self.left, self.right = days[0], days[-1], left, right

    def of(self, day: dt.date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)


def _edges(lines: Sequence[Line], most: int, base: float) -> list[list[float]]:
    """For each edge between layers, lowest first, its height at every point."""
    edges, below = [[base] * len(lines)], [0] * len(lines)
    for layer in range(len(lines[0].parts)):
        below = [sum_ + line.parts[layer].number.count for sum_, line in zip(below, lines, strict=True)]
        edges.append([base - HEIGHT * count / most for count in below])
    return edges


def _layers(lines: Sequence[Line], xs: Sequence[float], edges: Sequence[Sequence[float]]) -> Iterator[SafeString]:
    for part, (low, high) in zip(lines[0].parts, pairwise(edges), strict=True):
        path = f"M{' L'.join(_stairs(xs, high))} L{' L'.join(reversed(_stairs(xs, low)))} Z"
        yield format_html('<path d="{}" fill="{}" stroke="{}" stroke-width="1.5"/>', path, GROUNDS[part.state], PAPER)
        if pattern := PATTERNS.get(part.state):
            yield format_html('<path d="{}" fill="url(#{})"/>', path, pattern)


def _stairs(xs: Sequence[float], ys: Sequence[float]) -> list[str]:
    """A count holds until the next one: nothing is drawn before it happened."""
    points = [(xs[0], ys[0])]
    for x, before, y in zip(xs[1:], ys, ys[1:], strict=False):
        points += [(x, before), (x, y)] if before != y else [(x, y)]
    return [f"{short(x)} {short(y)}" for x, y in points]


def _words(lines: Sequence[Line], xs: Sequence[float], edges: Sequence[Sequence[float]]) -> Iterator[SafeString]:
    """Each layer is named in its largest block, if its name fits in any."""
    for part, (low, high) in zip(lines[0].parts, pairwise(edges), strict=True):
        room, best = width(part.label, SMALL) + 14, None
        for first in range(len(xs) - 1):
            last = first
            while last < len(xs) - 1 and min(low[first : last + 1]) - max(high[first : last + 1]) >= SMALL + 6:
                last += 1
            thick = min(low[first:last] or [0]) - max(high[first:last] or [0])
            area = thick * (xs[last] - xs[first])
            if xs[last] - xs[first] >= room and (best is None or area > best[0]):
                best = (area, (xs[first] + xs[last]) / 2, (min(low[first:last]) + max(high[first:last])) / 2)
        if best:
            yield letters_on(part.state, best[1], best[2] + SMALL * 0.35, part.label, SMALL)


def _heights(most: int, left: float, right: float, base: float) -> Iterator[SafeString]:
    for value in steps(most):
        y = base - HEIGHT * value / most
        yield format_html(
            '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-opacity="0.18"/>',
            *map(short, (left, right, y, y)),
            INK,
        )
        yield text(left, y - 4, f"{value:,}", SMALL, fill=MUTED)


def _future(across: _Across, source: Source, top: float) -> SafeString:
    start = across.of(source.today)
    if start >= across.right:
        return SafeString("")
    paler = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" fill-opacity="0.5"/>',
        *map(short, (start, top, across.right - start, HEIGHT)),
        PAPER,
    )
    return paler + text(
        across.right, top - 10, "Paler: after today, if nothing changes", SMALL, fill=MUTED, anchor="end"
    )


def _marked(across: _Across, source: Source, top: float, base: float) -> SafeString:
    """A line on the day of the picture, and its name below the years."""
    x = across.of(source.on)
    name = f"{'Today, ' if source.on == source.today else ''}{source.on:%-d %B %Y}"
    half = width(name, SMALL) / 2
    line = format_html(
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-width="2"/>',
        short(x),
        short(top - 6),
        short(base + 28),
        INK,
    )
    middle = min(max(x, across.left + half), across.right - half)
    return line + text(middle, base + 44, name, SMALL, anchor="middle", weight=600)


def _years(days: Sequence[dt.date], across: _Across, base: float, marked: float) -> Iterator[SafeString]:
    """None under the line of the day that is marked: its name tells the year."""
    reached = across.left - FEWEST_BETWEEN_YEARS
    for year in range(days[0].year, days[-1].year + 1):
        x = across.of(dt.date(year, 1, 1))
        has_room = x - reached >= FEWEST_BETWEEN_YEARS and x + YEAR <= across.right
        if days[0] <= dt.date(year, 1, 1) and has_room and not x - 4 < marked < x + YEAR + 4:
            reached = x
            yield text(x, base + 20, str(year), SMALL, fill=MUTED)


def _columns(lines: Sequence[Line], across: _Across, source: Source, top: float) -> Iterator[SafeString]:
    """The ground around a point leads to the dashboard of its day."""
    xs = [across.of(line.day) for line in lines if line.day]
    borders = [across.left, *((a + b) / 2 for a, b in pairwise(xs)), across.right]
    for line, (start, end) in zip(lines, pairwise(borders), strict=True):
        numbers = ", ".join(f"{part.number.count:,} {part.label.lower()}" for part in line.parts)
        yield format_html(
            '<a href="{}"><title>{}: {}</title><rect x="{}" y="{}" width="{}" height="{}" fill-opacity="0"/></a>',
            source.dashboard_on(line.day),
            line.label,
            numbers,
            *map(short, (start, top, end - start, HEIGHT)),
        )


def steps(most: int) -> list[int]:
    """Four lines at most, on whole numbers."""
    step = next(step for step in _round_numbers() if most / step <= 4)
    return list(range(step, most + 1, step))


def rounded_up(value: int) -> int:
    step = next(step for step in _round_numbers() if value / step <= 4)
    return max(-(-value // step) * step, 1)


def _round_numbers() -> Iterator[int]:
    return (factor * 10**power for power in range(9) for factor in (1, 2, 5))
