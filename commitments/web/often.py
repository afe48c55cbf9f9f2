"""How often one thing is asked for. Counted in the cache: when that is away, nobody is kept out."""

from django.core.cache import cache
from redis.exceptions import RedisError


def too_often(key: str, *, most: int, seconds: int) -> bool:
    """Counts this time, too; the count starts anew when `seconds` have passed since the first."""
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) > most
    except (RedisError, ValueError):  # the cache is away, or forgot it in between
        return False
