"""Starts senders and kills them: `python -m tests.chaos.launcher`, a line of JSON in for a line of JSON out.

Django is loaded once, and every sender is a fork of it: a process of its own, with its own connections, in a few
milliseconds. In: {"senders": [...]}, each with "now", "port", "patience" (seconds) and "seed", and perhaps with
"seams", name to the passing at which it dies, whichever comes first; or with "kill_after": with "in_hand" counted from
the moment it has a mail in its hands. Out: how each one ended, at which seam, and whether it had a mail in its hands
before, once all have ended. With "stop" a sender halts at its seam instead of dying and counts as ended with null,
until {"resume": true} lets it go on.
"""

import datetime as dt
import json
import os
import random
import signal
import sys
import time
import traceback
from contextlib import suppress
from functools import partial
from typing import Any

import django
from django.conf import settings
from django.template.loader import get_template

django.setup()

from commitments import reminders  # noqa: E402 - models come after the set-up
from tests.chaos.seams import BY_NAME, arm  # noqa: E402

FIRST_MAIL = BY_NAME["before “sending” is on record"]
UNHURRIED = 3600.0
BROKEN = 70
HAS_MAIL = "it has a mail"


def main() -> None:
    for kind in ("html", "txt"):
        get_template(f"commitments/mails/digest.{kind}")  # once, and not in every sender
    senders: list[Sender] = []
    for line in sys.stdin:
        asked = json.loads(line)
        if "resume" in asked:
            for sender in senders:
                sender.resume()
        else:
            for sender in senders:
                sender.close()
            senders = [Sender(wish) for wish in asked["senders"]]
        ended = endings(senders)
        places = [sender.place for sender in senders]
        answer = {"endings": ended, "places": places, "in_hand": [sender.has_mail for sender in senders]}
        print(json.dumps(answer), flush=True)


class Sender:
    def __init__(self, wish: dict[str, Any]) -> None:
        self._after, waits = wish.get("kill_after"), wish.get("in_hand", False)
        self.dies_at = float("inf") if waits or self._after is None else time.monotonic() + self._after
        self.ending: int | None = None
        self.halts = self.has_mail = False
        self.place = ""  # where it died
        self._sign, sign = os.pipe()
        os.set_blocking(self._sign, False)
        self.pid = os.fork()
        if not self.pid:
            os._exit(live(wish, sign))
        os.close(sign)

    def look(self) -> None:
        """Whether it has ended; killed when its time has come."""
        pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
        self._look_at_sign()
        if pid and os.WIFSTOPPED(status):
            self.halts = True
        elif pid:
            self.ending = os.waitstatus_to_exitcode(status)
        elif time.monotonic() >= self.dies_at:
            os.kill(self.pid, signal.SIGKILL)
            self.dies_at = float("inf")

    def _look_at_sign(self) -> None:
        """What it had to tell: that it is about to put its first mail on record as being sent, or where it dies."""
        with suppress(BlockingIOError):
            for word in os.read(self._sign, 4096).decode().splitlines():
                if word in BY_NAME:
                    self.place = word
                elif not self.has_mail:
                    self.has_mail = True
                    if self._after is not None:
                        self.dies_at = min(self.dies_at, time.monotonic() + self._after)

    def close(self) -> None:
        os.close(self._sign)

    def resume(self) -> None:
        if self.halts:
            self.halts = False
            os.kill(self.pid, signal.SIGCONT)

    @property
    def is_at_work(self) -> bool:
        return self.ending is None and not self.halts


def endings(senders: list[Sender]) -> list[int | None]:
    while any(sender.is_at_work for sender in senders):
        for sender in senders:
            if sender.is_at_work:
                sender.look()
        time.sleep(0.001)
    return [sender.ending for sender in senders]


def live(wish: dict[str, Any], sign: int) -> int:
    random.seed(wish["seed"])
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = wish["port"], wish["patience"]
    try:
        for name, nth in wish.get("seams", {}).items():
            arm(BY_NAME[name], nth, _halt if wish.get("stop") else partial(_die, sign, name))
        if wish.get("kill_after") is not None:
            arm(FIRST_MAIL, 1, partial(_tell, sign, HAS_MAIL))
        reminders.run(dt.datetime.fromisoformat(wish["now"]), budget=UNHURRIED)
    except BaseException:
        traceback.print_exc()
        return BROKEN
    return 0


def _tell(sign: int, word: str) -> None:
    os.write(sign, f"{word}\n".encode())


def _die(sign: int, place: str) -> None:
    _tell(sign, place)
    os.kill(os.getpid(), signal.SIGKILL)


def _halt() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


if __name__ == "__main__":
    main()
