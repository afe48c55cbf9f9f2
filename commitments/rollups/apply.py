"""Take the commitments that changed, replace their spans, apply the difference to the counts. Exactly once.

Each batch is one transaction under the ledger's lock: a kill loses nothing and repeats nothing, a second worker
waits its turn, and the order in which changes arrive does not matter, because the facts are read afresh.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from django.db import transaction

from commitments.facts import facts_by_commitment
from commitments.life import Facts
from commitments.models import Commitment, CommitmentQuerySet, CommitmentSpan
from commitments.rollups import rows
from commitments.rollups.changes import Changes
from commitments.rollups.ledger import add_to_deltas, hold_the_ledger
from commitments.rollups.spans import CountedSpan, Place, place_of
from commitments.rollups.sweep import sweep

BATCH = 500
SpansOf = Callable[[Facts, Place], Iterable[CountedSpan]]


class ChangedMeanwhile(RuntimeError):
    """A commitment moved on while it was held: the lock does not hold, and nothing of the batch is kept."""


@dataclass
class Replacement:
    """What leaves the rollup and what enters it, each with its commitment, over a whole batch."""

    stale_rows: list[int] = field(default_factory=list)
    removed: list[tuple[int, CountedSpan]] = field(default_factory=list)
    added: list[tuple[int, CountedSpan]] = field(default_factory=list)


def apply_waiting(now: dt.datetime, *, batch: int = BATCH) -> int:
    """Apply everything that waits; how many commitments that were."""
    total = 0
    while done := apply_batch(now, batch=batch):
        total += done
    return total


@transaction.atomic
def apply_batch(now: dt.datetime, *, batch: int = BATCH) -> int:
    run = hold_the_ledger(now)
    held = _hold_waiting(batch)
    if held:
        _replace(held)
        mark_counted(held)
        run.outcome = f"Changed commitments counted: {len(held)}."
    if held or run.stamp is None:
        run.stamp = uuid.uuid4()
    run.started_at = run.finished_at = now
    run.save()
    return len(held)


@transaction.atomic
def recount_these(ids: Collection[int], now: dt.datetime, *, patiently: bool = False) -> set[int]:
    """Whether they wait to be counted or not; which ones were counted. What somebody is writing is left out, or waited
    for `patiently`: then ask for one alone, or two who hold several could wait for each other for ever."""
    run, held = hold_the_ledger(now), _held(Commitment.objects.filter(pk__in=ids), skip_locked=not patiently)
    waited = [commitment for commitment in held if commitment.rolled_revision != commitment.revision]
    if _replace(held) or waited:  # of what waited, perhaps only the title is another
        run.stamp = uuid.uuid4()
    mark_counted(waited)
    run.started_at = run.finished_at = now
    run.save()
    return {commitment.pk for commitment in held}


def _hold_waiting(batch: int) -> list[Commitment]:
    """One that somebody is writing at this moment is left out: it goes on waiting, and its write ends with a hint."""
    return list(_held(Commitment.objects.awaiting_rollup(), skip_locked=True)[:batch])


def _held(found: CommitmentQuerySet, *, skip_locked: bool) -> CommitmentQuerySet:
    rows = found.select_related("document").defer("document__text").order_by("pk")
    return rows.select_for_update(of=("self",), skip_locked=skip_locked)


def _replace(held: Iterable[Commitment]) -> bool:
    """Whether anything was otherwise than the facts say."""
    change = replacement(held)
    CommitmentSpan.objects.filter(pk__in=change.stale_rows).delete()
    rows.write(change.added)
    changes = Changes()
    changes.add(span for _, span in change.added)
    changes.add((span for _, span in change.removed), -1)
    add_to_deltas(changes.rows())
    return bool(change.added or change.removed)


def replacement(commitments: Iterable[Commitment], spans_of: SpansOf = sweep) -> Replacement:
    """Compare what stands with what the facts say now; what stays the same is not touched."""
    found = list(commitments)
    facts, standing = facts_by_commitment(found), rows.standing([commitment.pk for commitment in found])
    change = Replacement()
    for commitment in found:
        wanted = set(spans_of(facts[commitment.pk], place_of(commitment)))
        counted = standing[commitment.pk]
        for span in counted.keys() - wanted:
            change.stale_rows.append(counted[span])
            change.removed.append((commitment.pk, span))
        change.added.extend((commitment.pk, span) for span in wanted - counted.keys())
    return change


def mark_counted(held: list[Commitment]) -> None:
    """Compare and set: only the revision that was counted is marked."""
    by_revision: dict[int, list[int]] = defaultdict(list)
    for commitment in held:
        by_revision[commitment.revision].append(commitment.pk)
    for revision, ids in by_revision.items():
        marked = Commitment.objects.filter(pk__in=ids, revision=revision).update(rolled_revision=revision)
        if marked != len(ids):
            raise ChangedMeanwhile("A commitment changed while it was counted. Nothing was kept; run it again.")
