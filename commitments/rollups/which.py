"""Which commitments were in a state on a day: the list behind every number."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Subquery

from commitments.choices import Aspect, ScheduleState
from commitments.models import CommitmentSpan
from commitments.models.span import CommitmentSpanQuerySet


def in_band(aspect: Aspect | str, states: Iterable[str], on: dt.date, *, many: bool = False) -> Q:
    """A condition on commitments: `Commitment.objects.filter(in_band(Aspect.SCHEDULE, ["overdue"], on))`.

    Of `many` it is asked one by one, in the order of the list, until a page is full; a few are gathered first.
    """
    spans = CommitmentSpan.objects.in_states(Aspect(aspect), states).on(on)
    return Q(Exists(spans.filter(commitment=OuterRef("pk")))) if many else Q(pk__in=spans.values("commitment"))


class _Gathered(Func):
    """Its id is one of these, all of which are looked up first. PostgreSQL would else walk through everything in the
    order of the list, trusting to meet enough of them soon."""

    output_field = BooleanField()
    template = "(%(expressions)s)"
    arg_joiner = " IN "

    def __init__(self, spans: CommitmentSpanQuerySet) -> None:
        super().__init__(F("pk"), Subquery(spans.values("commitment")))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s))", arg_joiner=" = ANY(ARRAY", **context)


def gathered(aspect: Aspect | str, states: Iterable[str], on: dt.date) -> Q:
    """The same as `in_band` of few that may stand anywhere in the order of the list."""
    return Q(_Gathered(CommitmentSpan.objects.in_states(Aspect(aspect), states).on(on)))


def are_many(found: int, total: int, page: int = 50) -> bool:
    """Whether going through `total` until a page is full costs less than gathering everything that is `found`."""
    return found * found > page * total


def due_between(
    on: dt.date, earliest: dt.date | None, latest: dt.date | None, states: Collection[str] = ScheduleState.values
) -> Q:
    """Whose date in force on that day is one of these days, both included; None is without an end.

    Between two ends they are few, and gathered from an index of due days; else asked one by one, as the list goes.
    """
    spans = CommitmentSpan.objects.in_states(Aspect.SCHEDULE, states).on(on)
    if earliest:
        spans = spans.filter(due_latest__gte=earliest)
    if latest:
        spans = spans.filter(due_latest__lte=latest)
    if earliest and latest:
        return Q(pk__in=spans.values("commitment"))
    return Q(Exists(spans.filter(commitment=OuterRef("pk"))))
