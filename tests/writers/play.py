"""Keep four writers going, kill one now and then, and compare what is counted with what is there."""

import datetime as dt
import queue
import random
import subprocess
import sys
import threading
from dataclasses import dataclass

from commitments.choices import ScopeKind
from commitments.rollups.apply import apply_waiting
from commitments.rollups.counts import counts_by_place
from commitments.rollups.verify import verify
from tests.chaos.surroundings import environment
from tests.commitments.rollups.recount import recounted
from tests.writers.writer import NOW

WRITERS = 4
DAYS = (dt.date(2018, 1, 1), dt.date(2019, 3, 1), NOW.date(), dt.date(2026, 1, 1))


@dataclass(frozen=True)
class Outcome:
    done: int
    kills: int
    differences: int


def play(operations: int, kills: int, *, seed: int) -> Outcome:
    """Kills fall where chance has it, also in the middle of writing; what was begun then is gone or whole."""
    chance, heard = random.Random(seed), queue.Queue()
    due = sorted(chance.randrange(1, operations) for _ in range(kills))
    writers = [_start(chance, heard) for _ in range(WRITERS)]
    done = killed = 0
    try:
        while done < operations:
            heard.get(timeout=600)
            done += 1
            while due and due[0] <= done:
                due.pop(0)
                killed += 1
                number = chance.randrange(WRITERS)
                writers[number].kill()
                writers[number].wait()
                writers[number] = _start(chance, heard)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    apply_waiting(NOW)
    return Outcome(done, killed, len(verify(NOW.date()).differences) + sum(_wrong_on(day) for day in DAYS))


def _start(chance: random.Random, heard: "queue.Queue[str]") -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.writers.writer", str(chance.randrange(10**9))]
    writer = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
    threading.Thread(target=_listen, args=(writer, heard), daemon=True).start()
    return writer


def _listen(writer: subprocess.Popen, heard: "queue.Queue[str]") -> None:
    with writer.stdout as lines:
        for line in lines:
            heard.put(line)


def _wrong_on(day: dt.date) -> int:
    """Counted by looking at every commitment, beside the counts of every place."""
    wanted = recounted(day)
    places = {kind: {pk for scope, pk, _ in wanted if scope == kind} for kind in ScopeKind}
    counted = counts_by_place(places, day)
    found = {(*place, state): n for place, counts in counted.items() for state, n in counts.by_state.items()}
    return sum(found.get(key, 0) != wanted.get(key, 0) for key in found.keys() | wanted.keys())
