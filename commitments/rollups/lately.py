"""Every hour a look at what changed of late, because there a wrong count would come about: does it count as its facts
say, and do the counts of its places add up?

It takes some seconds whatever the size; the nightly recount looks at everything.
"""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count

from commitments.choices import ScopeKind
from commitments.models import Commitment, CommitmentSpan, Decision, JobRun, ProgressUpdate
from commitments.models.delta import STATES
from commitments.rollups import verify
from commitments.rollups.counts import counts_by_place
from commitments.rollups.ledger import hold_the_ledger
from commitments.rollups.running import RECOUNT, how_it_goes
from commitments.rollups.verify import Verification, WrongTotal, chunks, record, wrong_spans

JOB = "rollup look"
NEWEST = 150  # reports, decisions and commitments, each
MOST_ADDED_UP = 4_000  # commitments in the places of each kind that are added up, while nothing is counted
_KINDS = {
    ScopeKind.DOCUMENT: ("document", "document"),
    ScopeKind.PILLAR: ("pillar", "pillar"),
    ScopeKind.INSTITUTION: ("lead", "institution"),
}


def look(now: dt.datetime) -> bool:
    """Whether something is wrong that was not known yet. While everything is looked at, and as long as it is known that
    numbers are wrong, there is nothing to find out."""
    runs = {run.job: run for run in JobRun.objects.filter(job__in=[RECOUNT, verify.JOB])}
    proof = runs.get(verify.JOB)
    if how_it_goes(runs.get(RECOUNT)).since or (proof and proof.needs_attention):
        return False
    found = verify_lately(now.date())
    outcome = f"Commitments looked at: {found.recounted}. Differences: {len(found.differences)}."
    said = {"started_at": now, "finished_at": now, "outcome": outcome}
    JobRun.objects.update_or_create(job=JOB, defaults=said)
    if found.differences:
        record(found, now)
    return bool(found.differences)


def verify_lately(on: dt.date) -> Verification:
    ids = _lately()
    spans = [wrong for chunk in chunks(ids) for wrong in wrong_spans(chunk, on)]
    return Verification(
        on, len(ids), Commitment.objects.awaiting_rollup().count(), tuple(spans), _wrong_totals(ids, on)
    )


def _lately() -> list[int]:
    """By the newest rows, which are found at once; an edited place is left to the night."""
    told = ProgressUpdate.objects.order_by("-pk").values_list("commitment", flat=True)[:NEWEST]
    decided = Decision.objects.order_by("-pk").values_list("commitment", flat=True)[:NEWEST]
    registered = Commitment.objects.order_by("-pk").values_list("pk", flat=True)[:NEWEST]
    return sorted({*told, *decided, *registered})


@transaction.atomic
def _wrong_totals(ids: list[int], on: dt.date) -> tuple[WrongTotal, ...]:
    """While the ledger is held nothing is counted. What waits to be counted may stand elsewhere by now: no verdict."""
    hold_the_ledger(dt.datetime.combine(on, dt.time(), dt.UTC))
    places = _small_places(ids, on)
    wrong = tuple(_compared(places, on))
    return () if Commitment.objects.awaiting_rollup().exists() else wrong


def _small_places(ids: list[int], on: dt.date) -> dict[ScopeKind, list[int]]:
    """The smallest first, as many as can be added up quickly."""
    wanted: dict[ScopeKind, set[int]] = {kind: set() for kind in _KINDS}
    for chunk in chunks(ids):
        for document, pillar, lead in Commitment.objects.filter(pk__in=chunk).values_list("document", "pillar", "lead"):
            for kind, pk in zip(_KINDS, (document, pillar, lead), strict=True):
                wanted[kind].update([pk] if pk else [])
    counted = counts_by_place(wanted, on)
    left = dict.fromkeys(_KINDS, MOST_ADDED_UP)
    chosen = {kind: list[int]() for kind in _KINDS}
    for total, kind, pk in sorted((counts.total, *place) for place, counts in counted.items()):
        left[kind] -= total
        if left[kind] >= 0:
            chosen[kind].append(pk)
    return chosen


def _compared(places: dict[ScopeKind, list[int]], on: dt.date) -> Iterator[WrongTotal]:
    found = counts_by_place(places, on)
    for kind, ids in places.items():
        standing = _standing(kind, ids, on)
        for pk in ids:
            counted = found[kind, pk].by_state if (kind, pk) in found else {}
            for state in STATES:
                if counted.get(state, 0) != standing.get((pk, state), 0):
                    yield WrongTotal(kind, pk, on, state, standing.get((pk, state), 0), counted.get(state, 0))


def _standing(kind: ScopeKind, ids: list[int], on: dt.date) -> dict[tuple[int, str], int]:
    """By the spans of what stands there."""
    of_commitment, of_span = _KINDS[kind]
    there = Commitment.objects.filter(**{f"{of_commitment}__in": ids}).order_by().values("pk")
    spans = CommitmentSpan.objects.filter(commitment__in=there, **{f"{of_span}__in": ids}).on(on)
    rows = spans.order_by().values_list(of_span, "state").annotate(n=Count("pk"))
    return {(pk, state): n for pk, state, n in rows}
