"""What a person may choose from in the filters. Of what there may be thousands, only what is offered is read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from commitments.rollups.scope import branch, children_by_parent
from countries.access import Standing
from countries.models import Country, Document, Institution, Pillar
from countries.models.country import name_of

MOST_OFFERED = 300
Option = tuple[str, str]
Group = tuple[str, list[Option]]
# Where it stands, its id, its name, the one above it, and what it is sorted by among those that stand there.
Leaf = tuple[int, int, str, int | None, Any]


@dataclass(frozen=True)
class Facets:
    """Options by facet, as forms want them; and what stands below whom in the two trees."""

    standing: Standing

    @classmethod
    def for_standing(cls, standing: Standing) -> "Facets":
        return cls(standing)

    def knowing(
        self,
        codes: Mapping[int, str],
        documents: list[tuple[int, str, str]],
        pillars: list[Leaf] | None,
        institutions: list[Leaf] | None,
    ) -> "Facets":
        """What a page has read already is not read again; None where that is to be looked up."""
        self.__dict__.update(_codes=codes, _documents=documents)
        for trees, leaves in ((self._pillars, pillars), (self._institutions, institutions)):
            if leaves is not None:
                trees.__dict__["_all"] = leaves
        return self

    @cached_property
    def country(self) -> list[Option]:
        return [(code, self._names[pk]) for pk, code in self._codes.items()]

    @cached_property
    def document(self) -> list[Option]:
        return [(reference, f"{reference}: {title}") for _, reference, title in self._documents]

    def pillars_of(self, document: str, chosen: str) -> list[Group]:
        return _grouped(self._references, self._pillars.offered(_key_of(document, self._references), chosen))

    def institutions_of(self, country: str, chosen: str) -> list[Group]:
        return _grouped(self._names, self._institutions.offered(_key_of(country, self._codes), chosen))

    def below_pillar(self, pk: int) -> tuple[int, ...]:
        """Itself and all below it, of a pillar that was offered."""
        return self._pillars.below(pk)

    def below_institution(self, pk: int) -> tuple[int, ...]:
        return self._institutions.below(pk)

    @property
    def institution_parents(self) -> Mapping[int, int | None]:
        seen = self._seen(Institution.objects.order_by(), "country")
        return dict(seen.values_list("pk", "parent_id"))

    @cached_property
    def _codes(self) -> Mapping[int, str]:
        return dict(self._seen(Country.objects.all(), "pk").values_list("pk", "code"))

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return {pk: name_of(code) for pk, code in self._codes.items()}

    @cached_property
    def _documents(self) -> list[tuple[int, str, str]]:
        return list(self._seen(Document.objects.all(), "country").values_list("pk", "reference", "title"))

    @cached_property
    def _references(self) -> Mapping[int, str]:
        return {pk: reference for pk, reference, _ in self._documents}

    @cached_property
    def _pillars(self) -> "_Trees":
        seen = self._seen(Pillar.objects.all(), "document__country")
        return _Trees(seen.order_by().values_list("document_id", "pk", "title", "parent_id", "position"), "document_id")

    @cached_property
    def _institutions(self) -> "_Trees":
        seen = self._seen(Institution.objects.all(), "country")
        return _Trees(seen.order_by().values_list("country_id", "pk", "name", "parent_id", "name"), "country_id")

    def _seen(self, places: QuerySet[Any], country: str) -> QuerySet[Any]:
        return places if self.standing.sees_all else places.filter(**{f"{country}__in": self.standing.seen_countries})


@dataclass(frozen=True)
class _Trees:
    """Pillars in documents, or institutions in countries; a tree never leaves the place it stands in, its `home`.

    Sorted here, because a database would sort thousands only to say that there are too many.
    """

    leaves: QuerySet[Any, Leaf]
    home: str
    _read: dict[int, list[Leaf]] = field(default_factory=dict)

    def offered(self, wider: int | None, chosen: str) -> list[Leaf]:
        """Those in the wider place, if one is chosen; else all, if somebody would read through them. And the chosen."""
        within = self._within(wider) if wider is not None else []
        if not within and self._all is not None:
            return self._all
        home = self._home_of(chosen)
        return within if home is None or home == wider else [*self._within(home), *within]

    def below(self, pk: int) -> tuple[int, ...]:
        rows = self._all if self._all is not None else (leaf for home in self._read.values() for leaf in home)
        return branch(pk, children_by_parent({leaf[1]: leaf[3] for leaf in rows}))

    @cached_property
    def _all(self) -> list[Leaf] | None:
        """None where there are too many."""
        found = list(self.leaves[: MOST_OFFERED + 1])
        return found if len(found) <= MOST_OFFERED else None

    def _within(self, home: int) -> list[Leaf]:
        if home not in self._read:
            own = self.leaves.filter(**{self.home: home}) if self._all is None else self._all
            self._read[home] = [leaf for leaf in own if leaf[0] == home]
        return self._read[home]

    def _home_of(self, chosen: str) -> int | None:
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18):
            return None
        known = self._all or [leaf for leaves in self._read.values() for leaf in leaves]
        found = next((leaf[0] for leaf in known if leaf[1] == int(chosen)), None)
        if found is not None or self._all is not None:
            return found
        return self.leaves.filter(pk=int(chosen)).values_list(self.home, flat=True).first()


def _key_of(name: str, names: Mapping[int, str]) -> int | None:
    return next((pk for pk, known in names.items() if known == name), None)


def _grouped(names: Mapping[int, str], leaves: Iterable[Leaf]) -> list[Group]:
    """In the order of `names`."""
    groups: dict[int, list[Option]] = defaultdict(list)
    for home, pk, name, _, _ in sorted(leaves, key=itemgetter(4)):
        groups[home].append((str(pk), name))
    return [(name, groups[home]) for home, name in names.items() if home in groups]
