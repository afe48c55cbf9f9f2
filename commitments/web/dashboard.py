"""The dashboard: one scope, one day, every number a link to what it counts."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.dashboard import Places, Subject, dashboard_of, slippage_of
from commitments.pictures import pictures_of
from commitments.rollups.freshness import freshness
from commitments.web.asking import now_of, standing
from commitments.web.dashboard_form import DashboardForm
from commitments.web.pictures import today_of
from commitments.web.trend_chart import trend_chart

STEPS = (("A year earlier", -365), ("90 days earlier", -90), ("In 90 days", 90), ("In a year", 365))


@dataclass(frozen=True)
class DayLink:
    label: str
    day: dt.date
    query: str


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    asks = standing(request)
    places = Places.seen_by(asks)
    form = DashboardForm(request.GET, places)
    context = {"form": form, "places": places, "list_address": reverse("commitment-list")}
    if not places.countries or not form.is_valid():
        return render(request, "commitments/dashboard.html", context)
    subject, left_out = form.subject()
    today = today_of(subject, places, now_of(request))
    on = form.cleaned_data["on"] or today
    form.fill_in(subject, on)
    shown = dashboard_of(subject, on, standing=asks, places=places)
    slippage = slippage_of(subject, asks, places) if on == today else None
    context |= {
        "shown": shown,
        "left_out": left_out,
        "today": today,
        "now": now_of(request),
        "day_links": _day_links(subject, on, today),
        "kept_day": "" if on == today else on.isoformat(),
        "trend": trend_chart(shown.trend, today),
        "freshness": freshness(asks),
        "slippage": slippage,
        "pictures": pictures_of(shown, slippage),
        "kept": urlencode([*subject.asked, *([] if on == today else [("on", on.isoformat())])]),
    }
    return render(request, "commitments/dashboard.html", context)


def _day_links(subject: Subject, on: dt.date, today: dt.date) -> list[DayLink]:
    days = [(label, on + dt.timedelta(days=shift)) for label, shift in STEPS]
    days.insert(2, ("Today", today))
    return [
        DayLink(label, day, urlencode([*subject.asked, *([] if day == today else [("on", day.isoformat())])]))
        for label, day in days
        if day != on and 1900 <= day.year <= 2200
    ]
