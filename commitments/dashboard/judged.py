"""Where an independent review judges otherwise than what is claimed."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from commitments.choices import Aspect, Completion, Verdict
from commitments.models import CommitmentSpan, ProgressUpdate, Review

MOST = 6
_OTHERWISE = (Verdict.LOWER, Verdict.HIGHER)


@dataclass(frozen=True)
class Judged:
    """`time` is the name of the one it is about, where something comes back."""

    reference: str
    title: str
    claimed: Completion
    judged: Completion
    reviewed_on: dt.date
    time: str = ""


def judged_otherwise(within: Q, on: dt.date, *, few: bool) -> tuple[Judged, ...]:
    """The newest review of each commitment by that day, where it differs from the claim of that day; newest first.

    `within` is a condition on spans. Of `few` all are gathered; where there are many, reviews are walked from the
    newest on until there are enough.
    """
    newer = Review.objects.filter(commitment=OuterRef("commitment"), reviewed_on__lte=on)
    spans = CommitmentSpan.objects.filter(commitment=OuterRef("commitment")).on(on)
    newest = Review.objects.filter(
        reviewed_on__lte=on, pk=Subquery(newer.order_by("-reviewed_on", "-id").values("pk")[:1])
    )
    rows = (
        (_gathered(newest, within, on) if few else _walked(newest, spans.filter(within)))
        .annotate(
            claimed=Case(
                When(occurrence=None, then=Subquery(spans.filter(aspect=Aspect.COMPLETION.value).values("state")[:1])),
                default=Coalesce(_claimed_of_its_time(on), Value(Completion.NO_EVIDENCE.value)),
            )
        )
        .order_by("-reviewed_on", "-id")
    )
    named = rows.values_list(
        "commitment__reference", "commitment__title", "claimed", "completion", "reviewed_on", "occurrence__name"
    )
    return tuple(
        Judged(reference, title, Completion(claimed), Completion(judged), day, time or "")
        for reference, title, claimed, judged, day, time in named[:MOST]
        if claimed != judged
    )


def _claimed_of_its_time(on: dt.date) -> Subquery:
    """A review that names its time is held against what was said of that one."""
    said = ProgressUpdate.objects.filter(occurrence=OuterRef("occurrence"), effective_on__lte=on)
    return Subquery(said.order_by("-effective_on", "-id").values("completion")[:1])


def _gathered(reviews: QuerySet[Review], within: Q, on: dt.date) -> QuerySet[Review]:
    differ = CommitmentSpan.objects.filter(within).in_states(Aspect.JUDGED, _OTHERWISE).on(on)
    return reviews.filter(commitment__in=differ.values("commitment"))


def _walked(reviews: QuerySet[Review], spans: QuerySet[CommitmentSpan]) -> QuerySet[Review]:
    """A verdict looked up for each keeps PostgreSQL from gathering all of them first."""
    verdict = spans.filter(aspect=Aspect.JUDGED.value).values("state")[:1]
    return reviews.alias(verdict=Subquery(verdict)).filter(verdict__in=_OTHERWISE)
