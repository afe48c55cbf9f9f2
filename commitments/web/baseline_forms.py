"""Keep the figures of a dashboard as a named baseline; withdraw one."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from commitments.access import may_keep_baseline
from commitments.actions import BaselineDraft, keep_baseline, withdraw_baseline
from commitments.actions.freeze import MOST_AT_ONCE, NOT_YOURS
from commitments.dashboard import Places, Subject
from commitments.fields import Day, Line, Text
from commitments.models import BaselineOrder, NamedBaseline
from commitments.models.baseline_order import OrderState
from commitments.models.baseline_terms import LONGEST_NOTE
from commitments.rollups.counts import counts_on
from commitments.tasks import apply_rollup_changes, keep_ordered_baselines, wake
from commitments.web.asking import now_of, standing
from commitments.web.baselines import found
from commitments.web.dashboard_form import DashboardForm
from commitments.web.question import today_of

UNREADABLE = 422
LONGEST_NUMBER = 18


class KeepForm(forms.Form):
    name = Line(max_length=120, label="Name", help_text="As people will cite it, such as “Annual report 2025”.")
    on = Day(label="On", help_text="The figures and the list of this day are kept for good.")
    note = Text(
        max_length=LONGEST_NOTE,
        label="What is it for?",
        required=False,
        help_text="For example who reports it to whom.",
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    reason = Text(
        max_length=LONGEST_NOTE,
        label="Why shall nobody rely on it any more?",
        help_text="Kept with your name, beside the figures, which stay.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def baseline_keep(request: HttpRequest) -> HttpResponse:
    """The address says of which place, as the dashboard spells it."""
    asks, places = standing(request), Places.seen_by(standing(request))
    picked = DashboardForm(request.GET, places)
    if not places.countries or not picked.is_valid():
        raise Http404("No dashboard stands at this address. Open it from the dashboard itself.")
    subject, _ = picked.subject()
    if not may_keep_baseline(asks, subject.country):
        raise PermissionDenied(NOT_YOURS)
    today = today_of(subject, places, now_of(request))
    if request.method == "POST":
        form = KeepForm(request.POST)
        kept = _keep(request, form, subject, today)
        if kept is not None:
            return HttpResponseRedirect(kept.get_absolute_url())
    else:
        form = _again(request) or KeepForm(
            initial={"on": picked.cleaned_data["on"] or today, "submission": uuid.uuid4()}
        )
    context: dict[str, Any] = {"form": form, "subject": subject, "today": today}
    context["counts"] = counts_on(subject.scope(asks, places), picked.cleaned_data["on"] or today)
    context["most_at_once"] = MOST_AT_ONCE
    was_wrong = request.method == "POST" and form.errors
    return render(request, "commitments/baseline_keep.html", context, status=UNREADABLE if was_wrong else 200)


def _again(request: HttpRequest) -> KeepForm | None:
    """As it was filled in for an order that was refused, with the reason beside what it is about."""
    number = request.GET.get("again", "")
    refused = BaselineOrder.objects.visible_to(standing(request)).filter(state=OrderState.REFUSED)
    order = refused.filter(pk=int(number)).first() if number.isdecimal() and len(number) < LONGEST_NUMBER else None
    if order is None or not may_keep_baseline(standing(request), order.country):
        return None
    typed = {"name": order.name, "on": order.on.isoformat(), "note": order.note, "submission": uuid.uuid4()}
    form = KeepForm(typed)
    form.add_error(order.field or None, order.refusal)
    return form


def _keep(
    request: HttpRequest, form: KeepForm, subject: Subject, today: dt.date
) -> NamedBaseline | BaselineOrder | None:
    if not form.is_valid():
        return None
    asked, now = form.cleaned_data, now_of(request)
    draft = BaselineDraft(asked["name"], subject, asked["on"], today, asked["note"], asked["submission"])
    try:
        kept = keep_baseline(draft, by=standing(request), now=now)
    except ValidationError as problem:
        _refuse(form, problem)
        return None
    if isinstance(kept, BaselineOrder):
        wake(keep_ordered_baselines)
        return kept
    wake(apply_rollup_changes)
    messages.success(request, f"Kept: “{kept.name}”." if kept.made_at == now else "Kept already: it is there once.")
    return kept


@require_http_methods(["GET", "HEAD", "POST"])
def baseline_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    baseline, _, _ = found(request, pk)
    if not may_keep_baseline(standing(request), baseline.country):
        raise PermissionDenied(NOT_YOURS)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_baseline(baseline, form.cleaned_data["reason"], by=standing(request), now=now_of(request))
        except ValidationError as problem:
            _refuse(form, problem)
        else:
            messages.success(request, f"Withdrawn: “{baseline.name}”. It can still be read, with your reason.")
            return HttpResponseRedirect(baseline.get_absolute_url())
    context = {"form": form, "baseline": baseline}
    return render(request, "commitments/baseline_withdraw.html", context, status=UNREADABLE if form.errors else 200)


def _refuse(form: forms.Form, problem: ValidationError) -> None:
    """Beside the field it is about, or above them all."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for name, errors in problem.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
