"""One conversation with the mail server, kept open for many mails, and what it answers in our words.

The point of no return is the first byte after "354": an answer that fails to come before it is a refusal, one that
fails to come after it leaves open whether the mail arrived.
"""

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from commitments.choices import AttemptOutcome
from commitments.delivery import RelayTrouble
from commitments.reminders.patience import TimedBackend

_DOT_AT_THE_START = re.compile(rb"(?m)^\.")
_PLAIN = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)


@dataclass(frozen=True)
class Receipt:
    """`trouble`: what is, or may be, the matter with the server and not with this mail."""

    outcome: AttemptOutcome
    code: int | None = None
    reply: str = ""
    trouble: RelayTrouble | None = None


class Relay:
    def __init__(self) -> None:
        self._backend = TimedBackend(fail_silently=False)
        self._announced = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def open(self) -> Receipt | None:
        """None when the server listens; otherwise why not."""
        self._backend.clock.start(self._backend.timeout)
        try:
            self._backend.open()
            self._smtp.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError, UnicodeError) as problem:
            self._drop()
            return _unreachable(problem, _not_opened(problem))
        return None

    def listens(self) -> bool:
        """It greets, lets us in and answers, as long as no mail is spoken of."""
        if self.open() is not None:
            return False
        try:
            return self._smtp.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            self._drop()
            return False

    @property
    def is_open(self) -> bool:
        return self._backend.connection is not None

    def announce(self, sender: str) -> None:
        """Say already who writes the next mail, so that the server is at work while we put things on record.

        It names no recipient and commits to nothing; trouble shows when the answer is read.
        """
        if self.is_open and not self._announced:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.putcmd("MAIL", f"FROM:{_quoted(sender)}")
                self._announced = True

    def hand_over(self, sender: str, address: str, raw: bytes) -> Receipt:
        begun, smtp = False, self._smtp
        self._backend.clock.start(self._backend.timeout)
        try:
            refusal = self._introduce(smtp, sender, address)
            if refusal is not None:
                return refusal
            begun = True
            smtp.send(_DOT_AT_THE_START.sub(b"..", raw) + (b"" if raw.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            return self._answered(*smtp.getreply())
        except (smtplib.SMTPException, OSError) as problem:
            self._drop()
            if begun:
                return Receipt(AttemptOutcome.UNKNOWN, reply=_in_words(problem), trouble=_broke_off(problem))
            return _unreachable(problem, _broke_off(problem))

    def close(self) -> None:
        self._backend.clock.start(self._backend.timeout)
        try:
            self._backend.close()
        except (smtplib.SMTPException, OSError):
            self._drop()

    @property
    def _smtp(self) -> smtplib.SMTP:
        if self._backend.connection is None:
            raise smtplib.SMTPServerDisconnected("Open the conversation first.")
        return self._backend.connection

    def _introduce(self, smtp: smtplib.SMTP, sender: str, address: str) -> Receipt | None:
        """Sender, recipient, "DATA"; None when the server waits for the mail."""
        self.announce(sender)
        self._announced = False
        code, reply = smtp.getreply()
        if code != 250:
            # Refused before it heard for whom: our own address or account is not welcome.
            self._drop()
            trouble = RelayTrouble.HANGS_UP if code == 421 else RelayTrouble.SENDER
            return Receipt(AttemptOutcome.UNREACHABLE, code, _text(reply), trouble)
        code, reply = smtp.docmd("RCPT", f"TO:{_quoted(address)}")
        if code not in (250, 251):
            return self._answered(code, reply)
        code, reply = smtp.docmd("DATA")
        return None if code == 354 else self._answered(code, reply)

    def _answered(self, code: int, reply: bytes) -> Receipt:
        if code == 250:
            return Receipt(AttemptOutcome.ACCEPTED, code, _text(reply))
        if code == 421:  # it hangs up
            self._drop()
            return Receipt(AttemptOutcome.DEFERRED, code, _text(reply), RelayTrouble.HANGS_UP)
        self._begin_anew()
        outcome = AttemptOutcome.REFUSED if code >= 500 else AttemptOutcome.DEFERRED
        return Receipt(outcome, code, _text(reply))

    def _begin_anew(self) -> None:
        """A server that hangs up after a refusal has refused all the same; the next mail calls it again."""
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._backend.connection is not None:
            self._backend.connection.close()
            self._backend.connection = None
        self._announced = False


def _quoted(address: str) -> str:
    """Nearly every address needs no parser, which costs as much as the rest of a sentence."""
    return f"<{address}>" if _PLAIN.fullmatch(address) else smtplib.quoteaddr(address)


def _unreachable(problem: Exception, trouble: RelayTrouble) -> Receipt:
    code = getattr(problem, "smtp_code", None)
    return Receipt(AttemptOutcome.UNREACHABLE, code if code and code > 0 else None, _in_words(problem), trouble)


def _not_opened(problem: Exception) -> RelayTrouble:
    if isinstance(problem, (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError)):
        return RelayTrouble.PASSWORD
    return RelayTrouble.DEAF if _is_late(problem) else RelayTrouble.UNREACHABLE


def _broke_off(problem: Exception) -> RelayTrouble:
    return RelayTrouble.SILENT if _is_late(problem) else RelayTrouble.HANGS_UP


def _is_late(problem: Exception) -> bool:
    return isinstance(problem, TimeoutError) or "timed out" in str(problem)


def _in_words(problem: Exception) -> str:
    if _is_late(problem):
        return "The mail server did not answer in time."
    if isinstance(problem, smtplib.SMTPServerDisconnected):
        return f"The mail server hung up. {problem}"[:500]
    if isinstance(problem, smtplib.SMTPResponseException):
        return _text(problem.smtp_error)
    return f"{type(problem).__name__}: {problem}"[:500]


def _text(reply: bytes | str) -> str:
    """As said by the server, without what a page or a database cannot show."""
    said = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return "".join(c if c.isprintable() else " " for c in said)[:500]
