"""Named baselines: which there are, what each says, and what became known since."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from commitments.access import may_keep_baseline
from commitments.baselines.board import board_of
from commitments.baselines.since import added, differing, with_known
from commitments.dashboard import Places, Subject
from commitments.models import BaselineOrder, NamedBaseline
from commitments.models.baseline_order import OPEN_ORDERS, OrderState
from commitments.rollups.freshness import freshness
from commitments.rollups.scope import Scope
from commitments.web.asking import now_of, standing
from commitments.web.kept import keeper
from commitments.web.kept_list import KeptListForm, kept_page

UNREADABLE = 422
REMEMBERED = dt.timedelta(days=30)  # an order that was refused


@require_safe
def baselines(request: HttpRequest) -> HttpResponse:
    asks = standing(request)
    found = NamedBaseline.objects.visible_to(asks).select_related("made_by", "withdrawal", "country")
    may_keep = asks.is_administrator or bool(asks.coordinated_countries)
    context = {"baselines": list(found), "orders": _orders(request), "may_keep": may_keep}
    return render(request, "commitments/baselines.html", context)


def _orders(request: HttpRequest) -> list[BaselineOrder]:
    """What is being kept; what was refused of late, to whoever could order it anew."""
    asks = standing(request)
    late = now_of(request) - REMEMBERED
    seen = BaselineOrder.objects.visible_to(asks).select_related("ordered_by", "country")
    recent = seen.filter(Q(state__in=OPEN_ORDERS) | Q(state=OrderState.REFUSED, ordered_at__gt=late))
    return [order for order in recent if order.is_open or may_keep_baseline(asks, order.country)]


@require_safe
def baseline_detail(request: HttpRequest, pk: int) -> HttpResponse:
    baseline, subject, scope = found(request, pk)
    fresh = freshness(standing(request), now_of(request))
    context = {
        "baseline": baseline,
        "subject": subject,
        "may_withdraw": may_keep_baseline(standing(request), baseline.country),
        "freshness": fresh,
        "now": now_of(request),
        "list_address": reverse("commitment-list"),
        "kept_address": reverse("baseline-list", args=[baseline.pk]),
    }

    def drawn() -> str:
        board = board_of(baseline, subject, scope)
        return render_to_string("commitments/baseline_board.html", context | {"board": board})

    kept = keeper(subject, baseline.on, baseline.on, standing(request), fresh)
    context["drawn"] = mark_safe(kept.kept_text(f"baseline {baseline.pk}", drawn))
    return render(request, "commitments/baseline_detail.html", context)


@require_safe
def baseline_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every entry as it was kept, beside what is known now; `added` lists what was not kept."""
    baseline, subject, scope = found(request, pk)
    form = KeptListForm(request.GET)
    context: dict[str, Any] = {"baseline": baseline, "form": form, "subject": subject}
    if not form.is_valid():
        return render(request, "commitments/baseline_list.html", context, status=UNREADABLE)
    asked = form.cleaned_data
    listed: QuerySet[Any]
    if asked["added"]:
        listed = added(baseline, scope).select_related("lead").order_by("reference")
    else:
        listed = form.narrow(differing(with_known(baseline, scope), asked["differs"])).select_related("commitment")
    context |= kept_page(listed, request.GET)
    return render(request, "commitments/baseline_list.html", context)


def found(request: HttpRequest, pk: int) -> tuple[NamedBaseline, Subject, Scope]:
    """404 for what one may not see."""
    asks = standing(request)
    visible = NamedBaseline.objects.visible_to(asks).select_related("made_by", "withdrawal__withdrawn_by", "country")
    baseline = get_object_or_404(visible.select_related("document", "pillar", "institution"), pk=pk)
    subject = Subject.of(baseline)
    return baseline, subject, subject.scope(asks, Places.seen_by(asks))
