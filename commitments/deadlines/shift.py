"""Days before and after: what "before" leaves of a window, and a window moved by some months."""

import calendar
import datetime as dt

from commitments.choices import Precision
from commitments.deadlines.reading import Unclear
from commitments.deadlines.window import DueWindow, InvalidWindow, window_of

_FARTHEST = {"day": 36600, "week": 5300, "month": 1200, "year": 100}


def before(window: DueWindow) -> DueWindow:
    """The day, month, quarter, half or year just before; for other periods the month they follow."""
    last = window.earliest - dt.timedelta(days=1)
    part = {
        Precision.DAY: f"{last}",
        Precision.YEAR: f"{last.year:04}",
        Precision.QUARTER: f"{last.year:04}-{33 + (last.month - 1) // 3}",
        Precision.HALF: f"{last.year:04}-{40 + (last.month - 1) // 6}",
    }
    whole_months = window.earliest.day == 1
    return window_of(part.get(window.precision, f"{last:%Y-%m}" if whole_months else f"{last}"))


def moved(window: DueWindow, amount: int, unit: str) -> DueWindow:
    """Both ends by so many units; what does not exist in a shorter month becomes its last day."""
    if abs(amount) > _FARTHEST[unit]:
        raise Unclear(f"{abs(amount)} {unit}s is longer than any commitment runs.")
    try:
        first, last = (_moved(day, amount, unit) for day in (window.earliest, window.latest))
        return window_of(f"{first}" if first == last else f"{first}/{last}")
    except (InvalidWindow, ValueError, OverflowError) as problem:
        raise Unclear("Counted from there, it ends beyond the years that can be held.") from problem


def _moved(day: dt.date, amount: int, unit: str) -> dt.date:
    if unit in ("day", "week"):
        return day + dt.timedelta(days=amount * (7 if unit == "week" else 1))
    passed = day.month - 1 + amount * (12 if unit == "year" else 1)
    year, month = day.year + passed // 12, passed % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
