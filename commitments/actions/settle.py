"""Lock a commitment, and bring its derived columns in step with its facts after a change."""

import datetime as dt

from commitments.actions.come_back import turn
from commitments.actions.follow import follow
from commitments.models import Commitment
from commitments.timeline import snapshot
from countries.access import Standing
from countries.models import Person


class StaleForm(Exception):
    """Someone saved first: the form was filled in against `seen`, the commitment is at `found` by now."""

    def __init__(self, commitment: Commitment, seen: int) -> None:
        super().__init__(f"{commitment.reference} was at revision {seen}, is at {commitment.revision}.")
        self.commitment = commitment
        self.seen = seen


def locked(commitment: Commitment) -> Commitment:
    """The row as it is now, held until the transaction ends. Locked before it is read: PostgreSQL, when it has waited
    for somebody who named another institution, would join the new row to the old one, and find none."""
    Commitment.objects.select_for_update().values_list("pk").get(pk=commitment.pk)
    return Commitment.objects.select_related("document__country", "lead", "pillar", "occurrence").get(pk=commitment.pk)


def refuse_stale(row: Commitment, seen_revision: int | None) -> None:
    """`seen_revision` is what the form showed; None comes from a program that does not show forms."""
    if seen_revision is not None and seen_revision != row.revision:
        raise StaleForm(row, seen_revision)


def settle(commitment: Commitment, *, now: dt.datetime) -> None:
    """Derive today's completion and closing from the facts, count the revision up, save; then move what waits."""
    _derive(commitment, now)
    follow(commitment, now=now)
    commitment.revision += 1
    commitment.changed_at = now
    commitment.save()
    _carry_on(commitment, now)


def _carry_on(upon: Commitment, now: dt.datetime) -> None:
    """Through the whole chain; it ends, because circles are refused."""
    for waiting in upon.awaited_by.select_related("commitment"):
        row = locked(waiting.commitment)
        if follow(row, now=now):
            row.revision += 1
            row.changed_at = now
            row.save()
            _carry_on(row, now)


def _derive(commitment: Commitment, now: dt.datetime) -> None:
    today = max(commitment.country.local_date(now), commitment.document.counted_from)
    shot = snapshot(turn(commitment, today), today)
    if shot is not None:
        commitment.completion = shot.completion
        commitment.done_on = shot.done_on
        commitment.forecast_on = shot.forecast_on
        commitment.closed_as = shot.closure or ""
        commitment.closed_on = shot.closed_on
        commitment.last_reported_on = shot.last_reported_on


def actor(standing: Standing) -> Person:
    """Every write has a person behind it; a standing without one has passed no permission check."""
    if standing.person is None:
        raise ValueError("A write needs a person.")
    return standing.person
