"""Let a contradiction stand with a reason; read what was dismissed, and bring it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commitments.access import may_coordinate
from commitments.actions import dismiss, look_again
from commitments.contradictions import Kind, findings_about, standing_still
from commitments.fields import Text
from commitments.models import Commitment, Dismissal
from commitments.models.dismissal import LONGEST_REASON
from commitments.web.asking import days_of, now_of, standing
from commitments.web.contradictions import REFUSED
from commitments.web.form_page import UNREADABLE
from countries.access import Standing
from countries.models import Institution

SHOWN = 50


class DismissForm(forms.Form):
    reason = Text(
        max_length=LONGEST_REASON,
        label="Why may it stand?",
        help_text="Kept with your name. It comes back by itself when the facts change.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def contradiction_dismiss(request: HttpRequest, kind: str, subject: str, fingerprint: str) -> HttpResponse:
    """`subject` is the reference of a commitment, or the id of an institution nobody answers for."""
    if kind not in Kind.values:
        raise Http404
    about, asks = _about(request, Kind(kind), subject), standing(request)
    form = DismissForm(request.POST if request.method == "POST" else None)
    found = [one for one in findings_about(Kind(kind), about, days_of(request)) if one.fingerprint == fingerprint]
    if request.method == "POST" and form.is_valid():
        try:
            dismiss(Kind(kind), about, fingerprint, form.cleaned_data["reason"], by=asks, now=now_of(request))
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, "Saved. It stands among the dismissed ones, with your reason.")
            return HttpResponseRedirect(reverse("contradictions"))
    context = {"form": form, "kind": Kind(kind), "about": about, "finding": found[0] if found else None}
    status = UNREADABLE if form.errors else 200
    return render(request, "commitments/contradiction_dismiss.html", context, status=status)


def _about(request: HttpRequest, kind: Kind, subject: str) -> Commitment | Institution:
    """404 for what one may not see, 403 for what another coordinates."""
    asks = standing(request)
    if kind != Kind.NO_OWNER:
        visible = Commitment.objects.visible_to(asks).select_related("document__country")
        commitment = visible.filter(reference=subject).first() if subject.isprintable() else None
        if commitment is None:
            raise Http404
        if not may_coordinate(asks, commitment):
            raise PermissionDenied(REFUSED)
        return commitment
    known = subject.isascii() and subject.isdecimal() and len(subject) <= 18
    house = Institution.objects.select_related("country").filter(pk=int(subject)).first() if known else None
    if house is None or not (asks.sees_all or house.country_id in asks.seen_countries):
        raise Http404
    if not (asks.is_administrator or house.country_id in asks.coordinated_countries):
        raise PermissionDenied(REFUSED)
    return house


@require_safe
def contradictions_dismissed(request: HttpRequest) -> HttpResponse:
    rows = _dismissals(_coordinating(request)).select_related(
        "commitment__document__country", "institution__country", "dismissed_by"
    )
    page = Paginator(rows.defer("commitment__document__text"), SHOWN).get_page(request.GET.get("page"))
    still = standing_still(page, days_of(request))
    listed = [(one, one.pk not in still) for one in page]
    return render(request, "commitments/contradictions_dismissed.html", {"page": page, "listed": listed})


@require_POST
def contradiction_look_again(request: HttpRequest, pk: int) -> HttpResponse:
    dismissal = get_object_or_404(_dismissals(_coordinating(request)), pk=pk)
    look_again(dismissal, by=standing(request), now=now_of(request))
    messages.success(request, "Saved. If it still contradicts itself, it is on the list again.")
    return HttpResponseRedirect(reverse("contradictions"))


def _dismissals(asks: Standing) -> Any:
    return Dismissal.objects.in_force().in_charge_of(asks)


def _coordinating(request: HttpRequest) -> Standing:
    asks = standing(request)
    if not (asks.is_administrator or asks.coordinated_countries):
        raise PermissionDenied(REFUSED)
    return asks
