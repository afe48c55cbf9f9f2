"""By how much a count changes on a day: how many, on any day, without looking at commitments."""

from django.db import models
from django.db.models import Q

from commitments.choices import Aspect, ScopeKind


class RollupDelta(models.Model):
    """The sum of `change` over the days up to one is the count on that day. Written by `rollups` alone.

    `scope_id` is the id of the country, document, pillar or lead institution itself, without those below it; 0 for
    all. It names a place without referring to one: five kinds share the column.
    """

    scope_kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    scope_id = models.BigIntegerField()
    aspect = models.CharField(max_length=12, choices=Aspect.choices)
    state = models.CharField(max_length=16)
    day = models.DateField()
    change = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope_kind", "scope_id", "aspect", "state", "day"], name="delta_is_one_per_scope_state_and_day"
            ),
            models.CheckConstraint(condition=Q(scope_kind__in=ScopeKind.values), name="delta_scope_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.scope_kind} {self.scope_id}: {self.change:+d} {self.state} on {self.day}"
