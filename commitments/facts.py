"""Rows in, facts out: what `timeline` needs to know about commitments, read in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from commitments import life
from commitments.choices import Closure, Completion, DecisionKind
from commitments.life import Claim, Closing, Due, Facts, Judgement
from commitments.models import Commitment, Decision, DependencyMove, Occurrence, ProgressUpdate, Review

Moved = tuple[int, int | None]  # a commitment and, where it comes back, which occurrence of it
Dated = tuple[dt.date, int, dt.date | None]  # from a day on, in the order written, the latest day of the window

_CLOSES = {
    DecisionKind.WITHDRAW.value: Closure.WITHDRAWN,
    DecisionKind.SUPERSEDE.value: Closure.SUPERSEDED,
    DecisionKind.REOPEN.value: None,
}


class Text(Protocol):
    """A document, as far as facts need one."""

    @property
    def counted_from(self) -> dt.date: ...


class Promise(Protocol):
    """A commitment, or a row with these columns of one."""

    @property
    def pk(self) -> int: ...
    @property
    def document(self) -> Text: ...
    @property
    def baseline_latest(self) -> dt.date | None: ...
    @property
    def occurrence_id(self) -> int | None: ...


def facts_of(commitment: Commitment) -> Facts:
    return facts_by_commitment([commitment])[commitment.pk]


def facts_by_commitment(commitments: Iterable[Promise]) -> dict[int, Facts]:
    """Commitment id to its facts; four queries however many there are (documents must be selected with them), and a
    fifth where something comes back."""
    found = list(commitments)
    ids = [commitment.pk for commitment in found]
    times = _times([commitment.pk for commitment in found if commitment.occurrence_id])
    numbers = {time.pk: time.number for rows in times.values() for time in rows}
    claims, closings, moves = _claims(ids, numbers), *_decisions(ids)
    followed, judgements = _followed(ids), _judgements(ids, numbers)
    return {
        commitment.pk: Facts(
            begins_on=commitment.document.counted_from,
            dues=() if times[commitment.pk] else _dues(commitment, followed[commitment.pk], moves[commitment.pk, None]),
            claims=tuple(claims[commitment.pk]),
            closings=tuple(closings[commitment.pk]),
            occurrences=tuple(_occurrence(time, commitment, moves) for time in times[commitment.pk]),
            judgements=tuple(judgements[commitment.pk]),
        )
        for commitment in found
    }


def _times(ids: list[int]) -> dict[int, list[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    rows = Occurrence.objects.filter(commitment__in=ids).only("commitment_id", "number", "baseline_latest")
    for time in rows.order_by("number") if ids else ():
        found[time.commitment_id].append(time)
    return found


def _occurrence(time: Occurrence, commitment: Promise, moves: Mapping[Moved, list[Dated]]) -> life.Occurrence:
    decided = (Due(*move) for move in sorted(moves.get((commitment.pk, time.pk), ()), key=_written))
    return life.Occurrence(time.number, (Due(commitment.document.counted_from, 0, time.baseline_latest), *decided))


def _dues(commitment: Promise, followed: list[Dated], decided: list[Dated]) -> tuple[Due, ...]:
    """The promise, then each move. A decision ends the following: what followed after it, or that day, counts no more.

    A commitment that follows another was undated until its first date could be counted.
    """
    ended = min((day for day, _, _ in decided), default=dt.date.max)
    moves = sorted((m for m in followed if m[0] < ended), key=_written) + sorted(decided, key=_written)
    later = (Due(day, number, latest) for number, (day, _, latest) in enumerate(moves, 1))
    return (Due(commitment.document.counted_from, 0, None if followed else commitment.baseline_latest), *later)


def _written(move: Dated) -> tuple[dt.date, int]:
    """One without a date cannot be compared with one that has it."""
    return move[:2]


def _followed(ids: list[int]) -> dict[int, list[Dated]]:
    found: dict[int, list[Dated]] = defaultdict(list)
    rows = DependencyMove.objects.filter(dependency__commitment__in=ids)
    columns = ("dependency__commitment", "moved_on", "id", "new_latest")
    for owner, day, number, latest in rows.values_list(*columns).order_by("id"):
        found[owner].append((day, number, latest))
    return found


def _claims(ids: list[int], numbers: Mapping[int, int]) -> dict[int, list[Claim]]:
    """`numbers` is the number of each occurrence by its id."""
    claims: dict[int, list[Claim]] = defaultdict(list)
    rows = ProgressUpdate.objects.filter(commitment__in=ids).order_by("id")
    columns = ("commitment", "effective_on", "id", "completion", "forecast_on", "occurrence")
    for owner, day, sequence, completion, forecast, time in rows.values_list(*columns):
        claims[owner].append(Claim(day, sequence, Completion(completion), forecast, numbers.get(time, 0)))
    return claims


def _judgements(ids: list[int], numbers: Mapping[int, int]) -> dict[int, list[Judgement]]:
    found: dict[int, list[Judgement]] = defaultdict(list)
    rows = Review.objects.filter(commitment__in=ids).order_by("id")
    columns = ("commitment", "reviewed_on", "id", "completion", "occurrence")
    for owner, day, sequence, completion, time in rows.values_list(*columns):
        found[owner].append(Judgement(day, sequence, Completion(completion), numbers.get(time, 0)))
    return found


def _decisions(ids: list[int]) -> tuple[dict[int, list[Closing]], dict[Moved, list[Dated]]]:
    closings: dict[int, list[Closing]] = defaultdict(list)
    moves: dict[Moved, list[Dated]] = defaultdict(list)
    rows = Decision.objects.filter(commitment__in=ids).order_by("id")
    columns = ("commitment", "occurrence", "kind", "decided_on", "id", "new_latest")
    for owner, time, kind, day, sequence, latest in rows.values_list(*columns):
        if kind == DecisionKind.MOVE_DATE.value:
            moves[owner, time].append((day, sequence, latest))
        else:
            closings[owner].append(Closing(day, sequence, _CLOSES[kind]))
    return closings, moves
