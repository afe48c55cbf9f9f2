"""Where an independent review judges otherwise than what is claimed."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery

from commitments.choices import Aspect, Completion
from commitments.models import CommitmentSpan, Review

MOST = 6


@dataclass(frozen=True)
class Judged:
    reference: str
    title: str
    claimed: Completion
    judged: Completion
    reviewed_on: dt.date


def judged_otherwise(within: Q, on: dt.date) -> tuple[Judged, ...]:
    """The newest review of each commitment by that day, where it differs from the claim of that day; newest first.

    `within` is a condition on spans.
    """
    newer = Review.objects.filter(commitment=OuterRef("commitment"), reviewed_on__lte=on)
    claims = CommitmentSpan.objects.filter(within, aspect=Aspect.COMPLETION).on(on)
    rows = (
        Review.objects.filter(pk=Subquery(newer.order_by("-reviewed_on", "-id").values("pk")[:1]))
        .annotate(claimed=Subquery(claims.filter(commitment=OuterRef("commitment")).values("state")[:1]))
        .filter(claimed__isnull=False)
        .exclude(claimed=F("completion"))
        .order_by("-reviewed_on", "-id")
    )
    named = rows.values_list("commitment__reference", "commitment__title", "claimed", "completion", "reviewed_on")
    return tuple(
        Judged(reference, title, Completion(claimed), Completion(judged), day)
        for reference, title, claimed, judged, day in named[:MOST]
    )
