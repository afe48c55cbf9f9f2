"""Pages under a real gunicorn, read over real connections, beside their floor: the same template with its context
fixed in memory. Rendering is most of a page, so the floor is measured as well."""

import http.client
import os
import socket
import statistics
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from countries.models import Person
from tracker.supervisor.programs import web

CLIENTS, ROUNDS, SECONDS = 2, 5, 1.5
PAGES = {
    "dashboard": ("floor", "dashboard/", "", 0.6),
    "dashboard of a country on a past day": ("floor", "dashboard/", "?country=NO&on=2023-03-01", 0.6),
    "dashboard, drawn part kept in both": ("frame", "dashboard/", "", None),
    "dashboard of a country on a past day, drawn part kept in both": (
        "frame",
        "dashboard/",
        "?country=NO&on=2023-03-01",
        None,
    ),
    "list": ("floor", "commitments/", "", 0.5),
    "list of what is overdue in a country": ("floor", "commitments/", "?country=NO&schedule=overdue", 0.5),
    "list as of a past day": ("floor", "commitments/", "?schedule=overdue&on=2023-03-01", 0.5),
}


@pytest.fixture(scope="module")
def cookie(planted, django_db_blocker):
    """Of an administrator who signed in."""
    with django_db_blocker.unblock():
        person = Person.objects.get(email="bench@example.org")
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        yield f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
        session.delete()


@pytest.fixture(scope="module")
def served(planted, django_db_blocker):
    """The port of the command that `manage.py up` starts."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
        connection.close()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.bench.serving", "BENCH_DATABASE": name}
    with subprocess.Popen(web("127.0.0.1", port, 4).command, env=environment, stderr=subprocess.PIPE) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _wait_for(port, server):
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        with closing(socket.socket()) as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("The web server did not start.")


@pytest.mark.django_db  # nothing is asked here; without it nobody prepares a database
@pytest.mark.parametrize("page", PAGES)
def bench_page(page, served, cookie, record):
    below, address, asked, least = PAGES[page]
    addresses = (f"/{below}/{address}{asked}", f"/{address}{asked}")
    for one in addresses:
        _requests_per_second(served, one, cookie, 0.5)
    rounds = [[_requests_per_second(served, one, cookie, SECONDS) for one in addresses] for _ in range(ROUNDS)]
    floor, ours = (statistics.median(column) for column in zip(*rounds, strict=True))
    most = 1 / least if least else None
    record(f"{page} under gunicorn, a request, against its template alone", 1 / floor, 1 / ours, most=most)


def _requests_per_second(port, address, cookie, duration):
    with ThreadPoolExecutor(CLIENTS) as clients:
        answered = list(clients.map(lambda _: _ask(port, address, cookie, duration), range(CLIENTS)))
    return sum(answered)


def _ask(port, address, cookie, duration):
    """How many answers a second one client has, each asked for when the one before has been read."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as client:
        done, began = 0, time.perf_counter()
        while (taken := time.perf_counter() - began) < duration or not done:
            client.request("GET", address, headers={"Cookie": cookie})
            answer = client.getresponse()
            read = answer.read()
            assert (answer.status, b"</html>" in read[-20:]) == (200, True), address
            done += 1
        return done / taken
