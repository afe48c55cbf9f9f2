"""What became of commitments between two days: which ones, and how many.

An earlier and a later day go in, and commitments come out with the state of each day. Only what begins a span of the
schedule between the two can have changed, so a question about everything costs what changed, and one about a place
what stands in it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, CharField, Exists, F, FilteredRelation, OuterRef, Q, Value, When

from commitments.choices import (
    DONE_STATES,
    IN_TIME_STATES,
    OPEN_STATES,
    Aspect,
    Change,
    DecisionKind,
    ScheduleState,
)
from commitments.models import CommitmentQuerySet, CommitmentSpan, Decision

States = tuple[ScheduleState, ...]
_OVERDUE: States = (ScheduleState.OVERDUE,)
_CLOSED: States = (ScheduleState.CLOSED,)
ALL = Q()
# From one of the first to one of the second; what is in neither was in the same group on both days.
FLOWS: Mapping[Change, tuple[States, States]] = {
    Change.APPEARED: ((), tuple(ScheduleState)),
    Change.BECAME_LATE: (IN_TIME_STATES, _OVERDUE),
    Change.DONE: (OPEN_STATES, DONE_STATES),
    Change.CLOSED: ((*OPEN_STATES, *DONE_STATES), _CLOSED),
    Change.NO_LONGER_LATE: (_OVERDUE, IN_TIME_STATES),
    Change.NOT_COMPLETE: (DONE_STATES, OPEN_STATES),
    Change.REOPENED: (_CLOSED, (*OPEN_STATES, *DONE_STATES)),
}


@dataclass(frozen=True)
class Step:
    """From a state (None: not yet there) to another; `move` says what became of the date, if anything did."""

    before: ScheduleState | None
    after: ScheduleState
    move: Change | None = None

    @property
    def flow(self) -> Change | None:
        return next((flow for flow, (befores, afters) in FLOWS.items() if self._is(befores, afters)), None)

    def _is(self, befores: States, afters: States) -> bool:
        return self.after in afters and (self.before in befores if befores else self.before is None)


def both_days(commitments: CommitmentQuerySet, earlier: dt.date, later: dt.date) -> CommitmentQuerySet:
    """With `first_day` and `last_day`, their spans of the schedule on the two; what is not there yet is left out."""
    return commitments.annotate(
        first_day=FilteredRelation("spans", condition=_standing(earlier)),
        last_day=FilteredRelation("spans", condition=_standing(later)),
    ).filter(last_day__state__in=ScheduleState.values)


def begun_anew(earlier: dt.date, later: dt.date, within: Q = ALL, most: int | None = None) -> Q:
    """Where anything can have changed between the two: no more than `most` of the spans `within` a place."""
    spans = CommitmentSpan.objects.in_states(Aspect.SCHEDULE, ScheduleState.values).filter(within)
    ids = spans.filter(first__gt=earlier, first__lte=later).order_by().values("commitment")
    return Q(pk__in=ids if most is None else ids.distinct()[:most])


def turned(earlier: dt.date, later: dt.date) -> Q:
    """The same for commitments that are found otherwise: an index answers it for each."""
    spans = CommitmentSpan.objects.filter(commitment=OuterRef("pk"), aspect=Aspect.SCHEDULE.value)
    return Q(Exists(spans.filter(first__gt=earlier, first__lte=later)))


def is_much(earlier: dt.date, later: dt.date, most: int) -> bool:
    """Whether more than `most` spans begin between the two, anywhere: asked of the index alone, and no further."""
    spans = CommitmentSpan.objects.filter(state__in=ScheduleState.values, first__gt=earlier, first__lte=later)
    return spans.order_by().values("state")[: most + 1].count() > most


def steps_between(commitments: CommitmentQuerySet, earlier: dt.date, later: dt.date) -> Counter[Step]:
    rows = (
        both_days(commitments, earlier, later)
        .annotate(move=_moved(earlier, later))
        .order_by()
        .values_list("first_day__state", "last_day__state", "move")
    )
    found: Counter[Step] = Counter()
    for before, after, move in rows:
        state = ScheduleState(before) if before else None
        found[Step(state, ScheduleState(after), Change(move) if move else None)] += 1
    return found


def became(changes: Iterable[str], earlier: dt.date, later: dt.date) -> Q:
    """A condition on `both_days`: any of `changes`; none asked for means any at all."""
    condition = Q(pk__in=[])
    for change in map(Change, changes or Change.values):
        condition |= _flowed(change) if change in FLOWS else _moves(earlier, later)[change]
    return condition


def _standing(day: dt.date) -> Q:
    return Q(spans__aspect=Aspect.SCHEDULE.value, spans__first__lte=day, spans__until__gt=day)


def _flowed(change: Change) -> Q:
    befores, afters = FLOWS[change]
    return (Q(first_day__state__in=befores) if befores else Q(first_day__state__isnull=True)) & Q(
        last_day__state__in=afters
    )


def _moved(earlier: dt.date, later: dt.date) -> Case:
    whens = [When(condition, then=Value(change.value)) for change, condition in _moves(earlier, later).items()]
    return Case(*whens, default=Value(""), output_field=CharField())


def _moves(earlier: dt.date, later: dt.date) -> dict[Change, Q]:
    """The date in force against that of the earlier day. What comes back has another with each time: there only a
    decision moves one."""
    once, again = Q(first_day__state__isnull=False, occurrence__isnull=True), Q(occurrence__isnull=False)
    moved = Decision.objects.filter(
        commitment=OuterRef("pk"),
        kind=DecisionKind.MOVE_DATE.value,
        occurrence__isnull=False,
        decided_on__gt=earlier,
        decided_on__lte=later,
    )
    put_off = Exists(moved.filter(new_latest__gt=F("old_latest")))
    put_forward = Exists(moved.filter(new_latest__lt=F("old_latest")))
    there = again & Q(first_day__state__isnull=False)
    return {
        Change.MOVED_LATER: once & Q(last_day__due_latest__gt=F("first_day__due_latest")) | there & Q(put_off),
        Change.MOVED_EARLIER: once & Q(last_day__due_latest__lt=F("first_day__due_latest"))
        | there & ~Q(put_off) & Q(put_forward),
        Change.DATE_GIVEN: once & Q(first_day__due_latest__isnull=True, last_day__due_latest__isnull=False),
        Change.DATE_LOST: once & Q(first_day__due_latest__isnull=False, last_day__due_latest__isnull=True),
    }
