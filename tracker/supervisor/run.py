"""From nothing to an address, and back to nothing."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections

from tracker.celery import wake_all
from tracker.supervisor import endings, preparation, programs, readiness
from tracker.supervisor.child import Child, Program, stop_all
from tracker.supervisor.lock import held
from tracker.supervisor.words import progress, say

PATIENCE_TO_STOP = 10.0
PATIENCE_FOR_PORT = 5.0


class CannotRun(Exception):
    """Said to the person as it is, without a traceback."""


@dataclass(frozen=True)
class Plan:
    """`valkey_socket` is empty when the broker is somebody else's; `chosen` are the settings that matter."""

    root: Path
    data_dir: Path
    site_url: str
    listen: str
    port: int
    web_threads: int
    worker_threads: int
    valkey_socket: Path | None
    with_demo: bool
    chosen: str

    @property
    def logs(self) -> Path:
        return self.data_dir / "logs"


@dataclass
class Supervisor:
    plan: Plan
    children: list[Child] = field(default_factory=list)

    def run(self, welcome: Callable[[], str]) -> None:
        """Returns when told to stop; raises CannotRun when something broke."""
        with held(self.plan.data_dir / "up.lock", self.plan.site_url), endings.heeded():
            try:
                self._start()
                say(welcome())
                self._watch()
            finally:
                endings.deafen()
                self._stop()

    def _start(self) -> None:
        began = time.monotonic()
        self._claim_port()
        if self.plan.valkey_socket:
            with progress("Broker"):
                self._start_valkey(self.plan.valkey_socket)
        self._prepare()
        with progress("Web, worker and beat"):
            self._start_programs()
        say(f"Ready after {time.monotonic() - began:.1f} s.")

    def _claim_port(self) -> None:
        plan = self.plan
        # A supervisor that was killed leaves its web server for a moment.
        if not readiness.wait_for(lambda: readiness.port_is_free(plan.listen, plan.port), PATIENCE_FOR_PORT):
            raise CannotRun(
                f"Another program uses port {plan.port} of {plan.listen}. Stop it, or choose another port: "
                f"make run PORT={plan.port + 1}"
            )

    def _start_valkey(self, socket: Path) -> None:
        if not readiness.wait_for(lambda: not readiness.valkey_answers(socket), 5):
            raise CannotRun(f"Another Valkey answers at {socket}. Stop it first.")
        folder = self.plan.data_dir / "valkey"
        _own_privately(folder)
        _own_privately(socket.parent)
        self._spawn(programs.valkey(socket, folder))
        self._wait_until(lambda: readiness.valkey_answers(socket), 15)

    def _prepare(self) -> None:
        mark = self.plan.data_dir / "prepared"
        wanted = preparation.fingerprint(self.plan.root, self.plan.chosen)
        if preparation.is_done(mark, wanted):
            return
        for words, do in preparation.steps(with_demo=self.plan.with_demo):
            with progress(words):
                do()
        connections.close_all()
        mark.write_text(wanted)

    def _start_programs(self) -> None:
        plan = self.plan
        self._spawn(programs.web(plan.listen, plan.port, plan.web_threads))
        self._spawn(programs.worker(plan.worker_threads))
        self._spawn(programs.beat())
        self._spawn(programs.watch())
        wake_all()
        self._wait_until(lambda: readiness.web_answers(plan.listen, plan.port, "/sign-in/"), 60)

    def _spawn(self, program: Program) -> None:
        self.children.append(Child.start(program, self.plan.logs))

    def _wait_until(self, answered: Callable[[], bool], patience: float) -> None:
        def settled() -> bool:
            return any(child.has_ended for child in self.children) or answered()

        in_time = readiness.wait_for(settled, patience)
        self._complain_of_the_dead()
        if not in_time:
            raise CannotRun(f"No answer after {patience:.0f} s. The logs in {self.plan.logs} may say why.")

    def _watch(self) -> None:
        while not endings.terminal_is_gone():
            time.sleep(0.5)
            self._complain_of_the_dead()

    def _complain_of_the_dead(self) -> None:
        for child in self.children:
            if child.has_ended:
                raise CannotRun(
                    f"The {child.program.name} ended by itself ({endings.of(child.process.returncode)}), so "
                    f"everything stops. The end of {child.log}:\n{child.last_words()}"
                )

    def _stop(self) -> None:
        """The broker last: the worker gives back what it holds."""
        stop_all(_others(self.children), PATIENCE_TO_STOP)
        stop_all(self.children, PATIENCE_TO_STOP)
        say("Stopped.")


def _others(children: Sequence[Child]) -> list[Child]:
    return [child for child in children if child.program.name != "valkey"]


def _own_privately(folder: Path) -> None:
    """A socket outside the data folder lies where others may write; they must not have been there first."""
    folder.mkdir(exist_ok=True, mode=0o700)
    facts = folder.stat()
    if facts.st_uid != os.geteuid() or facts.st_mode & 0o077:
        raise CannotRun(f"Others may write to {folder}. Remove it, or choose a shorter DATA_DIR.")
