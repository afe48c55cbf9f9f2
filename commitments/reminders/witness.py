"""What remembers outside the database how far the sending has come: a file beside it, and the cache.

Whoever restores a database rarely restores both. A file that was copied knows it: it has another number on the disk
than the one written in it.
"""

import datetime as dt
import json
import os
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.core.cache import cache
from redis.exceptions import RedisError


@dataclass(frozen=True)
class Memory:
    """`number` is None when nothing remembers; `in_doubt` when somebody could not be asked."""

    number: int | None = None
    at: dt.datetime | None = None
    copied: bool = False
    in_doubt: bool = False


def recall(anchor: uuid.UUID, folder: Path, *, cache_is_apart: bool) -> Memory:
    """`cache_is_apart`: the cache does not lie beside the file, so it would not be copied along."""
    file, cached = _from_file(folder / f"{anchor}.json"), _from_cache(anchor)
    if file.copied and cache_is_apart and cached.number is not None:
        file = Memory()
    known = [memory for memory in (file, cached) if memory.number is not None]
    if not known:
        return Memory(in_doubt=cached.in_doubt)
    best = max(known, key=lambda memory: memory.number or 0)
    return Memory(best.number, best.at, copied=file.copied)


def remember(anchor: uuid.UUID, number: int, at: dt.datetime, folder: Path) -> None:
    """The file first. A cache that is away is made up for by the next sending."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"number": number, "at": at.isoformat(), "inode": os.fstat(file.fileno()).st_ino}, file)
    os.replace(draft, folder / f"{anchor}.json")
    try:
        cache.set(_key(anchor), [number, at.isoformat()], timeout=None)
    except (RedisError, OSError):
        return


def _from_file(path: Path) -> Memory:
    try:
        with path.open() as file:
            kept = json.load(file)
            inode = os.fstat(file.fileno()).st_ino
        return Memory(int(kept["number"]), dt.datetime.fromisoformat(kept["at"]), copied=inode != kept["inode"])
    except (OSError, ValueError, KeyError, TypeError):
        return Memory()


def _from_cache(anchor: uuid.UUID) -> Memory:
    try:
        kept = cache.get(_key(anchor))
    except (RedisError, OSError):
        return Memory(in_doubt=True)
    return Memory(int(kept[0]), dt.datetime.fromisoformat(kept[1])) if kept else Memory()


def _key(anchor: uuid.UUID) -> str:
    return f"sending-mark:{anchor}"
