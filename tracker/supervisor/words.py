"""What the person at the terminal reads. A terminal that was closed must not keep us from stopping."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress


def say(words: str, end: str = "\n") -> None:
    with suppress(OSError):
        sys.stdout.write(words + end)
        sys.stdout.flush()


@contextmanager
def progress(words: str) -> Iterator[None]:
    """Said before the work, so that a long wait is never a silent one."""
    say(f"  {words} ", end="... ")
    began = time.monotonic()
    yield
    say(f"{time.monotonic() - began:.1f} s")


def welcome(address: str, sign_ins: Sequence[tuple[str, str, str]], mail_is_delivered: bool) -> str:
    lines = ["", f"The tracker is at {address}"]
    if sign_ins:
        width = max(len(mail) for _, mail, _ in sign_ins)
        lines += ["", "Sign in as"]
        lines += [f"  {role:<14} {mail:<{width}}  password {password}" for role, mail, password in sign_ins]
    lines += ["", "Mails are sent." if mail_is_delivered else "Mails stay on the outbox page."]
    return "\n".join([*lines, "Ctrl-C stops everything.", ""])
