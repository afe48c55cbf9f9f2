"""Rules about a commitment's facts: the same for pages, the admin, imports and fixtures."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.core.files import File

from commitments.choices import Completion
from commitments.deadlines import (
    DueWindow,
    InvalidWindow,
    Repetition,
    is_repetition,
    repetition_from_text,
    window_from_edtf,
)
from commitments.deadlines.repetition import MOST

MAX_FILE_BYTES = 10 * 1024 * 1024
LATEST_YEAR = 2200
FILE_KINDS = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".odt": (b"PK\x03\x04",),
    ".txt": (),
    ".csv": (),
}


def validate_effective_day(day: dt.date, *, begins_on: dt.date, today: dt.date, field: str = "effective_on") -> None:
    """What is said to have happened happened between the document's day and today; `field` is where it was typed."""
    if day > today:
        raise ValidationError({field: f"{day:%-d %B %Y} is in the future. Give today or an earlier day."})
    if day < begins_on:
        raise ValidationError(
            {field: f"This is before the document ({begins_on:%-d %B %Y}). Give that day or a later one."}
        )


def validate_promise(text: str, phrase: str, *, begins_on: dt.date) -> DueWindow | None:
    """The due window of a new promise from its EDTF `text`; None when it has no date."""
    if not text:
        return None
    if not phrase:
        raise ValidationError({"due_phrase": "A date needs the words it was promised in. Copy them from the document."})
    window = read_window(text, field="due_edtf")
    if window.latest < begins_on:
        raise ValidationError(
            {"due_edtf": f"Due before the document ({begins_on:%-d %B %Y}). Check the year, or the document's date."}
        )
    return window


def validate_series(text: str, phrase: str, *, begins_on: dt.date, today: dt.date) -> Repetition | None:
    """The rule of a duty that comes back, when that is what is written; None for a single date or none."""
    if not is_repetition(text):
        return None
    if not phrase.strip():
        raise ValidationError({"due_phrase": "A date needs the words it was promised in. Copy them from the document."})
    try:
        found = repetition_from_text(text)
        passed = 0 if found.times else found.until(today).times or 0
    except InvalidWindow as problem:
        raise ValidationError({"due_edtf": str(problem)}) from problem
    if found.first.latest < begins_on:
        raise ValidationError(
            {"due_edtf": f"Due first before the document ({begins_on:%-d %B %Y}). Begin with the first time after it."}
        )
    if passed > MOST:
        raise ValidationError(
            {"due_edtf": f"More than {MOST} times have passed already. Begin with a later one, and say so in the note."}
        )
    return found


def read_window(text: str, *, field: str) -> DueWindow:
    try:
        return window_from_edtf(text)
    except InvalidWindow as problem:
        raise ValidationError({field: str(problem)}) from problem


def validate_claim(*, completion: str, narrative: str, no_change: bool, previous: str) -> None:
    """ "No change" repeats what was said last; anything else needs a sentence."""
    if completion not in Completion.values:
        raise ValidationError({"completion": "Choose one of the five steps of completion."})
    if no_change and completion != previous:
        raise ValidationError(
            {
                "completion": "“No change” and a new completion contradict each other. Untick it, or choose "
                f"“{Completion(previous).label}”, which was said last by that day."
            }
        )
    if not no_change and not narrative.strip():
        raise ValidationError({"narrative": "Say in a sentence what happened, or tick “no change”."})


def validate_forecast(day: dt.date | None, *, effective_on: dt.date, completion: str) -> None:
    if day is None:
        return
    if completion == Completion.COMPLETE:
        raise ValidationError({"forecast_on": "What is complete is not expected any more. Leave this empty."})
    if day < effective_on:
        raise ValidationError(
            {"forecast_on": f"This is before the day of the update ({effective_on:%-d %B %Y}). Give a later day."}
        )
    if day.year > LATEST_YEAR:
        raise ValidationError({"forecast_on": f"The year {day.year} is out of reach. Use one up to {LATEST_YEAR}."})


def validate_intervals(text: str) -> None:
    """Days from each telling of a reminder to the next, as they are stored: `7,7,14`."""
    if not re.fullmatch(r"[1-9]\d{0,2}(,[1-9]\d{0,2}){0,9}", text):
        raise ValidationError("Give up to ten numbers of days from 1 to 999, such as 7, 7, 14, 28.")


def validate_file(file: File) -> None:
    """By size, ending and first bytes: a page must never serve back something that runs."""
    name = (file.name or "").lower()
    ending = "." + name.rsplit(".", 1)[-1] if "." in name else ""
    if ending not in FILE_KINDS:
        kinds = ", ".join(sorted(FILE_KINDS))
        raise ValidationError({"file": f"Files of the kind “{ending or name}” are not taken. Use one of: {kinds}."})
    if file.size == 0:
        raise ValidationError({"file": "The file is empty. Choose another one."})
    if file.size > MAX_FILE_BYTES:
        raise ValidationError({"file": "The file is larger than 10 MB. Give a link to it, or a smaller file."})
    starts = FILE_KINDS[ending]
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if starts and not head.startswith(starts):
        raise ValidationError({"file": f"The file does not begin like a {ending} file. Save it again, or give a link."})
