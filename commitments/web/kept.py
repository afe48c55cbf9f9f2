"""What was drawn from the counts, kept in the cache until the counts change.

Kept under the version of the counts, so a new version finds nothing old; nothing is kept, nor shown from what was kept,
while changes wait or the counts are in doubt. When the cache is away, or holds what cannot be read, everything is made
afresh, and nobody notices.
"""

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language
from redis.exceptions import RedisError

from commitments.dashboard import Subject
from commitments.rollups.freshness import Freshness
from countries.access import Standing

SECONDS = 600  # names that nobody edited in the administration, but a command did, are read anew after that
MOST_BYTES = 64 * 1024**2  # in that time: more would crowd out what else the cache holds
ROOM = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Keeper:
    """`version` names everything a drawing hangs on but its own name; empty where nothing may be kept."""

    version: str

    def kept(self, name: str, made: Callable[[], bytes]) -> bytes:
        if not self.version:
            return made()
        key = f"drawn:{hashlib.sha256(f'{self.version} {name}'.encode()).hexdigest()}"
        found = _found(key)
        if found is not None:
            return found
        fresh = made()
        _keep(key, zlib.compress(fresh, 1))
        return fresh

    def kept_text(self, name: str, made: Callable[[], str]) -> str:
        return self.kept(name, lambda: made().encode()).decode()


def keeper(
    subject: Subject, on: dt.date, today: dt.date, standing: Standing, fresh: Freshness, *, works_out: bool = False
) -> Keeper:
    """Ask `freshness` before anything is read from the counts, so that nothing older is kept under a newer version."""
    in_doubt = fresh.waiting or fresh.rebuilding_since or fresh.is_wrong
    if settings.DEBUG or in_doubt or not fresh.stamp:
        return Keeper("")
    seen = "all" if standing.sees_all else sorted(standing.seen_countries)
    parts = [fresh.stamp, fresh.edited, _built(), subject.asked, str(on), str(today), seen, get_language(), works_out]
    return Keeper(json.dumps(parts))


@lru_cache(maxsize=1)
def _built() -> int:
    """Changes when the program does, so that what an older one drew is never shown."""
    return max(path.stat().st_mtime_ns for path in ROOM.rglob("*") if path.suffix in {".py", ".html", ".typ"})


def _found(key: str) -> bytes | None:
    try:
        kept = cache.get(key)
        return zlib.decompress(kept) if isinstance(kept, bytes) else None
    except (RedisError, zlib.error, OSError):
        return None


def _keep(key: str, packed: bytes) -> None:
    """While there is room: somebody who asks for every day of a century fills no memory."""
    try:
        cache.add("drawn:bytes", 0, timeout=SECONDS)
        if cache.incr("drawn:bytes", len(packed)) <= MOST_BYTES:
            cache.set(key, packed, timeout=SECONDS)
    except (RedisError, OSError, ValueError):  # the cache is away, or forgot its count in between
        return
