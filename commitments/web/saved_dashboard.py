"""The dashboard of a saved list: the same page about other commitments, counted when it is asked for."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from commitments.calendars.scope import what_is_wrong
from commitments.dashboard.chosen import MOST, Chosen, dashboard_of_chosen
from commitments.fields import Day
from commitments.filters import CommitmentFilters
from commitments.models import SavedFilter
from commitments.pictures import pictures_of
from commitments.rollups.freshness import freshness
from commitments.rollups.scope import children_by_parent
from commitments.saved_lists import is_steady, question_of
from commitments.web.asking import now_of, standing
from commitments.web.trend_chart import trend_chart
from countries.models import Country, local_dates

UNREADABLE = 422


class SavedDayForm(forms.Form):
    on = Day(label="On", required=False)


def saved_dashboard(request: HttpRequest) -> HttpResponse:
    """404 for a list of somebody else: it is nobody's business that it is there."""
    asks, asked = standing(request), request.GET["saved"]
    known = asked.isascii() and asked.isdecimal() and len(asked) <= 18
    saved = get_object_or_404(SavedFilter, pk=int(asked) if known else 0, person=asks.person)
    form = SavedDayForm(request.GET)
    seen = Country.objects.all() if asks.sees_all else Country.objects.filter(pk__in=asks.seen_countries)
    countries = {country.pk: country for country in seen}
    days = local_dates(countries.values(), now_of(request))
    today = min(days.values(), default=now_of(request).date())
    on = (form.cleaned_data["on"] if form.is_valid() else None) or today
    filters = CommitmentFilters(question_of(saved, on.isoformat()), standing=asks, days=days)
    context: dict[str, Any] = {"saved": saved, "form": form, "on": on, "now": now_of(request), "most": MOST}
    if not form.is_valid() or not filters.is_valid():
        problem = "" if filters.is_valid() else what_is_wrong(filters)
        return render(request, "commitments/dashboard_saved.html", context | {"problem": problem}, status=UNREADABLE)
    context["form"] = SavedDayForm({"on": on.isoformat()})
    subject = Chosen(saved=saved.pk, title=saved.name)
    shown = dashboard_of_chosen(
        subject,
        on,
        found=filters.qs,
        ever=_ever(filters, saved) if is_steady(saved) else None,
        today=today,
        countries=countries,
        below=children_by_parent(filters.facets.institution_parents),
    )
    context |= {
        "shown": shown,
        "subject": subject,
        "today": today,
        "kept_day": "" if on == today else on.isoformat(),
        "freshness": freshness(asks, now_of(request)),
        "list_address": reverse("commitment-list"),
        "is_compared": bool(request.GET.get("against")),
        "is_steady": is_steady(saved),
        "slippage": None,
        "trend": trend_chart(shown.trend, today) if shown else None,
        "pictures": pictures_of(shown, None) if shown else {},
    }
    return render(request, "commitments/dashboard_saved.html", context)


def _ever(filters: CommitmentFilters, saved: SavedFilter) -> Any:
    """On any day: what a steady question finds begins with its document, as its spans do."""
    asked: QueryDict = question_of(saved, "")
    return filters.another(asked).qs
