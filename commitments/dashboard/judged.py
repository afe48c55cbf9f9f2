"""Where an independent review judges otherwise than what is claimed."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from commitments.choices import Aspect, Completion, Verdict
from commitments.facts import facts_by_commitment
from commitments.life import owed_on, weighed_on
from commitments.models import Commitment, CommitmentSpan, Occurrence, Review

MOST = 6
_OTHERWISE = (Verdict.LOWER, Verdict.HIGHER)
_READ = ("reference", "title", "baseline_latest", "occurrence", "document__counted_from")


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
        .annotate(claimed=Subquery(spans.filter(aspect=Aspect.COMPLETION.value).values("state")[:1]))
        .select_related("commitment__document")
        .only("reviewed_on", "completion", *(f"commitment__{column}" for column in _READ))
        .order_by("-reviewed_on", "-id")
    )
    found = list(rows[:MOST])
    of_times = dict(_of_times((one.commitment for one in found if one.commitment.occurrence_id), on))
    told = [of_times.get(row.commitment_id) if row.commitment.occurrence_id else _of_all(row) for row in found]
    return tuple(one for one in told if one is not None)


def _gathered(reviews: QuerySet[Review], within: Q, on: dt.date) -> QuerySet[Review]:
    differ = CommitmentSpan.objects.filter(within).in_states(Aspect.JUDGED, _OTHERWISE).on(on)
    return reviews.filter(commitment__in=differ.values("commitment"))


def _walked(reviews: QuerySet[Review], spans: QuerySet[CommitmentSpan]) -> QuerySet[Review]:
    """A verdict looked up for each keeps PostgreSQL from gathering all of them first."""
    verdict = spans.filter(aspect=Aspect.JUDGED.value).values("state")[:1]
    return reviews.alias(verdict=Subquery(verdict)).filter(verdict__in=_OTHERWISE)


def _of_all(row: Any) -> Judged:
    """`claimed` comes with the review."""
    promise = row.commitment
    return Judged(
        promise.reference, promise.title, Completion(row.claimed), Completion(row.completion), row.reviewed_on
    )


def _of_times(rows: Iterable[Commitment], on: dt.date) -> Iterator[tuple[int, Judged]]:
    """What comes back has a claim for each time; the timeline says which one is held against which review."""
    promises = {row.pk: row for row in rows}
    named = Occurrence.objects.filter(commitment__in=promises) if promises else Occurrence.objects.none()
    names = {(pk, number): name for pk, number, name in named.values_list("commitment", "number", "name")}
    for pk, facts in facts_by_commitment(promises.values()).items() if promises else ():
        weighed, row = weighed_on(facts, owed_on(facts, on), on), promises[pk]
        if weighed is not None and weighed.claimed != weighed.by.completion:
            judged = weighed.by.completion, weighed.by.reviewed_on
            yield pk, Judged(row.reference, row.title, weighed.claimed, *judged, names[pk, weighed.number])
