"""Where an independent review judges otherwise than what is claimed."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from commitments.choices import Aspect, Completion, Verdict
from commitments.models import CommitmentSpan, Review

MOST = 6
_OTHERWISE = (Verdict.LOWER, Verdict.HIGHER)


@dataclass(frozen=True)
class Judged:
    reference: str
    title: str
    claimed: Completion
    judged: Completion
    reviewed_on: dt.date


def judged_otherwise(within: Q, on: dt.date) -> tuple[Judged, ...]:
    """The newest review of each commitment by that day, where it differs from the claim of that day; newest first.

    `within` is a condition on spans. Reviews are walked from the newest on until there are enough: a verdict looked
    up for each keeps PostgreSQL from gathering all of them first.
    """
    newer = Review.objects.filter(commitment=OuterRef("commitment"), reviewed_on__lte=on)
    spans = CommitmentSpan.objects.filter(commitment=OuterRef("commitment")).on(on)
    rows = (
        Review.objects.filter(reviewed_on__lte=on)
        .filter(pk=Subquery(newer.order_by("-reviewed_on", "-id").values("pk")[:1]))
        .alias(verdict=Subquery(spans.filter(within, aspect=Aspect.JUDGED.value).values("state")[:1]))
        .filter(verdict__in=_OTHERWISE)
        .annotate(claimed=Subquery(spans.filter(aspect=Aspect.COMPLETION.value).values("state")[:1]))
        .order_by("-reviewed_on", "-id")
    )
    named = rows.values_list("commitment__reference", "commitment__title", "claimed", "completion", "reviewed_on")
    return tuple(
        Judged(reference, title, Completion(claimed), Completion(judged), day)
        for reference, title, claimed, judged, day in named[:MOST]
    )
