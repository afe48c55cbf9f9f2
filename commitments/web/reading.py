"""What a deadline phrase means, while one types it: a piece of a page for forms that ask for one."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.deadlines import read_deadline
from commitments.deadlines.answers import BadQuestion, day_or_none


@require_safe
@login_required
def reading(request: HttpRequest) -> HttpResponse:
    """The form's own field names are understood too, so that it can be sent as it stands."""
    asked = request.GET
    phrase = asked.get("phrase", asked.get("due_phrase", ""))
    language = asked.get("quotation_language") or asked.get("language") or "en"
    read = read_deadline(phrase, language=language, country=asked.get("country", ""), on=_day(asked.get("on", "")))
    return render(request, "commitments/_reading.html", {"reading": read if phrase.strip() else None})


def _day(text: str) -> dt.date | None:
    try:
        return day_or_none(text)
    except BadQuestion:  # half typed; without it the reading says that it needs a date
        return None
