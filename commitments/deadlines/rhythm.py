"""From what a recurring phrase says to the times it means: only where it names the first or the document's day does."""

from collections.abc import Callable
from datetime import date, timedelta

from commitments.deadlines.context import Context
from commitments.deadlines.reading import Recurrence, Unclear
from commitments.deadlines.repetition import Repetition, validate_repetition
from commitments.deadlines.window import DueWindow, InvalidWindow, window_of

InYear = Callable[[int], DueWindow]
_STEPS = {
    "year": (1, "Y"),
    "half-year": (6, "M"),
    "quarter": (3, "M"),
    "month": (1, "M"),
    "week": (1, "W"),
    "day": (1, "D"),
}
_SPLIT = {1: (1, "Y"), 2: (6, "M"), 4: (3, "M"), 12: (1, "M"), 52: (1, "W")}  # so many times a year
_PARTS = {1: (1, 12), 3: (33, 4), 6: (40, 2)}  # months of a period: its first number in EDTF, how many in a year


def repetition_of(
    recurrence: Recurrence, coming: InYear | None, since: DueWindow | None, until: DueWindow | None, context: Context
) -> Repetition | None:
    """None where a person has to say when it is due first; `coming` is its window in a year, when it names one.

    Of "every second year" nobody knows which years are meant, unless the phrase says from when.
    """
    step = _step(recurrence)
    known = since is not None or (context.on is not None and _fits_a_year(recurrence))
    if step is None or not known:
        return None
    try:
        first = _first_named(coming, _begin(since, context)) if coming else _first_whole(step, _begin(since, context))
        found = Repetition(first, *step) if first else None
        if found and until:
            found = found.until(until.latest)
        if found:
            validate_repetition(found)
    except (InvalidWindow, Unclear, OverflowError):
        return None
    return found


def _fits_a_year(recurrence: Recurrence) -> bool:
    return recurrence.every == 1 or (recurrence.unit == "month" and 12 % recurrence.every == 0)


def _step(recurrence: Recurrence) -> tuple[int, str] | None:
    if recurrence.unit == "year" and recurrence.every == 1:
        return _SPLIT.get(recurrence.times)
    if recurrence.times != 1 or recurrence.unit not in _STEPS:
        return None
    amount, unit = _STEPS[recurrence.unit]
    return amount * recurrence.every, unit


def _begin(since: DueWindow | None, context: Context) -> date:
    return since.earliest if since else context.day_of_document("No first time is named.")


def _first_named(coming: InYear, begins: date) -> DueWindow | None:
    windows = (coming(begins.year + more) for more in (0, 1))
    return next((window for window in windows if window.latest >= begins), None)


def _first_whole(step: tuple[int, str], begins: date) -> DueWindow | None:
    """The first whole year, quarter or month from that day on."""
    amount, unit = step
    if unit not in ("Y", "M"):
        return None
    if unit == "Y" or amount % 12 == 0:
        year = begins.year + (begins > date(begins.year, 1, 1))
        return window_of(f"{year:04}")
    if amount not in _PARTS:
        return None
    number, in_year = _PARTS[amount]
    before = begins - timedelta(days=1)  # the period after the one this day lies in
    passed = (before.month - 1) // amount + 1
    return window_of(f"{before.year + passed // in_year:04}-{number + passed % in_year:02}")
