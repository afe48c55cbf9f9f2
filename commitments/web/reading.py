"""What a deadline phrase means, while one types it: a piece of a page for forms that ask for one."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.deadlines.agreement import Words, read_words
from commitments.deadlines.answers import BadQuestion, day_or_none
from commitments.web.wording import times_in_words

# What forms call the choice among readings.
CHOICES = ("choice", "due_choice", "new_choice")


@require_safe
@login_required
def reading(request: HttpRequest) -> HttpResponse:
    """The form's own field names are understood too, so that it can be sent as it stands."""
    asked = request.GET
    phrase = next((asked[name] for name in ("phrase", "due_phrase", "new_phrase") if name in asked), "")
    language = asked.get("quotation_language") or asked.get("language") or "en"
    on = _day(asked.get("on", asked.get("decided_on", "")))
    read = read_words(Words(phrase, language, asked.get("country", ""), on)) if phrase.strip() else None
    choice = asked.get("choice", "")
    repetition = read.repetition if read and "repeats" in asked else None
    times = times_in_words(repetition) if repetition else []
    context = {"reading": read, "choice": choice if choice in CHOICES else "", "repetition": repetition, "times": times}
    return render(request, "commitments/_reading.html", context)


def _day(text: str) -> dt.date | None:
    try:
        return day_or_none(text)
    except BadQuestion:  # half typed; without it the reading says that it needs a date
        return None
