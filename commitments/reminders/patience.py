"""How long the mail server may take for one mail in all: a server that says a letter now and then is never late, and
never done. The time runs from the call, or from the mail before."""

import io
import smtplib
import time
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

# Times the patience for one answer: together with the seconds in which mails are begun, less than a task may take.
ANSWERS = 1.25


class Clock:
    def __init__(self) -> None:
        self._ends, self._each = float("inf"), 0.0

    def start(self, patience: float | None) -> None:
        self._each = patience or 0.0
        self._ends = time.monotonic() + self._each * ANSWERS if patience else float("inf")

    def left(self) -> float | None:
        """Seconds for the next word; None without any bound."""
        if not self._each:
            return None
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return min(left, self._each)


class Hearing(io.RawIOBase):
    """What the server says, as long as there is time."""

    def __init__(self, smtp: smtplib.SMTP, clock: Clock) -> None:
        self._smtp, self._clock = smtp, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        line = self._smtp.sock
        if line is None:
            raise OSError("not connected")
        line.settimeout(self._clock.left())
        return line.recv_into(buffer)


class TimedBackend(EmailBackend):
    """Django's way to the mail server, with a clock over the whole of a conversation."""

    def __init__(self, **settings: Any) -> None:
        self.clock = Clock()
        super().__init__(**settings)

    @property
    def connection_class(self) -> Any:
        backend, kind = self, super().connection_class

        class Timed(kind):  # type: ignore[misc, valid-type]  # over TLS it is another one
            def getreply(self) -> tuple[int, bytes]:
                if self.file is None:  # type: ignore[has-type]  # of a parent known when it opens
                    self.file = io.BufferedReader(Hearing(self, backend.clock))
                answer: tuple[int, bytes] = super().getreply()
                return answer

            def send(self, words: str | bytes) -> None:
                if self.sock:
                    self.sock.settimeout(backend.clock.left())
                super().send(words)

        return Timed
