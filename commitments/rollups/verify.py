"""Recount from the facts, compare with every span and every delta, name each difference.

Nobody has to stand still for it: what waits to be counted, or changes while it is looked at, is left for the next
time, and the deltas are compared with the spans in one statement, which sees one moment.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from commitments import timeline
from commitments.choices import Aspect, Period, ScopeKind
from commitments.facts import facts_by_commitment
from commitments.models import Commitment, CommitmentQuerySet, CommitmentSpan, JobRun, RollupDelta
from commitments.models.delta import STATES
from commitments.rollups.apply import apply_waiting, replacement
from commitments.rollups.changes import DeltaKey
from commitments.rollups.ledger import add_to_deltas, hold_the_ledger
from commitments.rollups.proof import Difference, differences
from commitments.rollups.running import RECOUNT, recounting, settle_what_was_broken_off
from commitments.rollups.spans import CountedSpan, by_definition
from commitments.timeline import FOR_EVER

logger = logging.getLogger(__name__)

JOB = "rollup verification"
DIFFER = "Numbers that differ"
_CHUNK = 500


@dataclass(frozen=True)
class WrongSpan:
    """A commitment is counted in a state on days on which its facts say otherwise, or is not counted."""

    commitment_id: int
    reference: str
    trouble: str

    def __str__(self) -> str:
        return f"{self.reference}: {self.trouble}"


@dataclass(frozen=True)
class WrongDelta:
    """A count that changes by another number, in a day, month or year of a place, than its spans say."""

    key: DeltaKey
    state: str
    expected: int
    found: int

    def __str__(self) -> str:
        kind, pk, period, day = self.key
        place = "all countries" if kind == ScopeKind.ALL else f"{kind} {pk}"
        when = f"on {day}" if period == Period.DAY else f"in the {period} from {day}"
        return (
            f"{place}, “{self.state}”: {when} the count changes by {self.found:+d}; recounted, it is {self.expected:+d}"
        )


@dataclass(frozen=True)
class WrongTotal:
    """So many stand in a state in a place on a day by the counts, and another number by the spans they add up."""

    kind: ScopeKind
    place: int
    on: dt.date
    state: str
    expected: int
    found: int

    def __str__(self) -> str:
        return f"{self.kind} {self.place}, “{self.state}” on {self.on}: {self.found} counted, {self.expected} there"


@dataclass(frozen=True)
class Verification:
    on: dt.date
    recounted: int
    waiting: int
    spans: tuple[WrongSpan, ...]
    deltas: tuple[WrongDelta | WrongTotal, ...]

    @property
    def differences(self) -> tuple[WrongSpan | WrongDelta | WrongTotal, ...]:
        return (*self.spans, *self.deltas)

    @property
    def summary(self) -> str:
        """One line for people."""
        verdict = f"{DIFFER}: {len(self.differences)}" if self.differences else "Every number agrees"
        waiting = f" Waiting to be counted: {self.waiting}." if self.waiting else ""
        return f"Commitments recounted: {self.recounted}. {verdict}.{waiting}"


def verify(on: dt.date) -> Verification:
    """All days are compared; for `on` each state is also taken from `timeline.snapshot` directly."""
    counted = list(Commitment.objects.filter(rolled_revision=F("revision")).values_list("pk", flat=True))
    wrong = [found for chunk in chunks(counted) for found in wrong_spans(chunk, on)]
    waiting = Commitment.objects.awaiting_rollup().count()
    return Verification(on, len(counted), waiting, tuple(wrong), tuple(_wrong_deltas()))


def verify_and_repair(now: dt.datetime) -> Verification:
    """What runs each night; what was wrong stays on record although it is right again."""
    with recounting(RECOUNT, now):
        verification = verify(now.date())
        record(verification, now)
        if verification.differences:
            repair(verification, now)
    return verification


def record(verification: Verification, now: dt.datetime) -> None:
    """Where the health page looks; differences also go to the log, for whoever watches it."""
    for difference in verification.differences:
        logger.error("Rollup differs from recount. %s", difference)
    run: dict[str, object] = {"started_at": now, "finished_at": now, "outcome": verification.summary}
    run["needs_attention"] = bool(verification.differences)
    JobRun.objects.update_or_create(job=JOB, defaults=run)
    if not verification.differences:
        settle_what_was_broken_off(now)


def repair(verification: Verification, now: dt.datetime) -> None:
    """Deltas are brought in step with the spans, then every wrong commitment is counted anew. Whether that put it right
    is looked at, not believed: where counting itself is wrong, it would count the same again."""
    wrong_ids = [wrong.commitment_id for wrong in verification.spans]
    with transaction.atomic():
        run = hold_the_ledger(now)
        run.stamp = uuid.uuid4()
        run.save(update_fields=["stamp"])
        add_to_deltas([(wrong.key, wrong.missing) for wrong in differences()])
        RollupDelta.objects.filter(**dict.fromkeys(STATES, 0)).delete()
    for pk in wrong_ids:  # each alone: whoever holds several may meet somebody who holds them in another order
        Commitment.objects.filter(pk=pk).update(rolled_revision=0)
    apply_waiting(now)
    left = [
        *(found for chunk in chunks(wrong_ids) for found in wrong_spans(chunk, verification.on)),
        *_wrong_deltas(),
    ]
    for difference in left:
        logger.error("Rollup still differs after it was repaired. %s", difference)
    JobRun.objects.filter(job=JOB).update(needs_attention=bool(left))
    if not left:
        settle_what_was_broken_off(now)


def chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def wrong_spans(ids: list[int], on: dt.date) -> Iterator[WrongSpan]:
    found = list(_still_counted(ids).select_related("document").defer("document__text"))
    change = replacement(found, by_definition)
    troubles: dict[int, list[str]] = {}
    for pk, span in change.added:
        troubles.setdefault(pk, []).append(f"not counted as {_spell(span)}")
    for pk, span in change.removed:
        troubles.setdefault(pk, []).append(f"wrongly counted as {_spell(span)}")
    for pk, trouble in _wrong_on(found, on):
        troubles.setdefault(pk, []).append(trouble)
    unchanged = dict(_still_counted(list(troubles)).values_list("pk", "revision"))
    for commitment in found:
        if commitment.pk in troubles and unchanged.get(commitment.pk) == commitment.revision:
            yield WrongSpan(commitment.pk, commitment.reference, "; ".join(sorted(troubles[commitment.pk])))


def _still_counted(ids: list[int]) -> CommitmentQuerySet:
    return Commitment.objects.filter(pk__in=ids, rolled_revision=F("revision"))


def _wrong_on(found: list[Commitment], on: dt.date) -> Iterator[tuple[int, str]]:
    facts = facts_by_commitment(found)
    counted: dict[tuple[int, str], str] = {
        (pk, aspect): state
        for pk, aspect, state in CommitmentSpan.objects.filter(commitment__in=list(facts))
        .on(on)
        .values_list("commitment", "aspect", "state")
    }
    for pk, known in facts.items():
        shot = timeline.snapshot(known, on)
        for aspect in Aspect:
            state = shot.state_of(aspect) if shot else None
            here = counted.get((pk, aspect.value))
            if here != state:
                yield pk, f"{aspect.value} on {on} is {state or 'nothing'}, counted as {here or 'nothing'}"


def _spell(span: CountedSpan) -> str:
    return f"{span.state} from {span.first}" + ("" if span.until == FOR_EVER else f" until {span.until}")


def _wrong_deltas() -> Iterator[WrongDelta]:
    return (wrong for difference in differences() for wrong in _by_state(difference))


def _by_state(difference: Difference) -> Iterator[WrongDelta]:
    for state, expected, found in zip(STATES, difference.expected, difference.found, strict=True):
        if expected != found:
            yield WrongDelta(difference.key, state, expected, found)
