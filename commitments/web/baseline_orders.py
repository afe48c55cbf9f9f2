"""The order to keep a baseline of very many commitments: how far it is, or why it was not kept."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commitments.access import may_keep_baseline
from commitments.actions.keep_ordered import JOB, PATIENCE
from commitments.at_work import is_at_work
from commitments.dashboard import Subject
from commitments.models import BaselineOrder
from commitments.models.baseline_order import OrderState
from commitments.rollups.freshness import freshness
from commitments.web.asking import now_of, standing


@require_safe
@never_cache
def baseline_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever opens it when all is done reads the baseline; whoever waits on it is told, and goes there."""
    asks = standing(request)
    visible = BaselineOrder.objects.visible_to(asks).select_related("ordered_by", "country", "baseline")
    order = get_object_or_404(visible.select_related("document", "pillar", "institution"), pk=pk)
    if order.is_kept and order.baseline and not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(order.baseline.get_absolute_url())
    fresh = freshness(asks, now_of(request)) if order.is_open else None
    context = {
        "order": order,
        "subject": Subject.of(order),
        "freshness": fresh,
        "is_at_work": order.state == OrderState.KEEPING and is_at_work(JOB),
        "patience": PATIENCE.seconds // 3600,
        "before": BaselineOrder.objects.open().filter(pk__lt=order.pk).count() if order.is_open else 0,
        "again": _again(order) if may_keep_baseline(asks, order.country) else "",
    }
    return render(request, "commitments/baseline_order.html", context)


def _again(order: BaselineOrder) -> str:
    """The form, filled in as it was."""
    asked = [*Subject.of(order).asked, ("on", order.on.isoformat()), ("again", str(order.pk))]
    return f"{reverse('baseline-keep')}?{urlencode(asked)}"
