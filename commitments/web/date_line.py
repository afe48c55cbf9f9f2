"""The date line: promised, decided, expected, done and today, on one line to scale. Pure; the template draws it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from commitments.choices import DecisionKind
from commitments.models import Commitment, Decision, Dependency

WIDTH = 760
MARGIN = 12
LANE_HEIGHT = 34
LETTER = 6.6
MOST_LANES = 6


@dataclass(frozen=True)
class Event:
    """Something with a day; `window_from` when the promise spans more than one."""

    kind: str
    label: str
    day: dt.date
    window_from: dt.date | None = None


@dataclass(frozen=True)
class Mark:
    event: Event
    x: float
    from_x: float
    lane_y: float
    text_x: float
    anchor: str

    @property
    def left(self) -> float:
        return self.x - 7

    @property
    def right(self) -> float:
        return self.x + 7

    @property
    def box_x(self) -> float:
        return self.x - 5


@dataclass(frozen=True)
class DateLine:
    marks: tuple[Mark, ...]
    years: tuple[tuple[float, int], ...]
    axis_y: float
    width: int = WIDTH

    @property
    def tick_y(self) -> float:
        return self.axis_y + 7

    @property
    def year_y(self) -> float:
        return self.axis_y + 24

    @property
    def box_y(self) -> float:
        return self.axis_y - 5

    @property
    def above(self) -> float:
        return self.axis_y - 7

    @property
    def below(self) -> float:
        return self.axis_y + 7

    @property
    def height(self) -> float:
        return self.axis_y + 30


def events_of(
    commitment: Commitment, decisions: Iterable[Decision], waits_for: Dependency | None, today: dt.date
) -> list[Event]:
    """In the order of their days; nothing is promised without a date, so then there is no line."""
    begins = commitment.document.counted_from
    events = [Event("begins", "Document", begins)]
    if commitment.baseline_latest:
        events.append(Event("promised", "First promised", commitment.baseline_latest, commitment.baseline_earliest))
    for decision in decisions:
        if decision.kind == DecisionKind.MOVE_DATE:
            events.append(Event("decision", "Date moved", decision.decided_on))
        else:
            events.append(Event("decision", f"{decision.get_kind_display()}", decision.decided_on))
    if waits_for is not None:
        moves = [move for move in waits_for.moves.all() if move.old_latest]
        events += [Event("decision", f"Moved by {waits_for.upon.reference}", move.moved_on) for move in moves]
    if commitment.due_latest and commitment.due_latest != commitment.baseline_latest:
        events.append(Event("due", "Due now", commitment.due_latest, commitment.due_earliest))
    if commitment.forecast_on:
        events.append(Event("forecast", "Forecast", commitment.forecast_on))
    if commitment.done_on:
        events.append(Event("done", "Done", commitment.done_on))
    events.append(Event("today", "Today", today))
    return sorted(events, key=lambda event: event.day)


def date_line(events: list[Event]) -> DateLine:
    first = min(event.window_from or event.day for event in events)
    last = max(event.day for event in events)
    length = max((last - first).days, 1)

    def at(day: dt.date) -> float:
        return round(MARGIN + (day - first).days / length * (WIDTH - 2 * MARGIN), 1)

    marks = tuple(_placed(events, at))
    axis_y = max(mark.lane_y for mark in marks) + LANE_HEIGHT * 0.9
    years = range(first.year + 1, last.year + 1)
    step = max(1, len(years) // 12 + 1)
    ticks = tuple((at(dt.date(year, 1, 1)), year) for year in years[::step])
    return DateLine(marks, ticks, round(axis_y, 1))


def _placed(events: list[Event], at: Callable[[dt.date], float]) -> Iterable[Mark]:
    """Each label in the highest lane in which it meets no other."""
    ends = [-1.0] * MOST_LANES
    for event in events:
        x = at(event.day)
        width = LETTER * max(len(event.label), 11)
        anchor = "start" if x + width < WIDTH else "end"
        left = x if anchor == "start" else x - width
        lane = next((n for n, end in enumerate(ends) if end <= left), MOST_LANES - 1)
        ends[lane] = left + width + 8
        from_x = at(event.window_from) if event.window_from else x
        text_x = x + 5 if anchor == "start" else x - 5
        yield Mark(event, x, from_x, 14 + lane * LANE_HEIGHT, round(text_x, 1), anchor)
