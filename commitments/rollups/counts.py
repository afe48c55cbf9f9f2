"""How many, in which state, on any day: prefix sums of the deltas, whatever the number of commitments."""

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Min, Q, QuerySet, Sum

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

    def __add__(self, other: "Counts") -> "Counts":
        together = Counter(self.by_state)
        together.update(other.by_state)
        return Counts(dict(together))


def counts_on(scope: Scope, on: dt.date) -> Counts:
    rows = _up_to(scope.kind, scope.ids, on).values_list("state").annotate(count=Sum("change"))
    return Counts({state: count for state, count in rows if count})


def counts_by_place(kind: ScopeKind, ids: Iterable[int], aspects: Iterable[Aspect], on: dt.date) -> dict[int, Counts]:
    """Each place on its own, without those below it; places where nothing is counted are left out."""
    rows = (
        _up_to(kind, tuple(ids), on)
        .filter(aspect__in=list(aspects))
        .values_list("scope_id", "state")
        .annotate(count=Sum("change"))
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for place, state, count in rows:
        if count:
            found[place][state] = count
    return {place: Counts(by_state) for place, by_state in found.items()}


def counts_over(scope: Scope, aspect: Aspect, days: Sequence[dt.date]) -> list[Counts]:
    """One for each of `days`, which must ascend."""
    if not days:
        return []
    changes: list[Counter[str]] = [Counter() for _ in days]
    rows = _up_to(scope.kind, scope.ids, days[-1]).filter(aspect=aspect)
    for state, day, change in rows.values_list("state", "day").annotate(change=Sum("change")):
        changes[bisect_left(days, day)][state] += change
    running: Counter[str] = Counter()
    series = []
    for change_of_day in changes:
        running.update(change_of_day)
        series.append(Counts(dict(running)))
    return series


def first_day(scope: Scope) -> dt.date | None:
    """When the oldest document of the scope begins to count."""
    rows = RollupDelta.objects.filter(scope_kind=scope.kind, scope_id__in=scope.ids, aspect=Aspect.SCHEDULE)
    day: dt.date | None = rows.aggregate(day=Min("day"))["day"]
    return day


def _up_to(kind: ScopeKind, ids: Sequence[int], on: dt.date) -> QuerySet[RollupDelta]:
    return RollupDelta.objects.filter(Q(scope_kind=kind, scope_id__in=ids, day__lte=on))
