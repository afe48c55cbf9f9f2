"""Claimed against verified: a filter by what the newest review made of the claim of a day."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q

from commitments.choices import JUDGED, Aspect, Verdict
from commitments.filter_kinds import AnyOf, Kinds
from commitments.models import CommitmentQuerySet, CommitmentSpan
from commitments.rollups.which import in_band
from commitments.timeline import FOR_EVER

# No review and no claim is of a later day than today, so what holds at the end holds now.
_NOW = FOR_EVER - dt.timedelta(days=1)


class VerdictFilters(Kinds):
    """What is counted on the dashboard, and therefore as fresh as that."""

    judged = AnyOf(
        method="judged_then", label="Review against claim", choices=Verdict.choices, noun="a way a review can turn out"
    )

    day: Any
    are_many: Callable[[Collection[str], dt.date], bool]

    def judged_then(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        if not value:
            return queryset
        on = self.day or _NOW
        verdicts = set(value) & set(JUDGED)
        wanted = in_band(Aspect.JUDGED, verdicts, on, many=self.are_many(verdicts, on))
        if Verdict.UNREVIEWED in value:
            reviewed = CommitmentSpan.objects.filter(commitment=OuterRef("pk"), aspect=Aspect.JUDGED.value).on(on)
            wanted |= Q(~Exists(reviewed))
        return queryset.filter(wanted)
