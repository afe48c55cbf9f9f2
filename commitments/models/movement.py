"""Which commitments slipped, slipped twice, or were moved after their date had passed: conditions for a filter."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from commitments.choices import DecisionKind, Movement


def movement_condition(asked: Iterable[str]) -> Q:
    """Any of the movements asked for."""
    condition = Q(pk__in=[])
    for movement in asked:
        condition |= _CONDITIONS[Movement(movement)]()
    return condition


def _slipped() -> Q:
    """Due or done later than first promised; withdrawn ones owe nothing any more."""
    return Q(closed_as="") & (
        Q(done_on__gt=F("baseline_latest")) | Q(done_on__isnull=True, due_latest__gt=F("baseline_latest"))
    )


def _twice() -> Q:
    """One and the same date; of what comes back, that of one occurrence."""
    later = _moves().filter(new_latest__gt=F("old_latest")).order_by().values("commitment", "occurrence")
    return Q(pk__in=Subquery(later.annotate(times=Count("pk")).filter(times__gte=2).values("commitment")))


def _after_due() -> Q:
    return Q(Exists(_moves().filter(commitment=OuterRef("pk"), after_due=True)))


def _moves() -> QuerySet[Any]:
    """Asked for by name: the model of decisions stands on that of commitments, not the other way round."""
    return apps.get_model("commitments", "Decision").objects.filter(kind=DecisionKind.MOVE_DATE.value)


_CONDITIONS = {Movement.SLIPPED: _slipped, Movement.TWICE: _twice, Movement.AFTER_DUE: _after_due}
