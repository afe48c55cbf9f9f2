"""Which commitments slipped, slipped twice, or were moved after their date had passed: conditions for a filter.

Today from the commitment's own columns; of a past day from what was decided and reported by then.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from commitments.choices import DecisionKind, Movement


def movement_condition(asked: Iterable[str], on: dt.date | None = None) -> Q:
    """Any of the movements asked for, as the record stands now or stood `on` a day: then the rows come `as_of` it."""
    condition = Q(pk__in=[])
    for movement in asked:
        condition |= _CONDITIONS[Movement(movement)](on)
    return condition


def _slipped(on: dt.date | None) -> Q:
    """Due or done later than first promised; withdrawn ones owe nothing any more."""
    if on is not None:
        first = first_promise_then()
        late = Q(GreaterThan(F("then_done_on"), first))
        return Q(then_closed_as="") & (
            late | Q(then_done_on__isnull=True) & Q(GreaterThan(F("then_due_latest"), first))
        )
    return Q(closed_as="") & (
        Q(done_on__gt=F("baseline_latest")) | Q(done_on__isnull=True, due_latest__gt=F("baseline_latest"))
    )


def first_promise_then() -> Coalesce:
    """Of what comes back, that of the occurrence which was the current one."""
    times = apps.get_model("commitments", "Occurrence").objects.filter(pk=OuterRef("then_about")).order_by()
    return Coalesce(Subquery(times.values("baseline_latest")[:1]), F("baseline_latest"))


def _twice(on: dt.date | None) -> Q:
    """One and the same date, by decision or with another one; of what comes back, that of one occurrence."""
    later = _moves(on).filter(new_latest__gt=F("old_latest")).order_by()
    decided = later.values("commitment", "occurrence").annotate(times=Count("pk")).filter(times__gte=2)
    with_another = _followed(on).filter(new_latest__gt=F("old_latest")).order_by()
    owner = F("dependency__commitment")
    followed = with_another.values(owner=owner).annotate(times=Count("pk")).filter(times__gte=2)
    each_once = Q(pk__in=Subquery(later.values("commitment"))) & Q(pk__in=Subquery(with_another.values(owner=owner)))
    return Q(pk__in=Subquery(decided.values("commitment"))) | Q(pk__in=Subquery(followed.values("owner"))) | each_once


def _after_due(on: dt.date | None) -> Q:
    passed = _followed(on).filter(dependency__commitment=OuterRef("pk"), moved_on__gt=F("old_latest"))
    return Q(Exists(_moves(on).filter(commitment=OuterRef("pk"), after_due=True))) | Q(Exists(passed))


def _moves(on: dt.date | None) -> QuerySet[Any]:
    """Asked for by name: the model of decisions stands on that of commitments, not the other way round."""
    moves = apps.get_model("commitments", "Decision").objects.filter(kind=DecisionKind.MOVE_DATE.value)
    return moves if on is None else moves.filter(decided_on__lte=on)


def _followed(on: dt.date | None) -> QuerySet[Any]:
    moves = apps.get_model("commitments", "DependencyMove").objects.all()
    return moves if on is None else moves.filter(moved_on__lte=on)


_CONDITIONS = {Movement.SLIPPED: _slipped, Movement.TWICE: _twice, Movement.AFTER_DUE: _after_due}
