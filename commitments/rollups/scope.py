"""What a count is about: everything one may see, or a country, document, pillar or institution."""

from collections.abc import Mapping
from dataclasses import dataclass

from commitments.choices import ScopeKind
from countries.access import Standing

EVERYTHING_ID = 0


@dataclass(frozen=True)
class Scope:
    """Places of one kind, counted together. A tree is given as the ids of all its members."""

    kind: ScopeKind
    ids: tuple[int, ...]


def all_seen(standing: Standing) -> Scope:
    """Whoever sees only some countries gets the sum of these as "all"."""
    if standing.sees_all:
        return Scope(ScopeKind.ALL, (EVERYTHING_ID,))
    return Scope(ScopeKind.COUNTRY, tuple(sorted(standing.seen_countries)))


def branch(root: int, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    """`root` and everything below it, where `parents` is the parent of each member of the tree."""
    children: dict[int, list[int]] = {}
    for pk, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(pk)
    found, waiting = {root}, [root]
    while waiting:
        below = set(children.get(waiting.pop(), ())) - found
        found |= below
        waiting.extend(below)
    return tuple(sorted(found))
