"""Rows in, facts out: what `timeline` needs to know about commitments, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable

from commitments.choices import Closure, Completion, DecisionKind
from commitments.models import Commitment, Decision, ProgressUpdate
from commitments.timeline import Claim, Closing, Due, Facts

_CLOSES = {
    DecisionKind.WITHDRAW.value: Closure.WITHDRAWN,
    DecisionKind.SUPERSEDE.value: Closure.SUPERSEDED,
    DecisionKind.REOPEN.value: None,
}


def facts_of(commitment: Commitment) -> Facts:
    return facts_by_commitment([commitment])[commitment.pk]


def facts_by_commitment(commitments: Iterable[Commitment]) -> dict[int, Facts]:
    """Commitment id to its facts; two queries however many there are (documents must be selected with them)."""
    found = list(commitments)
    ids = [commitment.pk for commitment in found]
    claims, closings, moves = _claims(ids), *_decisions(ids)
    return {
        commitment.pk: Facts(
            begins_on=commitment.document.counted_from,
            dues=(
                Due(commitment.document.counted_from, 0, commitment.baseline_latest),
                *moves[commitment.pk],
            ),
            claims=tuple(claims[commitment.pk]),
            closings=tuple(closings[commitment.pk]),
        )
        for commitment in found
    }


def _claims(ids: list[int]) -> dict[int, list[Claim]]:
    claims: dict[int, list[Claim]] = defaultdict(list)
    rows = ProgressUpdate.objects.filter(commitment__in=ids).order_by("id")
    columns = ("commitment", "effective_on", "id", "completion", "forecast_on")
    for owner, day, sequence, completion, forecast in rows.values_list(*columns):
        claims[owner].append(Claim(day, sequence, Completion(completion), forecast))
    return claims


def _decisions(ids: list[int]) -> tuple[dict[int, list[Closing]], dict[int, list[Due]]]:
    closings: dict[int, list[Closing]] = defaultdict(list)
    moves: dict[int, list[Due]] = defaultdict(list)
    rows = Decision.objects.filter(commitment__in=ids).order_by("id")
    for owner, kind, day, sequence, latest in rows.values_list("commitment", "kind", "decided_on", "id", "new_latest"):
        if kind == DecisionKind.MOVE_DATE.value:
            moves[owner].append(Due(day, sequence, latest))
        else:
            closings[owner].append(Closing(day, sequence, _CLOSES[kind]))
    return closings, moves
