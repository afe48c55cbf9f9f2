"""The dashboard of a saved list: the same page about other commitments, counted when it is asked for."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from commitments.dashboard import Comparison
from commitments.pictures import pictures_of
from commitments.rollups.freshness import freshness
from commitments.web.asking import now_of
from commitments.web.question import WORKED_OUT, NothingToShow
from commitments.web.saved_question import NoSuchList, SavedQuestion, TooMuch, form_of, question_of_list, saved_of
from commitments.web.trend_chart import trend_chart

UNREADABLE = 422


def saved_dashboard(request: HttpRequest) -> HttpResponse:
    try:
        saved, form = saved_of(request), form_of(request)
    except NoSuchList as reason:
        return _not_here(request, reason)
    context: dict[str, Any] = {"saved": saved, "form": form, "now": now_of(request), "places": form.places}
    if not form.is_valid():
        return render(request, "commitments/dashboard_saved.html", context, status=UNREADABLE)
    _, context["left_out"] = form.subject()
    try:
        question = question_of_list(request, saved, form)
    except NothingToShow as problem:
        return render(request, "commitments/dashboard_saved.html", context | {"problem": problem}, status=UNREADABLE)
    on, against = question.on, form.cleaned_data["against"]
    form.name_days(question.chosen, on, against)
    context |= _about(request, question) | {"is_one_day": against == on}
    try:
        compared = question.compared(form)
        context |= _side_by_side(compared, context) if compared else _drawn(question)
    except TooMuch as problem:
        address = request.GET.copy()
        address[WORKED_OUT[0]] = WORKED_OUT[1]
        wanted = {"problem": problem, "work_out": address.urlencode()}
        return render(request, "commitments/dashboard_saved.html", context | wanted)
    except NothingToShow as problem:
        return render(request, "commitments/dashboard_saved.html", context | {"problem": problem})
    return render(request, f"commitments/{'compare' if compared else 'dashboard_saved'}.html", context)


def _not_here(request: HttpRequest, reason: NoSuchList) -> HttpResponse:
    context = {"title": "This saved list is not here", "reason": str(reason), "is_a_list": True}
    return render(request, "commitments/dashboard/no_picture.html", context, status=404)


def _about(request: HttpRequest, question: SavedQuestion) -> dict[str, Any]:
    on, subject = question.on, question.chosen
    kept_day = "" if on == question.today else on.isoformat()
    kept = [*subject.asked, *([("on", kept_day)] if kept_day else [])]
    return {
        "subject": subject,
        "on": on,
        "today": question.today,
        "kept_day": kept_day,
        "kept": urlencode([*kept, WORKED_OUT] if question.works_out else kept),
        "freshness": freshness(question.standing, now_of(request)),
        "list_address": reverse("commitment-list"),
        "is_steady": question.is_steady,
    }


def _side_by_side(compared: Comparison, context: dict[str, Any]) -> dict[str, Any]:
    drawn = render_to_string("commitments/compare/body.html", context | {"compared": compared})
    return {"earlier": compared.earlier, "later": compared.later, "drawn": mark_safe(drawn)}


def _drawn(question: SavedQuestion) -> dict[str, Any]:
    shown, slippage = question.answer()
    return {
        "shown": shown,
        "slippage": slippage,
        "trend": trend_chart(shown.trend, question.today),
        "pictures": pictures_of(shown, slippage),
    }
