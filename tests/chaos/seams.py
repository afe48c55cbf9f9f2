"""The places where a sender is killed, by name, and what must hold after each. No hook in the product.

A seam is a function as the product calls it; `arm` puts itself around it and acts at the n-th passing. A name that is
gone is an error, so that a rewritten sender cannot slip out of being killed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any


class Scene(StrEnum):
    """How far the mails of a morning have come when a world begins."""

    UNTOLD = "nobody is told of anything"
    PLANNED = "everything is planned"
    WRITTEN = "all mails are written"


class When(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    HALFWAY = "halfway through"


@dataclass(frozen=True)
class Seam:
    """`gap`: the mail server may have the mail and the database does not know it; only there may a mail be repeated.

    `often` is how many passings a short life of a sender has at least. `scene` is where a world begins for it.
    `frees`: it is of interest only where somebody has died and left leases.
    """

    name: str
    where: str
    when: When
    often: int = 20
    gap: bool = False
    scene: Scene = Scene.WRITTEN
    frees: bool = False


def _is_text(*arguments: Any) -> bool:
    """The mail itself, as against a word of the conversation."""
    return isinstance(arguments[1], bytes) and arguments[1].endswith(b"\r\n.\r\n")


def _is_data(*arguments: Any) -> bool:
    return bool(arguments[1] == "DATA")


def _is_of_a_batch(*arguments: Any) -> bool:
    return bool(arguments and arguments[0])


ROOM = "commitments.reminders"
ONLY: dict[str, Callable[..., bool]] = {
    "smtplib:SMTP.send": _is_text,
    "smtplib:SMTP.docmd": _is_data,
    f"{ROOM}.planner:_revive": _is_of_a_batch,
    f"{ROOM}.claims:mark_told": _is_of_a_batch,
}
SEAMS = (
    Seam("withdrawn", f"{ROOM}.scan:withdraw_unowed", When.AFTER, often=1, scene=Scene.UNTOLD),
    Seam("part of a plan is written", f"{ROOM}.planner:_revive", When.BEFORE, often=2, scene=Scene.UNTOLD),
    Seam("planned", f"{ROOM}.scan:plan", When.AFTER, often=1, scene=Scene.UNTOLD),
    Seam("a mail is written, what it carries is not", f"{ROOM}.bundle:_put_into", When.BEFORE, scene=Scene.PLANNED),
    Seam("mails are written", f"{ROOM}.bundle:_bundle_batch", When.AFTER, often=2, scene=Scene.PLANNED),
    Seam("mails are claimed", f"{ROOM}.claims:claim", When.AFTER, often=2),
    Seam("before “sending” is on record", f"{ROOM}.receipts:begin", When.BEFORE, often=1),
    Seam("“sending” is on record", f"{ROOM}.receipts:begin", When.AFTER, often=1),
    Seam("before DATA", "smtplib:SMTP.docmd", When.BEFORE),
    Seam("half the mail has left", "smtplib:SMTP.send", When.HALFWAY),
    Seam("after the final dot", "smtplib:SMTP.send", When.AFTER, gap=True),
    Seam("the server has answered", f"{ROOM}.relay:Relay.hand_over", When.AFTER, gap=True),
    Seam("the answer is about to be put on record", f"{ROOM}.receipts:commit", When.BEFORE, gap=True),
    Seam("the answer is on record", f"{ROOM}.receipts:commit", When.AFTER),
    Seam("sent, what it carried not marked as told", f"{ROOM}.claims:mark_told", When.BEFORE, often=1),
    Seam("the sweep is through", f"{ROOM}.claims:free_expired_leases", When.AFTER, often=1, frees=True),
)
BY_NAME = {seam.name: seam for seam in SEAMS}


def arm(seam: Seam, nth: int, act: Callable[[], None]) -> None:
    """`act` at the n-th passing of the seam, in this process."""
    owner, attribute = _found(seam.where)
    original, counts, passed = getattr(owner, attribute), ONLY.get(seam.where), 0

    def around(*arguments: Any, **named: Any) -> Any:
        nonlocal passed
        passed += counts is None or counts(*arguments)
        if passed != nth or (counts and not counts(*arguments)):
            return original(*arguments, **named)
        if seam.when is When.BEFORE:
            act()
        if seam.when is When.HALFWAY:
            connection, text = arguments
            original(connection, text[: len(text) // 2])
            act()
        result = original(*arguments, **named)
        if seam.when is When.AFTER:
            act()
        return result

    setattr(owner, attribute, around)


def _found(where: str) -> tuple[Any, str]:
    module, _, path = where.partition(":")
    *owners, attribute = path.split(".")
    owner: Any = import_module(module)
    for name in owners:
        owner = getattr(owner, name)
    getattr(owner, attribute)
    return owner, attribute
