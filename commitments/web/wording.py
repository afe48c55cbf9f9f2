"""Numbers and days in sentences, as pages and their messages say them."""

import datetime as dt

from commitments.deadlines import Repetition

SHOWN = 8
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


def day_in_words(day: dt.date | None) -> str:
    return f"{day.day} {day:%B} {day.year}" if day else ""


def count_in_words(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def span_in_words(span: dt.timedelta) -> str:
    """In the largest unit that fits; clocks that disagree make no time negative."""
    seconds = max(0, int(span.total_seconds()))
    size, unit = next((one for one in _UNITS if seconds >= one[0]), (1, "second"))
    return count_in_words(seconds // size, unit)


def ago(span: dt.timedelta) -> str:
    return f"{span_in_words(span)} ago" if span >= dt.timedelta(seconds=1) else "just now"


def times_in_words(repetition: Repetition) -> list[str]:
    """The first times and, where there is one, the last: for people to check before anything is saved."""
    first = [_time(repetition, number) for number in range(1, min(repetition.times or SHOWN, SHOWN) + 1)]
    if repetition.times is None:
        return [*first, "and so on, without an end"]
    left = repetition.times - len(first)
    if not left:
        return first
    between = [count_in_words(left - 1, "more time")] if left > 1 else []
    return [*first, *between, _time(repetition, repetition.times)]


def listed_in_words(repetition: Repetition) -> str:
    return "; ".join(times_in_words(repetition))


def _time(repetition: Repetition, number: int) -> str:
    window = repetition.window(number)
    return f"{repetition.name(window)}, by {day_in_words(window.latest)}"
