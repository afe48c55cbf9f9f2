"""What was asked of the coordinator and what came of it, for those who answer and those who asked."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.choices import Answer, RequestKind
from commitments.fields import Choice
from commitments.models import DecisionRequest
from commitments.models.decision_request import DecisionRequestQuerySet
from commitments.web.asking import now_of, standing
from countries.models import Institution

SHOWN = 50
WAITING = "waiting"
STATES = [("", "All"), (WAITING, "Waiting"), *Answer.choices]


class RequestFilters(forms.Form):
    state = Choice(required=False, label="Answer", choices=STATES, noun="an answer")
    kind = Choice(required=False, label="Asked for", choices=[("", "Anything"), *RequestKind.choices], noun="a request")
    institution = Choice(required=False, label="Institution", noun="an institution with requests")

    def __init__(self, *args: Any, houses: list[Institution], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["institution"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "All"), *((str(house.pk), str(house)) for house in houses)]

    def narrowed(self, rows: DecisionRequestQuerySet) -> DecisionRequestQuerySet:
        """What cannot be read is said beside its field and narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        if said.get("state"):
            rows = rows.filter(answer="" if said["state"] == WAITING else said["state"])
        if said.get("kind"):
            rows = rows.filter(kind=said["kind"])
        if said.get("institution"):
            rows = rows.filter(commitment__lead=int(said["institution"]))
        return rows


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """Waiting ones first, the longest wait on top; then the newest answers."""
    asks = standing(request)
    if asks.person is None:
        raise PermissionDenied("Requests are read by those who make and answer them.")
    rows = DecisionRequest.objects.concerning(asks)
    houses = Institution.objects.filter(led_commitments__requests__in=rows).distinct().order_by("name", "pk")
    form = RequestFilters(request.GET, houses=list(houses.select_related("country")))
    found = form.narrowed(rows).select_related(
        "commitment__document__country",
        "commitment__lead",
        "other",
        "requested_by",
        "on_behalf_of",
        "answered_by",
        "answered_on_behalf_of",
        "decision",
        "proposed_reading__read_by",
    )
    ordered = found.defer("commitment__document__text").order_by(
        F("answered_at").desc(nulls_first=True), "posted_at", "pk"
    )
    page = Paginator(ordered, SHOWN).get_page(request.GET.get("page"))
    now = now_of(request)
    context = {"form": form, "page": page, "listed": [(one, _waits(one, now)) for one in page], "asks": asks}
    return render(request, "commitments/request_list.html", context)


def _waits(asked: DecisionRequest, now: dt.datetime) -> int:
    """Days from the question to its answer, or until today."""
    country = asked.commitment.country
    return (country.local_date(asked.answered_at or now) - country.local_date(asked.posted_at)).days
