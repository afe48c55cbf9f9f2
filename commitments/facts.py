"""Rows in, facts out: what `timeline` needs to know about commitments, read in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from commitments.choices import Closure, Completion, DecisionKind
from commitments.models import Commitment, Decision, DependencyMove, ProgressUpdate
from commitments.timeline import Claim, Closing, Due, Facts

Dated = tuple[dt.date, int, dt.date | None]  # from a day on, in the order written, the latest day of the window

_CLOSES = {
    DecisionKind.WITHDRAW.value: Closure.WITHDRAWN,
    DecisionKind.SUPERSEDE.value: Closure.SUPERSEDED,
    DecisionKind.REOPEN.value: None,
}


def facts_of(commitment: Commitment) -> Facts:
    return facts_by_commitment([commitment])[commitment.pk]


def facts_by_commitment(commitments: Iterable[Commitment]) -> dict[int, Facts]:
    """Commitment id to its facts; three queries however many there are (documents must be selected with them)."""
    found = list(commitments)
    ids = [commitment.pk for commitment in found]
    claims, closings, moves = _claims(ids), *_decisions(ids)
    followed = _followed(ids)
    return {
        commitment.pk: Facts(
            begins_on=commitment.document.counted_from,
            dues=_dues(commitment, followed[commitment.pk], moves[commitment.pk]),
            claims=tuple(claims[commitment.pk]),
            closings=tuple(closings[commitment.pk]),
        )
        for commitment in found
    }


def _dues(commitment: Commitment, followed: list[Dated], decided: list[Dated]) -> tuple[Due, ...]:
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


def _claims(ids: list[int]) -> dict[int, list[Claim]]:
    claims: dict[int, list[Claim]] = defaultdict(list)
    rows = ProgressUpdate.objects.filter(commitment__in=ids).order_by("id")
    columns = ("commitment", "effective_on", "id", "completion", "forecast_on")
    for owner, day, sequence, completion, forecast in rows.values_list(*columns):
        claims[owner].append(Claim(day, sequence, Completion(completion), forecast))
    return claims


def _decisions(ids: list[int]) -> tuple[dict[int, list[Closing]], dict[int, list[Dated]]]:
    closings: dict[int, list[Closing]] = defaultdict(list)
    moves: dict[int, list[Dated]] = defaultdict(list)
    rows = Decision.objects.filter(commitment__in=ids).order_by("id")
    for owner, kind, day, sequence, latest in rows.values_list("commitment", "kind", "decided_on", "id", "new_latest"):
        if kind == DecisionKind.MOVE_DATE.value:
            moves[owner].append((day, sequence, latest))
        else:
            closings[owner].append(Closing(day, sequence, _CLOSES[kind]))
    return closings, moves
