"""How far a date has moved from the first promise, as a mail says it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commitments.choices import DecisionKind
from commitments.models import Commitment, Decision

_TIMES = {1: "once", 2: "twice"}


@dataclass(frozen=True)
class Moves:
    """The days on which dates were moved by decision, by commitment id."""

    days: Mapping[int, list[dt.date]]

    @classmethod
    def of(cls, commitments: Iterable[Commitment]) -> "Moves":
        """One query; a date that never moved is not asked about."""
        moved = {one.pk for one in commitments if one.due_revision > 1}
        found: dict[int, list[dt.date]] = defaultdict(list)
        if moved:
            rows = Decision.objects.filter(kind=DecisionKind.MOVE_DATE, commitment__in=moved).order_by()
            for commitment, day in rows.values_list("commitment", "decided_on"):
                found[commitment].append(day)
        return cls(found)

    def slip(self, commitment: Commitment, on: dt.date) -> str:
        """ "moved once, 365 days after the first promise"; empty when the first promise stands."""
        times = sum(day <= on for day in self.days.get(commitment.pk, ()))
        distance = _distance(commitment)
        if not times:
            return distance if commitment.due_latest != commitment.baseline_latest else ""
        return f"moved {_TIMES.get(times, f'{times} times')}, {distance}"


def _distance(commitment: Commitment) -> str:
    if commitment.due_latest is None or commitment.baseline_latest is None:
        return "no date was promised at first"
    days = (commitment.due_latest - commitment.baseline_latest).days
    if not days:
        return "back to the first promise"
    return f"{abs(days):,} day{'' if abs(days) == 1 else 's'} {'after' if days > 0 else 'before'} the first promise"
