"""Which commitments were in a state on a day: the list behind every number."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import DateField, OuterRef, Q, Subquery

from commitments.choices import Aspect
from commitments.models import CommitmentSpan


def in_band(aspect: Aspect | str, states: Iterable[str], on: dt.date) -> Q:
    """A condition on commitments: `Commitment.objects.filter(in_band(Aspect.SCHEDULE, ["overdue"], on))`."""
    spans = CommitmentSpan.objects.in_states(Aspect(aspect), states).on(on)
    return Q(pk__in=spans.values("commitment"))


def due_on(on: dt.date) -> Subquery:
    """The latest day of the due window that was in force on that day."""
    spans = CommitmentSpan.objects.filter(commitment=OuterRef("pk"), aspect=Aspect.SCHEDULE).on(on)
    return Subquery(spans.values("due_latest")[:1], output_field=DateField(null=True))
