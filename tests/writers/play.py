"""Let a crowd of writers loose on the database of the test, and compare what is counted with what is there."""

import datetime as dt
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from subprocess import PIPE

from commitments.choices import ScopeKind
from commitments.rollups.apply import apply_waiting
from commitments.rollups.counts import counts_by_place
from commitments.rollups.verify import verify
from tests.chaos.surroundings import environment
from tests.commitments.rollups.recount import recounted
from tests.writers.writer import NOW

DAYS = (dt.date(2018, 1, 1), dt.date(2019, 3, 1), NOW.date(), dt.date(2026, 1, 1))


@dataclass(frozen=True)
class Outcome:
    """What was `heard` of the crowd, and how much was counted wrongly when it had gone."""

    heard: Counter[str]
    differences: int

    @property
    def done(self) -> int:
        return sum(count for word, count in self.heard.items() if word.startswith("did "))

    @property
    def kills(self) -> int:
        return self.heard["killed"]

    @property
    def kills_in_writing(self) -> int:
        """Of somebody who had written what was not committed yet."""
        return self.heard["killed in writing"]

    @property
    def alarms(self) -> int:
        """Differences found while they wrote, and writers who ended by themselves."""
        return self.heard["found a difference"] + self.heard["broken"]


def play(operations: int, kills: int, *, seed: int) -> Outcome:
    """Kills fall where chance has it, also in the middle of writing; what was begun then is gone or whole."""
    said = subprocess.run(crowd(operations, kills, seed), env=environment(), stdout=PIPE, text=True, check=True).stdout
    apply_waiting(NOW)
    return Outcome(Counter(json.loads(said)), differences())


def crowd(*words: object) -> list[str]:
    return [sys.executable, "-m", "tests.writers.crowd", *map(str, words)]


def differences() -> int:
    """Between what is counted and what is there."""
    return len(verify(NOW.date()).differences) + sum(_wrong_on(day) for day in DAYS)


def _wrong_on(day: dt.date) -> int:
    """Counted by looking at every commitment, beside the counts of every place."""
    wanted = recounted(day)
    places = {kind: {pk for scope, pk, _ in wanted if scope == kind} for kind in ScopeKind}
    counted = counts_by_place(places, day)
    found = {(*place, state): n for place, counts in counted.items() for state, n in counts.by_state.items()}
    return sum(found.get(key, 0) != wanted.get(key, 0) for key in found.keys() | wanted.keys())
