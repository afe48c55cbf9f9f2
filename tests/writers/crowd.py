"""Keeps four writers going and kills one now and then: `python -m tests.writers.crowd OPERATIONS KILLS SEED`.

With a fourth word nobody of them counts: that is left to workers.

Django is loaded once, and every writer is a fork of it: a process of its own, with a connection of its own, in a few
milliseconds. Beside them somebody recounts all the time, and must find nothing while they write. What was done comes
out as JSON.
"""

import json
import mmap
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial

import django

django.setup()

from tests.writers.writer import Writer, recount_for_ever, write_for_ever  # noqa: E402 - models come after the set-up

WRITERS = 4
PATIENCE = 120  # seconds in which nobody gets anything done
SOON = 0.03  # seconds until a blow: long enough to fall anywhere in an operation
LONGEST = 5.0  # seconds in which somebody comes to write something, unless all others are in the way


class Crowd:
    def __init__(self, seed: int, *, counts: bool) -> None:
        self._counts = counts
        self.chance, self.heard = random.Random(seed), Counter()
        self.writing = mmap.mmap(-1, WRITERS)  # shared: who has written what is not committed yet
        self._ear, self._mouth = os.pipe()
        self._writers = [self._start(number) for number in range(WRITERS)]
        self._recounter = self._fork(partial(recount_for_ever, self._mouth))

    def play(self, operations: int, kills: int) -> None:
        due = sorted(self.chance.sample(range(1, operations), kills))
        done = 0
        with os.fdopen(self._ear) as lines:
            while done < operations:
                signal.alarm(PATIENCE)
                word = lines.readline().rstrip()
                self.heard[word] += 1
                if word == "broken":
                    break
                done += word.startswith("did ")
                while due and due[0] <= done:
                    due.pop(0)
                    self._kill_one()
            self.end()

    def _kill_one(self) -> None:
        """Every other one has just written something it has not committed; the others are hit wherever they are."""
        number, latest = self.chance.randrange(WRITERS), time.monotonic() + LONGEST
        if self.heard["killed"] % 2:
            while not self.writing[number] and time.monotonic() < latest:
                time.sleep(0.0005)
        else:
            time.sleep(self.chance.random() * SOON)
        _kill(self._writers[number])
        self.heard["killed"] += 1
        self.heard["killed in writing"] += self.writing[number]
        self._writers[number] = self._start(number)

    def end(self) -> None:
        for pid in (*self._writers, self._recounter):
            _kill(pid)

    def _start(self, number: int) -> int:
        self.writing[number] = 0
        writer = partial(Writer, self.chance.randrange(10**9), counts=self._counts)
        return self._fork(partial(write_for_ever, writer, self._mouth, self.writing, number))

    def _fork(self, life: Callable[[], None]) -> int:
        pid = os.fork()
        if not pid:
            os.close(self._ear)  # so that nobody lives on when there is nobody to listen
            try:
                signal.alarm(0)
                life()
            except BaseException:
                traceback.print_exc()
                os.write(self._mouth, b"broken\n")
            finally:
                os._exit(1)
        return pid


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def main() -> None:
    operations, kills, seed = map(int, sys.argv[1:4])
    crowd = Crowd(seed, counts=not sys.argv[4:])
    crowd.play(operations, kills)
    print(json.dumps(crowd.heard))


if __name__ == "__main__":
    main()
