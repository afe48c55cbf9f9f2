"""A program that must not outlive the supervisor."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Looked up here and not between fork and exec, where very little is safe to do.
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """`orphan_signal` is what the kernel sends it when the supervisor is gone without a word."""

    name: str
    command: Sequence[str]
    orphan_signal: signal.Signals = signal.SIGKILL
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Child:
    """In a session of its own: Ctrl-C reaches the supervisor only, which then ends everything in order."""

    program: Program
    log: Path
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, program: Program, folder: Path) -> "Child":
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / f"{program.name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with log.open("wb") as output:
            process = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | program.environment,
                start_new_session=True,
                preexec_fn=_bound_to_parent(program.orphan_signal),
            )
        return cls(program, log, process)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def last_words(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def _bound_to_parent(orphan_signal: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def bind() -> None:
        if _prctl is not None:
            _prctl(PR_SET_PDEATHSIG, orphan_signal.value)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return bind


def stop_all(children: Sequence[Child], patience: float) -> None:
    """Asks politely, waits for `patience` seconds, and then takes whole process groups down."""
    for child in children:
        if not child.has_ended:
            child.process.terminate()
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not all(child.has_ended for child in children):
        time.sleep(0.05)
    for child in children:
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
