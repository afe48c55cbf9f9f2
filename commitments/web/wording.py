"""Numbers and days in sentences, as pages and their messages say them."""

import datetime as dt


def day_in_words(day: dt.date | None) -> str:
    return f"{day.day} {day:%B} {day.year}" if day else ""


def count_in_words(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
