"""Item 6: nothing runs for a while. Afterwards one mail per person names everything that came due, once."""

import datetime as dt
from collections import Counter

from commitments.models import Commitment
from tests.chaos import world
from tests.chaos.kills import Result
from tests.chaos.stage import Stage
from tests.chaos.truth import Copy, Told
from tests.chaos.world import START, TODAY, newest_step

DUE = tuple(range(-20, 121, 5))
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def play(stage: Stage, *, people: int, stop: dt.timedelta) -> Result:
    """Everybody has been told of what is owed until today, or until half past seven; then silence; then all at once."""
    world.people(people, each=len(DUE), due=DUE)
    short = stop < DAY
    stage.now = START - HOUR + dt.timedelta(minutes=25) if short else START
    if short:
        stage.play([{}] * stage.senders)
    else:
        stage.settle()
    before = set() if short else {copy.message_id for copy in stage.truth().copies}
    stage.now = START + (dt.timedelta(minutes=25) if short else stop)
    for _ in range(3):
        stage.settle()
    caught_up = [copy for copy in stage.truth().copies if copy.message_id not in before]
    return _counted(caught_up, _came_due(None if short else 0, 0 if short else stop.days))


def _came_due(told_until: int | None, until: int) -> set[Told]:
    """By the test's own reckoning: whose newest step is another one than the one that was told."""
    new = set()
    for person, reference, due in promises():
        told = newest_step(told_until - due) if told_until is not None else None
        if newest_step(until - due) not in (told, None):
            new.add((person, reference))
    return new


def promises() -> list[tuple[str, str, int]]:
    """Person, reference, and in how many days from the start it is due."""
    due = {row.reference: (row.due_latest - TODAY).days for row in Commitment.objects.all() if row.due_latest}
    return [(person, reference, due[reference]) for person, reference in world.owed()]


def _counted(copies: list[Copy], owed: set[Told]) -> Result:
    told = Counter((copy.to, name) for copy in copies for name in copy.names for _ in range(_named(copy, name)))
    mails = Counter(copy.to for copy in copies)
    twice = sum(count - 1 for count in mails.values()) + sum(told[one] - 1 for one in owed if told[one])
    return Result(kills=0, mails=len(copies), lost=len(owed - set(told)), repeats=twice, changed=0, doubled=0)


def _named(copy: Copy, reference: str) -> int:
    """How often a mail has it as a line; its address is not a line."""
    return copy.text.count(f"Promise {reference}")
