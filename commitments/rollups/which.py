"""Which commitments were in a state on a day: the list behind every number."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import DateField, Exists, OuterRef, Q, Subquery

from commitments.choices import Aspect
from commitments.models import CommitmentSpan


def in_band(aspect: Aspect | str, states: Iterable[str], on: dt.date, *, many: bool = False) -> Q:
    """A condition on commitments: `Commitment.objects.filter(in_band(Aspect.SCHEDULE, ["overdue"], on))`.

    Of `many` it is asked one by one, in the order of the list, until a page is full; a few are gathered first.
    """
    spans = CommitmentSpan.objects.in_states(Aspect(aspect), states).on(on)
    return Q(Exists(spans.filter(commitment=OuterRef("pk")))) if many else Q(pk__in=spans.values("commitment"))


def are_many(found: int, total: int, page: int = 50) -> bool:
    """Whether going through `total` until a page is full costs less than gathering everything that is `found`."""
    return found * found > page * total


def due_on(on: dt.date) -> Subquery:
    """The latest day of the due window that was in force on that day."""
    spans = CommitmentSpan.objects.filter(commitment=OuterRef("pk"), aspect=Aspect.SCHEDULE).on(on)
    return Subquery(spans.values("due_latest")[:1], output_field=DateField(null=True))
