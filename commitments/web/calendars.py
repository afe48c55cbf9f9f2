"""One's calendars: make a secret address, see it once, stop it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commitments.actions import make_calendar, revoke_calendar
from commitments.calendars import may_show
from commitments.models import CalendarFeed
from commitments.web.asking import now_of, standing
from commitments.web.forms import CalendarForm

UNREADABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, CalendarForm(standing=standing(request), initial=_asked(request)))
    form = CalendarForm(request.POST, standing=standing(request))
    if form.is_valid():
        try:
            feed, token = make_calendar(form.draft(), by=standing(request), now=now_of(request))
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            fresh = CalendarForm(standing=standing(request))
            return _page(
                request, fresh, made=feed, address=_address(token), subscribe=_subscribe(token), was_made=not token
            )
    return _page(request, form, status=UNREADABLE)


@require_POST
def calendar_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed.objects.filter(person=standing(request).person), pk=pk)
    revoke_calendar(feed, by=standing(request), now=now_of(request))
    messages.success(request, f"Stopped: “{feed.title}”. Its address answers nobody any more.")
    return redirect("calendar-list")


def _asked(request: HttpRequest) -> dict[str, str]:
    """What a link on another page proposes to show."""
    return {"shows": request.GET["shows"]} if "shows" in request.GET else {}


def _address(token: str) -> str:
    return f"{settings.SITE_URL}{reverse('calendar-feed', args=[token])}" if token else ""


def _subscribe(token: str) -> str:
    """The scheme calendar programs listen to."""
    return "webcal:" + _address(token).partition(":")[2]


def _page(request: HttpRequest, form: CalendarForm, *, status: int = 200, **more: Any) -> HttpResponse:
    mine = CalendarFeed.objects.live().filter(person=standing(request).person)
    rows = [
        (feed, may_show(feed, standing(request)))
        for feed in mine.select_related("institution", "country", "saved_filter")
    ]
    answer = render(request, "commitments/calendars.html", {"form": form, "rows": rows, **more}, status=status)
    if more.get("address"):
        answer["Cache-Control"] = "no-store"  # the secret is shown once, also by the back button
    return answer
