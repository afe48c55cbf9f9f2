"""What a count is about: everything one may see, or a country, document, pillar or institution."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commitments.choices import ScopeKind
from countries.access import Standing

EVERYTHING_ID = 0
Children = Mapping[int, Sequence[int]]


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


def children_by_parent(parents: Mapping[int, int | None]) -> dict[int, list[int]]:
    """The same tree the other way round; `parents` is the parent of each member."""
    children: dict[int, list[int]] = {}
    for pk, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(pk)
    return children


def branch(root: int, children: Children) -> tuple[int, ...]:
    """`root` and everything below it."""
    found, waiting = {root}, [root]
    while waiting:
        below = set(children.get(waiting.pop(), ())) - found
        found |= below
        waiting.extend(below)
    return tuple(sorted(found))


def in_tree_order(ids: Collection[int], children: Children) -> Iterator[tuple[int, int]]:
    """Each of `ids` behind the one above it, with its depth; whose parent is not among them stands at the top."""
    members = set(ids)
    below = {child for parent in members for child in children.get(parent, ())}
    waiting = [(pk, 0) for pk in reversed(list(ids)) if pk not in below]
    while waiting:
        pk, depth = waiting.pop()
        yield pk, depth
        waiting.extend((child, depth + 1) for child in reversed(children.get(pk, ())) if child in members)
