"""The date line: promised, decided, expected, done and today, on one line to scale. Pure; the template draws it."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from commitments.choices import DecisionKind
from commitments.models import Commitment, Decision, Dependency
from commitments.web.occurrences import SHAPE, Time, TimeMark, time_marks

WIDTH = 760
MARGIN = 12
LANE_HEIGHT = 40
LETTER = 6.6
MOST_LANES = 5
LONGEST_NOTE = 26
# Who gets the best places when there are more labels than room; what gets none stands in the list.
ORDER = ("promised", "due", "done", "forecast", "today", "decision", "begins")


@dataclass(frozen=True)
class Event:
    """Something with a day; `window_from` when the promise spans more than one.

    `phrase` is as promised, `slip` the days it moved or lies behind the first promise, `said` what a list adds."""

    kind: str
    label: str
    day: dt.date
    window_from: dt.date | None = None
    phrase: str = ""
    slip: int | None = None
    said: str = ""
    after_due: bool = False

    @property
    def short_phrase(self) -> str:
        return self.phrase if len(self.phrase) <= LONGEST_NOTE else f"{self.phrase[: LONGEST_NOTE - 1].rstrip()}…"


@dataclass(frozen=True)
class Mark:
    event: Event
    x: float
    from_x: float
    lane_y: float
    text_x: float
    anchor: str
    is_labelled: bool = True

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
    times: tuple[TimeMark, ...] = ()
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
    def times_y(self) -> float:
        return self.axis_y + 52

    @property
    def shape_y(self) -> float:
        return self.times_y - SHAPE / 2

    @property
    def name_y(self) -> float:
        return self.times_y + 22

    @property
    def height(self) -> float:
        return self.axis_y + (82 if self.times else 30)


def events_of(
    commitment: Commitment, decisions: Iterable[Decision], waits_for: Dependency | None, today: dt.date
) -> list[Event]:
    """In the order of their days; nothing is promised without a date, so then there is no line."""
    begins = commitment.document.counted_from
    events = [Event("begins", "Document", begins)]
    if commitment.baseline_latest:
        window, phrase = (commitment.baseline_latest, commitment.baseline_earliest), commitment.baseline_phrase
        label = f"{commitment.occurrence.name} due" if commitment.occurrence else "First promised"
        events.append(Event("promised", label, *window, phrase=phrase))
    events += [_decided(decision) for decision in decisions]
    if waits_for is not None:
        events += _followed(waits_for)
    slips = commitment.slippages()
    if commitment.due_latest and commitment.due_latest != commitment.baseline_latest:
        window, phrase = (commitment.due_latest, commitment.due_earliest), commitment.due_phrase
        events.append(Event("due", "Due now", *window, phrase=phrase, slip=slips.current))
    if commitment.forecast_on:
        events.append(Event("forecast", "Forecast", commitment.forecast_on, slip=slips.forecast))
    if commitment.done_on:
        events.append(Event("done", "Done", commitment.done_on, slip=slips.done))
    events.append(Event("today", "Today", today))
    return sorted(events, key=lambda event: event.day)


def _decided(decision: Decision) -> Event:
    moved = f"{decision.occurrence.name} moved" if decision.occurrence else "Date moved"
    label = moved if decision.kind == DecisionKind.MOVE_DATE else decision.get_kind_display()
    return Event(
        "decision",
        label,
        decision.decided_on,
        phrase=decision.new_phrase,
        slip=decision.days_moved,
        said=decision.reason,
        after_due=decision.after_due,
    )


def _followed(waits_for: Dependency) -> list[Event]:
    label = f"Moved by {waits_for.upon.reference}"
    moves = [move for move in waits_for.moves.all() if move.old_latest]
    return [Event("decision", label, move.moved_on, slip=move.days_moved, after_due=move.after_due) for move in moves]


def date_line(events: list[Event], times: Sequence[Time] = ()) -> DateLine:
    """What comes back has its times drawn below the years, on the same scale."""
    days = [event.window_from or event.day for event in events] + [event.day for event in events]
    days += [day for time in times for day in _days_of(time)]
    first, last = min(days), max(days)
    length = max((last - first).days, 1)

    def at(day: dt.date) -> float:
        return round(MARGIN + (day - first).days / length * (WIDTH - 2 * MARGIN), 1)

    marks = tuple(_placed(events, at))
    axis_y = max(mark.lane_y for mark in marks) + LANE_HEIGHT * 0.9
    years = range(first.year + 1, last.year + 1)
    step = max(1, len(years) // 12 + 1)
    ticks = tuple((at(dt.date(year, 1, 1)), year) for year in years[::step])
    return DateLine(marks, ticks, round(axis_y, 1), time_marks(times, at))


def _days_of(time: Time) -> list[dt.date]:
    one = time.occurrence
    return [day for day in (one.due_earliest, one.due_latest, one.done_on) if day]


def _placed(events: list[Event], at: Callable[[dt.date], float]) -> Iterable[Mark]:
    """Each label in the highest lane in which it meets no other; what matters most is placed first."""
    lanes: list[list[tuple[float, float]]] = [[] for _ in range(MOST_LANES)]
    placed = []
    for event in sorted(events, key=lambda one: ORDER.index(one.kind)):
        x = at(event.day)
        width = LETTER * max(len(event.label), len(event.short_phrase) + 2, 11)
        anchor = "start" if x + width < WIDTH else "end"
        left = x if anchor == "start" else x - width
        free = (n for n, taken in enumerate(lanes) if all(left >= e or left + width + 8 <= s for s, e in taken))
        lane = next(free, None)
        if lane is not None:
            lanes[lane].append((left, left + width + 8))
        from_x = at(event.window_from) if event.window_from else x
        text_x = round(x + 5 if anchor == "start" else x - 5, 1)
        placed.append(Mark(event, x, from_x, 14 + (lane or 0) * LANE_HEIGHT, text_x, anchor, lane is not None))
    return sorted(placed, key=lambda mark: mark.x)
