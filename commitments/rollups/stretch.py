"""Where in the order of dates a list of another day stands: between the days that its states allow, but for what moved
since. A page there is met at once, however much is overdue in front of it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from commitments.choices import Aspect, DecisionKind, ScheduleState
from commitments.models import Commitment, CommitmentSpan, Decision, DependencyMove, ProgressUpdate
from commitments.models.bands import DATED_STATES, due_in
from commitments.paging import Stretch
from commitments.rollups.which import one_of
from commitments.timeline import FOR_EVER

_MOST_WAITING = 1_000
_DATELESS = frozenset((ScheduleState.UNDATED, ScheduleState.DONE_UNDATED))


def stretch_of(states: Collection[str], on: dt.date, *, is_past: bool = True) -> Stretch | None:
    """None where the states say nothing of the date that is in force, or where very many wait to be counted.

    Dates move later: of what was overdue on a past day a walk from the end soon meets some that moved there since.
    """
    dated = set(states) - _DATELESS
    if not dated <= DATED_STATES:
        return None
    waiting = Commitment.objects.awaiting_rollup().order_by("pk").values_list("pk", flat=True)[: _MOST_WAITING + 1]
    elsewhere = _Elsewhere(on, list(waiting), () if dated else tuple(states))
    if len(elsewhere.waiting) > _MOST_WAITING:
        return None
    if not dated:
        return Stretch(before=elsewhere.of(Q()), is_empty=True)
    first, last = due_in(dated, on)
    if is_past and first is None:
        last = None
    return Stretch(
        first,
        last,
        before=elsewhere.of(Q(new_latest__lt=first)) if first else None,
        behind=elsewhere.of(Q(new_latest__gt=last)) if last else None,
        without=elsewhere.of(Q(new_latest__isnull=True)) if dated == set(states) else None,
    )


@dataclass(frozen=True)
class _Elsewhere:
    """Whatever may have another date today than on that day: more than that, never less.

    What waits to be counted is among them, for its spans are still those of its former date.
    """

    on: dt.date
    waiting: list[int]
    dateless: tuple[str, ...]

    def of(self, there: Q) -> Q:
        decided = Decision.objects.filter(there, kind=DecisionKind.MOVE_DATE, decided_on__gt=self.on)
        if self.dateless:
            decided = decided.filter(commitment__in=self._no_longer_dateless())
        followed = DependencyMove.objects.filter(there, moved_on__gt=self.on)
        moved = (
            decided.order_by().values("commitment"),
            followed.order_by().values("dependency__commitment"),
            self._came_again().order_by().values("pk"),
        )
        ids = moved[0].union(*moved[1:], all=True)
        return one_of(ids) | Q(pk__in=self.waiting) if self.waiting else one_of(ids)

    def _came_again(self) -> QuerySet[Commitment]:
        """Another occurrence can only have become the current one by a claim."""
        told = ProgressUpdate.objects.filter(commitment=OuterRef("pk"), effective_on__gt=self.on)
        return Commitment.objects.filter(Exists(told), occurrence__isnull=False)

    def _no_longer_dateless(self) -> QuerySet[CommitmentSpan, Any]:
        """What was without a date then and is so no more: fewer than have moved."""
        spans = CommitmentSpan.objects.in_states(Aspect.SCHEDULE, self.dateless).on(self.on)
        return spans.filter(until__lt=FOR_EVER).values("commitment")
