"""Which commitments had slipped against their first promise on a day: by the spans of that day, and of what comes back
by its facts, which know which time was the current one."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from commitments.choices import OPEN_STATES, Aspect, Completion, Movement, ScheduleState
from commitments.models import Commitment, CommitmentSpan
from commitments.models.movement import movement_condition
from commitments.models.schedule import annotations_as_of


def slipped(on: dt.date, *, many: bool) -> Q:
    """A condition on commitments. Where `many` stand they are gathered from an index of states; of what stands in one
    place each is looked up."""
    found = (_still_open(on), _done(on), _coming_back(on))
    if many:
        return Q(pk__in=found[0]) | Q(pk__in=found[1]) | Q(pk__in=found[2])
    one = OuterRef("pk")
    spans = Q(Exists(found[0].filter(commitment=one))) | Q(Exists(found[1].filter(commitment=one)))
    return spans | Q(occurrence__isnull=False) & Q(Exists(found[2].filter(pk=one)))


def _still_open(on: dt.date) -> QuerySet[CommitmentSpan, Any]:
    spans = CommitmentSpan.objects.in_states(Aspect.SCHEDULE, OPEN_STATES).on(on)
    return _of_what_is_promised_once(spans.filter(due_latest__gt=F("commitment__baseline_latest")))


def _done(on: dt.date) -> QuerySet[CommitmentSpan, Any]:
    """Withdrawn ones owe nothing any more."""
    closed = CommitmentSpan.objects.in_states(Aspect.SCHEDULE, [ScheduleState.CLOSED]).on(on)
    spans = CommitmentSpan.objects.in_states(Aspect.COMPLETION, [Completion.COMPLETE]).on(on)
    late = spans.filter(first__gt=F("commitment__baseline_latest"))
    return _of_what_is_promised_once(late.exclude(Exists(closed.filter(commitment=OuterRef("commitment")))))


def _of_what_is_promised_once(spans: QuerySet[CommitmentSpan]) -> QuerySet[CommitmentSpan, Any]:
    return spans.filter(commitment__occurrence__isnull=True).values("commitment")


def _coming_back(on: dt.date) -> QuerySet[Commitment, Any]:
    rows = Commitment.objects.filter(occurrence__isnull=False).alias(**annotations_as_of(on))
    return rows.filter(movement_condition([Movement.SLIPPED], on)).values("pk")
