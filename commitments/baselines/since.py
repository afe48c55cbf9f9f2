"""What was kept beside what is known now about the same day and place: how many became what, and which.

An entry differs when by now another state, completion or date is known for that day; it is gone when its commitment is
counted elsewhere by now; and a commitment is new when it is counted there and was not kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, FilteredRelation, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import Coalesce

from commitments.choices import Aspect, ScheduleState, ScopeKind
from commitments.dashboard.subject import commitments_within
from commitments.models import Commitment, CommitmentQuerySet, NamedBaseline
from commitments.rollups.counts import Counts
from commitments.rollups.scope import Scope
from commitments.rollups.which import in_band

GONE = "gone"


class Differs(TextChoices):
    SCHEDULE = "schedule", "Another schedule state"
    COMPLETION = "completion", "Another completion"
    DATE = "date", "Another date"
    GONE = "gone", "No longer counted here"


@dataclass(frozen=True)
class Became:
    """So many were kept in one state and are known to have been in another; None where they count elsewhere now."""

    kept: ScheduleState
    known: ScheduleState | None
    count: int


@dataclass(frozen=True)
class Since:
    became: tuple[Became, ...]
    completion: int
    date: int
    added: int

    @property
    def is_nothing(self) -> bool:
        return not (self.became or self.completion or self.date or self.added)


def with_known(baseline: NamedBaseline, scope: Scope) -> QuerySet[Any]:
    """Entries with `known_schedule` ("gone" where it is counted elsewhere), `known_completion` and `known_due`."""
    return baseline.entries.annotate(
        span=_span(Aspect.SCHEDULE, baseline), claim=_span(Aspect.COMPLETION, baseline)
    ).annotate(
        known_schedule=Case(
            When(_stands_in(scope) & Q(span__state__isnull=False), then=F("span__state")),
            default=Value(GONE),
            output_field=CharField(),
        ),
        known_completion=Coalesce("claim__state", Value("")),
        known_due=F("span__due_latest"),
    )


def differing(entries: QuerySet[Any], kinds: Sequence[str]) -> QuerySet[Any]:
    """Of `with_known`: those that differ in any of these ways; none asked for, all of them."""
    if not kinds:
        return entries
    condition = Q(pk__in=[])
    for kind in kinds:
        condition |= _DIFFERS[Differs(kind)]
    return entries.filter(condition)


def added(baseline: NamedBaseline, scope: Scope) -> CommitmentQuerySet:
    """Counted there on that day by what is known now, and not kept."""
    stood = in_band(Aspect.SCHEDULE, ScheduleState.values, baseline.on)
    counted = Commitment.objects.filter(commitments_within(scope), stood)
    return counted.exclude(pk__in=baseline.entries.values("commitment"))


def since(baseline: NamedBaseline, scope: Scope, *, kept: Counts, known: Counts) -> Since:
    """Only what was counted anew is looked at. Should that not explain how `kept` became `known`, the rules of counting
    may be others by now, and every entry is."""
    entries = with_known(baseline, scope).order_by()
    quick = _since(_counted_anew(entries, scope), kept, known)
    return quick if _explains(quick, kept, known) else _since(entries, kept, known)


def _counted_anew(entries: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """What stands in a tree may count elsewhere because the tree changed."""
    if scope.kind in (ScopeKind.PILLAR, ScopeKind.INSTITUTION):
        return entries
    return entries.filter(Q(revision__isnull=True) | ~Q(revision=F("commitment__rolled_revision")))


def _explains(found: Since, kept: Counts, known: Counts) -> bool:
    if found.added:
        return found.added > 0
    changes = dict.fromkeys(ScheduleState, 0)
    for one in found.became:
        changes[one.kept] -= one.count
        if one.known:
            changes[one.known] += one.count
    return all(kept.of(state) + change == known.of(state) for state, change in changes.items())


def _since(entries: QuerySet[Any], kept: Counts, known: Counts) -> Since:
    """What was not kept and counts by now is what is left when everything else is told."""
    pairs = (
        entries.exclude(known_schedule=F("schedule"))
        .values_list("schedule", "known_schedule")
        .annotate(n=Count("pk"))
        .order_by("schedule", "known_schedule")
    )
    found = [
        Became(ScheduleState(kept), None if known == GONE else ScheduleState(known), count)
        for kept, known, count in pairs
    ]
    others = entries.aggregate(
        completion=Count("pk", filter=_DIFFERS[Differs.COMPLETION]), date=Count("pk", filter=_DIFFERS[Differs.DATE])
    )
    gone = sum(one.count for one in found if one.known is None)
    return Since(tuple(found), others["completion"], others["date"], known.total - kept.total + gone)


_THERE = ~Q(known_schedule=GONE)
_DIFFERS = {
    Differs.SCHEDULE: _THERE & ~Q(known_schedule=F("schedule")),
    Differs.COMPLETION: _THERE & ~Q(known_completion=F("completion")),
    Differs.DATE: _THERE
    & (
        Q(due_latest__isnull=True, known_due__isnull=False)
        | Q(due_latest__isnull=False, known_due__isnull=True)
        | Q(due_latest__lt=F("known_due"))
        | Q(due_latest__gt=F("known_due"))
    ),
    Differs.GONE: Q(known_schedule=GONE),
}


def _span(aspect: Aspect, baseline: NamedBaseline) -> FilteredRelation:
    spans = "commitment__spans"
    return FilteredRelation(
        spans,
        condition=Q(
            **{
                f"{spans}__aspect": aspect.value,
                f"{spans}__first__lte": baseline.on,
                f"{spans}__until__gt": baseline.on,
            }
        ),
    )


def _stands_in(scope: Scope) -> Q:
    """The entry's commitment counts in this place now."""
    if scope.kind == ScopeKind.ALL:
        return Q()
    return Q(commitment__in=Commitment.objects.filter(commitments_within(scope)).order_by().values("pk"))
