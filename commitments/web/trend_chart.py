"""The trend as layers one on top of the other, with the day itself marked and the future set apart."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from commitments.dashboard.trend import Trend
from commitments.pictures.gallery import LAYERS
from commitments.pictures.ink import PATTERNS

SIZE = 1000  # of the drawing, stretched to whatever room there is
HEIGHT = 220  # of the same in pixels
LETTERS = 18  # what a word in a layer needs
NARROW_GAP = 6.0
ROOM_FOR_A_WORD = 9.0  # per cent


@dataclass(frozen=True)
class Layer:
    """Its word stands where it is thickest, if it is thick enough anywhere."""

    name: str
    label: str
    path: str
    pattern: str = ""
    word_x: str = ""
    word_y: str = ""


@dataclass(frozen=True)
class Tick:
    """`at` is in per cent from the left, or in pixels from the top."""

    at: str
    label: str


@dataclass(frozen=True)
class Column:
    """The ground around a point: pressing it shows the dashboard of that day."""

    left: str
    width: str
    day: dt.date
    spoken: str


@dataclass(frozen=True)
class TrendChart:
    layers: tuple[Layer, ...]
    years: tuple[Tick, ...]
    heights: tuple[Tick, ...]
    columns: tuple[Column, ...]
    marked: str
    known: str
    ahead: str


def trend_chart(trend: Trend, today: dt.date) -> TrendChart | None:
    """`today` parts what was from what will be if nothing changes. None when there are not two points to connect."""
    if len(trend.points) < 2:
        return None
    top = _round_up(trend.most)
    days = [point.on for point in trend.points]
    xs = [_across(day, days) for day in days]
    known = min(max(_across(today, days), 0.0), 100.0)
    return TrendChart(
        layers=_layers(trend, xs, top, known),
        years=_years(days),
        heights=tuple(Tick(_short(HEIGHT - HEIGHT * value / top), f"{value:,}") for value in _steps(top)),
        columns=_columns(trend, xs),
        marked=_short(_across(trend.on, days)),
        known=_short(known),
        ahead=_short(100 - known),
    )


def _layers(trend: Trend, xs: Sequence[float], top: int, known: float) -> tuple[Layer, ...]:
    below, layers = [0] * len(xs), []
    within = [min(x, known) for x in xs] if known else xs  # no word runs across the line of today
    for name, state, label in LAYERS:
        above = [base + int(getattr(point, name).count) for base, point in zip(below, trend.points, strict=True)]
        path = f"M{' L'.join(_stairs(xs, above, top))} L{' L'.join(reversed(_stairs(xs, below, top)))} Z"
        layers.append(Layer(name, label, path, PATTERNS.get(state, ""), *_word(within, below, above, top)))
        below = above
    return tuple(layers)


def _word(xs: Sequence[float], below: Sequence[int], above: Sequence[int], top: int) -> tuple[str, str]:
    """The middle of the largest block of the layer, if a word fits into it."""
    best, x, y = 0.0, "", ""
    ends = list(zip(below, above, strict=True))
    for first, (low, high) in enumerate(ends):
        last = next((n for n in range(first, len(ends)) if ends[n] != (low, high)), len(ends) - 1)
        width, height = xs[last] - xs[first], HEIGHT * (high - low) / top
        if width >= ROOM_FOR_A_WORD and height >= LETTERS and width * height > best:
            best = width * height
            x, y = _short(xs[first] + width / 2), _short(HEIGHT - HEIGHT * (low + high) / 2 / top)
    return x, y


def _stairs(xs: Sequence[float], values: Sequence[int], top: int) -> list[str]:
    """A count holds until the next one: nothing is drawn before it happened."""
    points = [_point(xs[0], values[0], top)]
    for x, before, value in zip(xs[1:], values, values[1:], strict=False):
        if before != value:
            points.append(_point(x, before, top))
        points.append(_point(x, value, top))
    return points


def _point(x: float, value: int, top: int) -> str:
    return f"{_short(x * SIZE / 100)} {_short(SIZE - SIZE * value / top)}"


def _across(day: dt.date, days: Sequence[dt.date]) -> float:
    return 100 * (day - days[0]).days / (days[-1] - days[0]).days


def _years(days: Sequence[dt.date]) -> tuple[Tick, ...]:
    years = [year for year in range(days[0].year, days[-1].year + 1) if days[0] <= dt.date(year, 1, 1) <= days[-1]]
    ticks = [Tick(_short(_across(dt.date(year, 1, 1), days)), str(year)) for year in years]
    return tuple(tick for tick in ticks if float(tick.at) <= 100 - NARROW_GAP)


def _columns(trend: Trend, xs: Sequence[float]) -> tuple[Column, ...]:
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(xs)), 100.0]
    columns = []
    for point, (left, right) in zip(trend.points, pairwise(edges), strict=True):
        numbers = ", ".join(f"{getattr(point, name).count:,} {label.lower()}" for name, _, label in LAYERS)
        columns.append(Column(_short(left), _short(right - left), point.on, f"{point.on:%-d %B %Y}: {numbers}"))
    return tuple(columns)


def _steps(top: int) -> list[int]:
    """Four lines at most, on whole numbers."""
    step = next(step for step in _round_numbers() if top / step <= 4)
    return list(range(step, top + 1, step))


def _round_up(value: int) -> int:
    step = next(step for step in _round_numbers() if value / step <= 4)
    return max(-(-value // step) * step, 1)


def _round_numbers() -> Sequence[int]:
    return [factor * 10**power for power in range(9) for factor in (1, 2, 5)]


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
