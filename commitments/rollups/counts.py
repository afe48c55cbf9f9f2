"""How many, in which state, on any day: prefix sums of the deltas, whatever the number of commitments."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from commitments.choices import Aspect, ScheduleState, ScopeKind
from commitments.models import RollupDelta
from commitments.rollups.scope import Scope


@dataclass(frozen=True)
class Counts:
    """Commitments by state; no state belongs to two aspects, so the state alone is the key."""

    by_state: Mapping[str, int] = field(default_factory=dict)

    def of(self, *states: str) -> int:
        return sum(self.by_state.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        """Everything that had begun by then, closed or not."""
        return self.of(*ScheduleState.values)


def counts_on(scope: Scope, on: dt.date) -> Counts:
    rows = _up_to(scope.kind, scope.ids, on).values_list("state").annotate(count=Sum("change"))
    return Counts({state: count for state, count in rows if count})


def counts_by_place(wanted: Mapping[ScopeKind, Iterable[int]], on: dt.date) -> dict[tuple[ScopeKind, int], Counts]:
    """Each place on its own, without those below it, all in one query; places where nothing is counted are left out."""
    places = Q(pk__in=[])
    for kind, ids in wanted.items():
        places |= Q(scope_kind=kind, scope_id__in=list(ids))
    rows = RollupDelta.objects.filter(places, day__lte=on)
    found: dict[tuple[ScopeKind, int], dict[str, int]] = defaultdict(dict)
    for kind, pk, state, count in rows.values_list("scope_kind", "scope_id", "state").annotate(count=Sum("change")):
        if count:
            found[ScopeKind(kind), pk][state] = count
    return {place: Counts(by_state) for place, by_state in found.items()}


def together(counts: Iterable[Counts | None]) -> Counts:
    summed: Counter[str] = Counter()
    for one in counts:
        summed.update(one.by_state if one else {})
    return Counts(dict(summed))


def counts_over(scope: Scope, aspect: Aspect, days: Sequence[dt.date]) -> list[Counts]:
    """One for each of `days`, which must ascend; the database sums up what happened between two of them."""
    if not days:
        return []
    steps = Case(
        *(When(day__lte=day, then=Value(number)) for number, day in enumerate(days)), output_field=IntegerField()
    )
    rows = _up_to(scope.kind, scope.ids, days[-1]).filter(aspect=aspect).annotate(step=steps)
    changes: list[Counter[str]] = [Counter() for _ in days]
    for state, step, change in rows.values_list("state", "step").annotate(change=Sum("change")):
        changes[step][state] = change
    running: Counter[str] = Counter()
    series = []
    for change_until in changes:
        running.update(change_until)
        series.append(Counts(dict(running)))
    return series


def _up_to(kind: ScopeKind, ids: Sequence[int], on: dt.date) -> QuerySet[RollupDelta]:
    return RollupDelta.objects.filter(Q(scope_kind=kind, scope_id__in=ids, day__lte=on))
