"""What became of commitments between two days: which ones, and how many.

An earlier and a later day go in, and commitments come out with the state of each day. Only what begins a span between
the two can have changed, so a question costs what changed or what stands in the place it is about. Of a great many
`between_many` counts.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.lookups import Exact

from commitments.choices import (
    DONE_STATES,
    IN_TIME_STATES,
    OPEN_STATES,
    Aspect,
    Change,
    Completion,
    DecisionKind,
    ScheduleState,
)
from commitments.models import CommitmentQuerySet, CommitmentSpan, Decision
from commitments.models.schedule import current_occurrence
from commitments.models.span import CommitmentSpanQuerySet

States = tuple[ScheduleState, ...]
_OVERDUE: States = (ScheduleState.OVERDUE,)
_CLOSED: States = (ScheduleState.CLOSED,)
STEPS = tuple(Completion)  # from the least to the most
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
    """From a state (None: not yet there) to another; `move` says what became of the date, `progress` what of the
    completion, if anything did. Neither state: that of the schedule stayed."""

    before: ScheduleState | None
    after: ScheduleState | None
    move: Change | None = None
    progress: Change | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for change in (self.flow, self.move, self.progress) if change)

    @property
    def flow(self) -> Change | None:
        return next((flow for flow, (befores, afters) in FLOWS.items() if self._is(befores, afters)), None)

    def _is(self, befores: States, afters: States) -> bool:
        return self.after in afters and (self.before in befores if befores else self.before is None)


def step_from(before: str | None, after: str | None, move: str | None, progress: str | None) -> Step:
    """As a database spells it."""
    return Step(
        ScheduleState(before) if before else None,
        ScheduleState(after) if after else None,
        Change(move) if move else None,
        Change(progress) if progress else None,
    )


def both_days(commitments: CommitmentQuerySet, earlier: dt.date, later: dt.date) -> CommitmentQuerySet:
    """With `first_day` and `last_day`, their spans of the schedule on the two, and those of completion, `first_claim`
    and `last_claim`; what is not there yet is left out."""
    return commitments.annotate(
        first_day=FilteredRelation("spans", condition=_standing(earlier, Aspect.SCHEDULE)),
        last_day=FilteredRelation("spans", condition=_standing(later, Aspect.SCHEDULE)),
        first_claim=FilteredRelation("spans", condition=_standing(earlier, Aspect.COMPLETION)),
        last_claim=FilteredRelation("spans", condition=_standing(later, Aspect.COMPLETION)),
    ).filter(last_day__state__in=ScheduleState.values)


def begun_anew(earlier: dt.date, later: dt.date) -> Q:
    """Where anything can have changed between the two."""
    return Q(pk__in=_begun(earlier, later).order_by().values("commitment"))


def turned(earlier: dt.date, later: dt.date) -> Q:
    """The same for commitments that are found otherwise: an index answers it for each."""
    spans = CommitmentSpan.objects.filter(commitment=OuterRef("pk"), first__gt=earlier, first__lte=later)
    return Q(Exists(spans.filter(aspect__in=[Aspect.SCHEDULE, Aspect.COMPLETION])))


def is_much(earlier: dt.date, later: dt.date, most: int) -> bool:
    """Whether more than `most` spans begin between the two, anywhere: asked of the index alone, and no further."""
    return _begun(earlier, later).order_by().values("state")[: most + 1].count() > most


def _begun(earlier: dt.date, later: dt.date) -> CommitmentSpanQuerySet:
    states = [*ScheduleState.values, *Completion.values]
    return CommitmentSpan.objects.filter(state__in=states, first__gt=earlier, first__lte=later)


def steps_between(commitments: CommitmentQuerySet, earlier: dt.date, later: dt.date) -> Counter[Step]:
    rows = (
        both_days(commitments, earlier, later)
        .annotate(move=_moved(earlier, later), progress=_progressed(earlier, later))
        .order_by()
        .values_list("first_day__state", "last_day__state", "move", "progress")
        .annotate(n=Count("pk"))
    )
    return Counter({step_from(*states): count for *states, count in rows})


def became(changes: Iterable[str], earlier: dt.date, later: dt.date) -> Q:
    """A condition on `both_days`: any of `changes`; none asked for means any at all."""
    condition, known = Q(pk__in=[]), {**_moves(earlier, later), **_went(earlier, later)}
    for change in map(Change, changes or Change.values):
        condition |= _flowed(change) if change in FLOWS else known[change]
    return condition


def _standing(day: dt.date, aspect: Aspect) -> Q:
    return Q(spans__aspect=aspect.value, spans__first__lte=day, spans__until__gt=day)


def _flowed(change: Change) -> Q:
    befores, afters = FLOWS[change]
    return (Q(first_day__state__in=befores) if befores else Q(first_day__state__isnull=True)) & Q(
        last_day__state__in=afters
    )


def _moved(earlier: dt.date, later: dt.date) -> Case:
    return _named(_moves(earlier, later))


def _progressed(earlier: dt.date, later: dt.date) -> Case:
    return _named(_went(earlier, later))


def _named(conditions: Mapping[Change, Q]) -> Case:
    whens = [When(condition, then=Value(change.value)) for change, condition in conditions.items()]
    return Case(*whens, default=Value(""), output_field=CharField())


def _went(earlier: dt.date, later: dt.date) -> dict[Change, Q]:
    """The claim against that of the earlier day; of what comes back, the next time begins anew: that is no way down."""
    same = Q(occurrence__isnull=True) | Q(Exact(current_occurrence(earlier), current_occurrence(later)))
    up, down = Q(pk__in=[]), Q(pk__in=[])
    for place, step in enumerate(STEPS):
        up |= Q(first_claim__state=step, last_claim__state__in=STEPS[place + 1 :])
        down |= Q(first_claim__state=step, last_claim__state__in=STEPS[:place])
    return {Change.ADVANCED: same & up, Change.RECEDED: same & down}


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
