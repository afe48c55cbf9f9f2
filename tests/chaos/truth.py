"""The log of the mail server, read: who was told of what, how often, and whether a repeat was the same mail."""

import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path

Told = tuple[str, str]  # recipient, reference of a commitment
REFERENCE = re.compile(r"\bCH-\d{5}\b")


@dataclass(frozen=True)
class Copy:
    """One mail that the server has kept."""

    to: str
    message_id: str
    bytes: str
    names: frozenset[str]
    day: dt.date
    text: str


@dataclass(frozen=True)
class Truth:
    copies: tuple[Copy, ...]
    refused: frozenset[str]

    @property
    def told(self) -> set[Told]:
        return {(copy.to, name) for copy in self.copies for name in copy.names}

    @property
    def mails(self) -> Counter[str]:
        """Message-ID to how many copies were kept."""
        return Counter(copy.message_id for copy in self.copies)

    @property
    def repeats(self) -> int:
        return len(self.copies) - len(self.mails)

    @property
    def most_copies(self) -> int:
        return max(self.mails.values(), default=0)

    @property
    def changed(self) -> int:
        """Message-IDs under which more than one text went out."""
        texts = defaultdict(set)
        for copy in self.copies:
            texts[copy.message_id].add(copy.bytes)
        return sum(len(found) > 1 for found in texts.values())

    @property
    def doubled(self) -> int:
        """A person told of one thing by two different mails of one day."""
        mails = {(copy.to, name, copy.day, copy.message_id) for copy in self.copies for name in copy.names}
        return len(mails) - len({mail[:3] for mail in mails})

    @property
    def second_mails(self) -> int:
        """More than one mail for a person and a day."""
        mails = {(copy.to, copy.day, copy.message_id) for copy in self.copies}
        return len(mails) - len({mail[:2] for mail in mails})

    def to(self, person: str) -> list[Copy]:
        return [copy for copy in self.copies if copy.to == person]

    def lost(self, owed: Iterable[Told]) -> set[Told]:
        return set(owed) - self.told


def read(folder: Path) -> Truth:
    lines = [json.loads(line) for line in (folder / "log").read_text().splitlines()]
    copies = [
        Copy(line["to"], line["id"], line["bytes"], *_said(folder / "mails" / line["bytes"]))
        for line in lines
        if "id" in line
    ]
    return Truth(tuple(copies), frozenset(line["refused"] for line in lines if "refused" in line))


@cache
def _said(path: Path) -> tuple[frozenset[str], dt.date, str]:
    """What a mail names, its day, and its words."""
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    return frozenset(REFERENCE.findall(text)), mail["Date"].datetime.date(), text
