"""Count everything afresh while people work: so many commitments at a time, each lot a transaction of its own.

Whoever writes waits for one lot at most, and the queue goes on in between. What is right already is only read. At the
end the database holds days against spans, months against days and years against months, and what differs is put right.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from django.db import transaction

from commitments.models import Commitment, RollupDelta
from commitments.models.delta import STATES
from commitments.rollups.apply import BATCH, recount_these
from commitments.rollups.ledger import add_to_deltas, hold_the_ledger
from commitments.rollups.proof import differences


def recount(now: dt.datetime, told: Callable[[int], None] = lambda done: None) -> int:
    """How many commitments were counted; `told` hears it as it goes."""
    done = 0
    for lot in _lots():
        counted = recount_these(lot, now)
        for left_out in set(lot) - counted:  # who was writing it may change his mind, and then nothing waits
            counted |= recount_these([left_out], now, patiently=True)
        done += len(counted)
        told(done)
    if any(differences()):  # found without a lock, so perhaps only between two changes
        _mend(now)
    return done


def _lots() -> Iterator[list[int]]:
    last = 0
    while lot := list(Commitment.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield lot
        last = lot[-1]


@transaction.atomic
def _mend(now: dt.datetime) -> None:
    hold_the_ledger(now)
    add_to_deltas([(wrong.key, wrong.missing) for wrong in differences()])
    RollupDelta.objects.filter(**dict.fromkeys(STATES, 0)).delete()
