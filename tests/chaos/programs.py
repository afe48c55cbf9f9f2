"""The programs of the tracker as they are run, with a clock that is read from a file and ticks of a second.

`python -m tests.chaos.programs CLOCK 2 1 0`: two workers, one beat, no command that sends in a loop; behind them the
ticks of the beat, or else those that have mails sent. All are forks of one process, so that Django is loaded once; when
it ends, they do. Its last line names those that had ended before.
SIGUSR1 kills a worker, and another begins; it says when that is done.
"""

import datetime as dt
import io
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - models come after the set-up

from commitments import tasks  # noqa: E402
from commitments.management.commands import send_reminders  # noqa: E402
from tracker.celery import app  # noqa: E402

Life = Callable[[int], Any]
WORDS = (signal.SIGUSR1, signal.SIGTERM)
WORKER = ["worker", "-P", "threads", "-c", "2", "--without-gossip", "--without-mingle", "-l", "CRITICAL"]


class Clock:
    """Stands where the edges ask for the time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self._path.read_text())


def work(number: int) -> None:
    app.worker_main([*WORKER, "-n", f"chaos{number}@%h"])


def beat(number: int) -> None:
    app.start(["beat", "--pidfile=", "-l", "CRITICAL"])


def command(number: int) -> None:
    while True:
        call_command("send_reminders", stdout=io.StringIO())
        time.sleep(1)


def main(clock: Path, amounts: list[int], ticks: list[str]) -> None:
    for module in (tasks, send_reminders):
        vars(module)["timezone"] = Clock(clock)
    for name in list(app.conf.beat_schedule):
        if name in (ticks or ["send due reminders"]):
            app.conf.beat_schedule[name] |= {"schedule": 1.0, "options": {"expires": 30}}
        else:
            del app.conf.beat_schedule[name]
    app.conf.update(beat_max_loop_interval=1, redbeat_lock_timeout=5)
    lives: list[Life] = [work] * amounts[0] + [beat] * amounts[1] + [command] * amounts[2]
    signal.pthread_sigmask(signal.SIG_BLOCK, WORDS)
    programs = Programs(lives)
    print("started", flush=True)
    while signal.sigwait(WORDS) == signal.SIGUSR1:
        programs.replace_one(amounts[0])
        print("replaced", flush=True)
    programs.end()
    print(json.dumps({"ended": programs.ended, "killed": programs.killed}))


class Programs:
    """`ended` are those that had ended before somebody ended them."""

    def __init__(self, lives: list[Life]) -> None:
        self._lives = lives
        self._children = [_fork(live, number) for number, live in enumerate(lives)]
        self.ended: list[str] = []
        self.killed = 0

    def replace_one(self, workers: int) -> None:
        """A worker dies, and whoever looks after workers starts another."""
        number = random.randrange(workers)
        self._end(number)
        self._children[number] = _fork(self._lives[number], number)
        self.killed += 1

    def end(self) -> None:
        for number in range(len(self._children)):
            self._end(number)

    def _end(self, number: int) -> None:
        child = self._children[number]
        _kill(child)
        ending = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if ending != -signal.SIGKILL:
            self.ended.append(f"{self._lives[number].__name__} {ending}")


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):  # it ended by itself
        os.kill(child, signal.SIGKILL)


def _fork(live: Life, number: int) -> int:
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # two hundred hellos would fill the pipe
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WORDS)
        try:
            live(number)
        finally:
            os._exit(1)
    return child


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(amount) for amount in sys.argv[2:5]], sys.argv[5:])
