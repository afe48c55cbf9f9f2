"""Which commitments were in a state on a day: the list behind every number."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery

from commitments.choices import Aspect, ScheduleState
from commitments.models import CommitmentSpan

_A_MONTH = dt.timedelta(days=31)


def in_band(aspect: Aspect | str, states: Iterable[str], on: dt.date, *, many: bool = False) -> Q:
    """A condition on commitments: `Commitment.objects.filter(in_band(Aspect.SCHEDULE, ["overdue"], on))`.

    Of `many` it is asked one by one, in the order of the list, until a page is full; a few are gathered first.
    """
    spans = CommitmentSpan.objects.in_states(Aspect(aspect), states).on(on)
    return Q(Exists(spans.filter(commitment=OuterRef("pk")))) if many else Q(pk__in=spans.values("commitment"))


class _LookedUp(Exists):
    """Of each row on the way. PostgreSQL takes spans that hold on a day for far rarer than they are, and would gather
    and sort them all for one page: what is no EXISTS it cannot turn into a join."""

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="((%(subquery)s) <> 0)", **context)


def looked_up(aspect: Aspect | str, states: Iterable[str], on: dt.date) -> Q:
    """The same as `in_band`, for a walk through where nearly all are in it."""
    spans = CommitmentSpan.objects.in_states(Aspect(aspect), states).on(on)
    return Q(_LookedUp(spans.filter(commitment=OuterRef("pk"))))


class _OneOf(Func):
    """Its id is one of these, all of which are looked up first. PostgreSQL would else walk through everything in the
    order of the list, trusting to meet enough of them soon."""

    output_field = BooleanField()
    template = "(%(expressions)s)"
    arg_joiner = " IN "

    def __init__(self, ids: QuerySet[Any, Any]) -> None:
        super().__init__(F("pk"), Subquery(ids))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s))", arg_joiner=" = ANY(ARRAY", **context)


def one_of(ids: QuerySet[Any, Any]) -> Q:
    """A condition on commitments: of these ids, which are few and may stand anywhere in the order of the list."""
    return Q(_OneOf(ids))


def gathered(aspect: Aspect | str, states: Iterable[str], on: dt.date) -> Q:
    """The same as `in_band` of few."""
    return one_of(CommitmentSpan.objects.in_states(Aspect(aspect), states).on(on).values("commitment"))


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
    if are_few_days(earliest, latest):
        return one_of(spans.values("commitment"))
    if earliest and latest:
        return Q(pk__in=spans.values("commitment"))
    return Q(Exists(spans.filter(commitment=OuterRef("pk"))))


def are_few_days(earliest: dt.date | None, latest: dt.date | None) -> bool:
    """A month ahead, a number of the dashboard: what is due then is gathered and sorted."""
    return earliest is not None and latest is not None and latest - earliest <= _A_MONTH
