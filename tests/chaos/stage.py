"""Mail server, launcher and clock of one scenario, and how a round of senders is played."""

import datetime as dt
import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from commitments.choices import WAITING
from commitments.models import Message, Reminder
from commitments.reminders.claims import LEASE
from tests.chaos.seams import Seam
from tests.chaos.surroundings import environment
from tests.chaos.truth import Truth, read
from tests.chaos.world import START

STEP = LEASE + dt.timedelta(minutes=1)
KILLED = -signal.SIGKILL


class Launcher:
    """The process that senders are forked from; one for all scenarios of a run."""

    def __init__(self) -> None:
        words = [sys.executable, "-m", "tests.chaos.launcher"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(words, env=environment(), stdin=pipe, stdout=pipe, text=True)

    def play(self, senders: list[dict[str, Any]]) -> dict[str, Any]:
        """How each sender ended, at which place, and whether it had a mail in its hands before."""
        return self._ask({"senders": senders})

    def resume(self) -> list[int | None]:
        endings: list[int | None] = self._ask({"resume": True})["endings"]
        return endings

    def _ask(self, words: dict[str, Any]) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        stdin.write(json.dumps(words) + "\n")
        stdin.flush()
        answer: dict[str, Any] = json.loads(stdout.readline())
        return answer

    def close(self) -> None:
        _end(self._process)


class Stage:
    """Rounds have one time each: nobody's lease runs out while somebody is at work."""

    def __init__(self, folder: Path, launcher: Launcher, *, senders: int, seed: int, faults: float = 0.0) -> None:
        self.folder, self.senders, self.chance = folder, senders, random.Random(seed)
        self.now, self._launcher = START, launcher
        self.caught = 0  # killed with a mail in their hands
        self.died_at: list[str] = []  # in the last round
        self._patience = 2 if faults else settings.EMAIL_TIMEOUT
        folder.mkdir(parents=True)
        words = [sys.executable, "-m", "tests.chaos.sink", str(folder), str(faults), str(seed)]
        self._sink = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self._sink.stdout
        self.port = int(self._sink.stdout.readline())

    def close(self) -> None:
        if self._sink.poll() is None:
            _end(self._sink)
            shutil.rmtree(self.folder)

    def play(self, wishes: Sequence[dict[str, Any]]) -> list[int | None]:
        """All at once, at the present time; then the clock goes on. How each sender ended."""
        given = {"now": self.now.isoformat(), "port": self.port, "patience": self._patience}
        self.now += STEP
        asked = [{**given, "seed": self.chance.random(), **wish} for wish in wishes]
        answer = self._launcher.play(asked)
        endings: list[int | None] = answer["endings"]
        self.died_at = [place for place in answer["places"] if place]
        self.caught += sum(ending == KILLED and held for ending, held in zip(endings, answer["in_hand"], strict=True))
        return endings

    def halt_at(self, seam: Seam, change: Callable[[], None]) -> None:
        """One sender stands still there while `change` happens, and then goes on."""
        assert self.play([{"seams": {seam.name: 1}, "stop": True}]) == [None], f"Nobody came by “{seam.name}”."
        change()
        assert self._launcher.resume() == [0]

    def settle(self, most: int = 200, *, senders: int | None = None) -> int:
        """Let them work in peace until nothing waits. How many rounds it took."""
        for number in range(1, most + 1):
            assert set(self.play([{}] * (senders or self.senders))) == {0}
            if not self.waits():
                return number
        raise AssertionError(f"Something still waits after {most} rounds.")

    def waits(self) -> bool:
        connection.close()  # what others have written since
        return Message.objects.filter(status__in=WAITING).exists() or Reminder.objects.planned().exists()

    def has_leases_to_free(self) -> bool:
        return Message.objects.filter(lease_until__lt=self.now).exists()

    @property
    def log_size(self) -> int:
        log = self.folder / "log"
        return log.stat().st_size if log.exists() else 0

    def truth(self) -> Truth:
        return read(self.folder)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
