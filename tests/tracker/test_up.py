"""`manage.py up` as it is run: real programs, real signals, and a count of what is left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
from django.core.management import CommandError, call_command

from tracker.environment import EXPECTED, ROOT
from tracker.management.commands.up import plan
from tracker.supervisor import endings
from tracker.supervisor.child import Child, Program, stop_all
from tracker.supervisor.readiness import wait_for
from tracker.supervisor.run import CannotRun, Supervisor

MARK = "RUN_OF_A_TEST"
pytestmark = [pytest.mark.slow, pytest.mark.once]


@dataclass
class Run:
    process: subprocess.Popen
    mark: str
    folder: str
    output: str = ""

    def wait_for_address(self):
        for line in self.process.stdout:
            self.output += line
            if line.startswith("Ctrl-C"):
                return re.search(r"http://\S+", self.output).group()
        raise AssertionError(f"it never was ready:\n{self.output}")

    def left_behind(self):
        """Everything a supervisor starts inherits its environment, and so the mark; Valkey writes over it."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process):
        try:
            ours = process.environ().get(MARK) == self.mark or str(self.folder) in " ".join(process.cmdline())
            return ours and process.status() != psutil.STATUS_ZOMBIE
        except (psutil.Error, OSError):
            return False

    def is_gone_within(self, seconds):
        return wait_for(lambda: not self.left_behind(), seconds)


def is_well(address):
    try:
        return urllib.request.urlopen(f"{address}/health/?format=json").status == 200
    except urllib.error.HTTPError:
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory, pytestconfig, worker_id):
    """Prepared by the first start; the others find everything there."""
    kept = {name: value for name, value in os.environ.items() if name not in EXPECTED}
    chosen = {"DATA_DIR": str(tmp_path_factory.mktemp("up")), "PORT": str(free_port())}
    chosen["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    if pytestconfig.getoption("database") == "postgresql":
        chosen |= {"DATABASE_URL": new_database(f"up_{worker_id}"), "SECRET_KEY": os.environ["SECRET_KEY"]}
    return kept | chosen


def new_database(name):
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(address)._replace(path=f"/{name}").geturl()


@pytest.fixture
def up(environment):
    runs = []

    def start():
        mark = uuid.uuid4().hex
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=environment | {MARK: mark},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        runs.append(Run(process, mark, environment["DATA_DIR"]))
        return runs[-1]

    yield start
    for run in runs:
        for process in run.left_behind():
            process.kill()
        run.process.stdout.close()
        run.process.wait()


def test_second_one_refuses_and_first_stops_when_told_and_next_leaves_no_process_when_killed(up):
    """One after the other in one folder: to prepare it takes longer than all the rest."""
    first = up()
    address = first.wait_for_address()
    assert len(first.left_behind()) >= 7  # supervisor, broker, web twice, worker, beat
    output, _ = up().process.communicate(timeout=90)
    assert f"already running here: {address}" in output
    assert urllib.request.urlopen(f"{address}/sign-in/").status == 200
    assert wait_for(lambda: is_well(address), 90)  # so the worker has done every job once
    first.process.send_signal(signal.SIGINT)
    assert first.process.wait(60) == 0
    assert first.left_behind() == []
    following = up()
    following.wait_for_address()
    following.process.kill()
    assert following.is_gone_within(40)


def test_one_that_dies_takes_the_others_along_with_the_reason(monkeypatch, tmp_path):
    """Sleepers for programs: which they are makes no difference to who watches over them."""
    sleeper = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
    names = ("web", "worker", "beat")

    def start(supervisor):
        supervisor.children = [Child.start(Program(name, sleeper), tmp_path) for name in names]
        monkeypatch.setattr("tracker.supervisor.run.say", lambda words: supervisor.children[2].process.kill())

    started = []
    monkeypatch.setattr(Supervisor, "_start", lambda supervisor: (start(supervisor), started.append(supervisor)))
    with pytest.raises(CommandError, match=r"The beat ended by itself \(signal SIGKILL\), so everything stops"):
        call_command("up")
    assert [child.has_ended for child in started[0].children] == [True, True, True]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_polite_ending_is_heeded(ending):
    with endings.heeded():
        signal.raise_signal(ending)
        pytest.fail("it went on")


def test_busy_port_is_named(monkeypatch):
    monkeypatch.setattr("tracker.supervisor.run.PATIENCE_FOR_PORT", 0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        supervisor = Supervisor(replace(plan(), listen="127.0.0.1", port=port))
        with pytest.raises(CannotRun, match=f"Another program uses port {port} "):
            supervisor.run(str)


def test_stubborn_program_is_killed_with_its_group(tmp_path):
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = Child.start(Program("stubborn", [sys.executable, "-c", stubborn]), tmp_path)
    assert wait_for(lambda: "deaf" in child.last_words(), 10)
    began = time.monotonic()
    stop_all([child], patience=0.2)
    assert child.process.returncode == -signal.SIGKILL
    assert time.monotonic() - began < 5


def test_closed_window_is_noticed(monkeypatch):
    window, shell = os.openpty()
    with os.fdopen(shell, "w") as output:
        monkeypatch.setattr(sys, "__stdout__", output)
        assert not endings.terminal_is_gone()
        os.close(window)
        assert endings.terminal_is_gone()
