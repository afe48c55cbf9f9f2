"""Is it there yet? Each question is asked again until it is answered, or patience ends."""

import http.client
import socket
import time
from collections.abc import Callable
from pathlib import Path


def wait_for(answered: Callable[[], bool], patience: float, pause: float = 0.1) -> bool:
    deadline = time.monotonic() + patience
    while not answered():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def valkey_answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(path))
            connection.sendall(b"*1\r\n$4\r\nPING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def port_is_free(listen: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listen, port))
        except OSError:
            return False
    return True


def web_answers(listen: str, port: int, path: str) -> bool:
    """Any answer will do, even a refusal: it shows that the pages are being served."""
    connection = http.client.HTTPConnection(reachable(listen), port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status < 600
    except OSError:
        return False
    finally:
        connection.close()


def reachable(listen: str) -> str:
    """Listening everywhere, it is asked here."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listen, listen)
