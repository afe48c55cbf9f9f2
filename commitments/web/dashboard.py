"""The dashboard: one scope on one day, or on two side by side; every number a link to what it counts."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.dashboard import Places, comparison_of, dashboard_of, slippage_of
from commitments.pictures import pictures_of
from commitments.rollups.freshness import freshness
from commitments.web.asking import now_of, standing
from commitments.web.dashboard_form import DashboardForm
from commitments.web.day_links import day_links, presets
from commitments.web.pictures import today_of
from commitments.web.trend_chart import trend_chart


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
    on, against = form.cleaned_data["on"] or today, form.cleaned_data["against"]
    form.fill_in(subject, on, against)
    context |= {
        "left_out": left_out,
        "today": today,
        "now": now_of(request),
        "kept_day": "" if on == today else on.isoformat(),
        "freshness": freshness(asks),
        "presets": presets(subject, on, today),
    }
    if against and against != on:
        earlier, later = sorted((on, against))
        compared = comparison_of(subject, earlier, later, standing=asks, places=places)
        return render(request, "commitments/compare.html", context | {"compared": compared})
    shown = dashboard_of(subject, on, standing=asks, places=places)
    slippage = slippage_of(subject, asks, places) if on == today else None
    context |= {
        "shown": shown,
        "day_links": day_links(subject, on, today),
        "trend": trend_chart(shown.trend, today),
        "slippage": slippage,
        "pictures": pictures_of(shown, slippage),
        "kept": urlencode([*subject.asked, *([] if on == today else [("on", on.isoformat())])]),
    }
    return render(request, "commitments/dashboard.html", context)
