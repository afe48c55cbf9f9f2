"""The tracker's own workers count what a crowd of writers changes, and are killed while they do."""

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE

from commitments.models import Commitment
from tests.chaos.running import Broker
from tests.chaos.surroundings import environment
from tests.writers.play import Outcome, crowd, differences
from tests.writers.writer import NOW

WORKERS = 3
PATIENCE = 120  # seconds for what waits when everybody has stopped writing


def play(folder: Path, operations: int, kills: int, *, seed: int) -> Outcome:
    """Hints come from a beat, and more than one worker gets to hear them; nobody else counts anything."""
    chance = random.Random(seed)
    with _at_work(folder) as workers:
        writing = subprocess.Popen(crowd(operations, 0, seed, "alone"), env=environment(), stdout=PIPE, text=True)
        for _ in range(kills):
            time.sleep(chance.uniform(0.2, 2.5))
            workers.send_signal(signal.SIGUSR1)
            assert workers.stdout.readline() == "replaced\n"
        heard = Counter(json.loads(writing.communicate()[0]))
        until = time.monotonic() + PATIENCE
        while Commitment.objects.awaiting_rollup().exists():
            assert time.monotonic() < until, "The workers count no more."
            time.sleep(0.2)
    heard["killed"] = kills
    return Outcome(heard, differences())


@contextmanager
def _at_work(folder: Path) -> Iterator[subprocess.Popen]:
    clock, broker = folder / "clock", Broker(folder)
    clock.write_text(NOW.isoformat())
    words = [sys.executable, "-m", "tests.chaos.programs", str(clock), str(WORKERS), "1", "0", "apply rollup changes"]
    surroundings = environment() | {"REDIS_URL": f"unix://{broker.socket}"}
    running = subprocess.Popen(words, env=surroundings, stdout=PIPE, text=True)
    try:
        assert running.stdout.readline() == "started\n"
        yield running
    finally:
        running.terminate()
        running.communicate()
        broker.stop()
