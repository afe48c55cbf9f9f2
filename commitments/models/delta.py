"""By how much counts change in a period: how many, on any day, without looking at commitments."""

from django.db import models
from django.db.models import Q

from commitments.choices import JUDGED, Completion, Horizon, Lateness, Period, Reporting, ScheduleState, ScopeKind

_WORDS = (*ScheduleState, *Completion, *Reporting, *Lateness, *Horizon, *JUDGED)
STATES = tuple(state.value for state in _WORDS)


def _change() -> models.IntegerField:
    return models.IntegerField(default=0)


class RollupDelta(models.Model):
    """A day, month or year of one place: by how much each of its counts changes in it. Written by `rollups` alone.

    The sum over the years before a day's year, the months before its month and the days up to it is the count on that
    day: some sixty rows however long ago or far ahead, and one row of each length for every change, back-dated or not.

    `scope_id` is the id of the country, document, pillar or lead institution itself, without those below it; 0 for
    all. It names a place without referring to one: five kinds share the column. `day` is the first of the period.
    """

    pk = models.CompositePrimaryKey("scope_kind", "scope_id", "period", "day")
    scope_kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    scope_id = models.BigIntegerField()
    period = models.CharField(max_length=5, choices=Period.choices)
    day = models.DateField()

    overdue = _change()
    due_soon = _change()
    on_schedule = _change()
    undated = _change()
    done_on_time = _change()
    done_late = _change()
    done_undated = _change()
    closed = _change()
    no_evidence = _change()
    not_started = _change()
    limited = _change()
    substantial = _change()
    complete = _change()
    recent = _change()
    stale = _change()
    late_1_30 = _change()
    late_31_90 = _change()
    late_91_365 = _change()
    late_over_365 = _change()
    within_30 = _change()
    within_90 = _change()
    within_365 = _change()
    later = _change()
    as_claimed = _change()
    lower = _change()
    higher = _change()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scope_kind__in=ScopeKind.values), name="delta_scope_kind_is_known"),
            models.CheckConstraint(condition=Q(period__in=Period.values), name="delta_period_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.scope_kind} {self.scope_id}, {self.period} from {self.day}"
