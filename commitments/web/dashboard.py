"""The dashboard: one scope on one day, or on two side by side; every number a link to what it counts."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from commitments.access import may_keep_baseline
from commitments.dashboard import Places, Subject, comparison_of
from commitments.dashboard.subject import commitments_within
from commitments.models import Commitment, NamedBaseline
from commitments.pictures import pictures_of
from commitments.rollups.freshness import freshness
from commitments.web.asking import now_of, standing
from commitments.web.dashboard_form import DashboardForm
from commitments.web.day_links import day_links, presets
from commitments.web.question import WORKED_OUT, Question, is_worked_out, today_of
from commitments.web.saved_dashboard import saved_dashboard
from commitments.web.trend_chart import trend_chart
from countries.models import Document


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    if request.GET.get("saved"):
        return saved_dashboard(request)
    asks = standing(request)
    places = Places.seen_by(asks)
    form = DashboardForm(request.GET, places)
    context = {"form": form, "places": places, "list_address": reverse("commitment-list")}
    if not form.is_valid() or not places.countries:
        return render(request, "commitments/dashboard.html", context)
    subject, left_out = form.subject()
    today = today_of(subject, places, now_of(request))
    on, against = form.cleaned_data["on"] or today, form.cleaned_data["against"]
    form.fill_in(subject, on, against)
    question = Question(subject, on, today, asks, places, works_out=is_worked_out(request))
    fresh = freshness(asks, now_of(request))
    kept = [*subject.asked, *([] if on == today else [("on", on.isoformat())])]
    context |= {
        "left_out": left_out,
        "today": today,
        "now": now_of(request),
        "kept_day": "" if on == today else on.isoformat(),
        "kept": urlencode([*kept, WORKED_OUT] if question.works_out else kept),
        "work_out": urlencode([*kept, WORKED_OUT]),
        "freshness": fresh,
        "presets": presets(subject, on, today, _last_report(question)),
        "may_keep": may_keep_baseline(asks, subject.country) and on <= today,
        "is_one_day": against == on,
        "subject": subject,
        "on": on,
    }
    if against and against != on:
        earlier, later = sorted((on, against))
        context |= {"earlier": earlier, "later": later}
        drawn = question.keeper(fresh).kept_text(f"compared with {against}", lambda: _compared(question, context))
        return render(request, "commitments/compare.html", context | {"drawn": mark_safe(drawn)})
    context |= {"scope": question.scope, "day_links": day_links(subject, on, today)}
    charts = question.keeper(fresh).kept_text("charts", lambda: _charts(question, context))
    return render(request, "commitments/dashboard.html", context | {"charts": mark_safe(charts)})


def _compared(question: Question, context: dict[str, Any]) -> str:
    days = context["earlier"], context["later"]
    compared = comparison_of(question.subject, *days, standing=question.standing, places=question.places)
    return render_to_string("commitments/compare/body.html", context | {"compared": compared})


def _charts(question: Question, context: dict[str, Any]) -> str:
    shown, slippage = question.answer()
    drawn = {
        "shown": shown,
        "slippage": slippage,
        "trend": trend_chart(shown.trend, question.today),
        "begins": None if shown.figures.total.count else _begins(question),
        "pictures": pictures_of(shown, slippage),
    }
    return render_to_string("commitments/dashboard/charts.html", context | drawn)


def _begins(question: Question) -> dt.date | None:
    """The first day on which anything counts there, for whoever asks about an earlier one."""
    there = commitments_within(question.subject.scope(question.standing, question.places))
    promised = Commitment.objects.filter(there, document=OuterRef("pk"))
    return (
        Document.objects.filter(Exists(promised))
        .order_by("counted_from")
        .values_list("counted_from", flat=True)
        .first()
    )


def _last_report(question: Question) -> NamedBaseline | None:
    """Of this very place or, if it has none, of the next wider one; all of one country is that country."""
    subject, countries = question.subject, question.places.countries.values()
    only = [Subject(country) for country in countries if len(countries) == 1 and not subject.asked]
    wider = [subject, *only, *reversed(subject.trail())]
    return NamedBaseline.objects.visible_to(question.standing).last_before(question.on, [one.places for one in wider])
