"""What a person may choose from in the filters. Of what there may be thousands, only what is offered is read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from commitments.rollups.scope import branch, children_by_parent
from countries.access import Standing
from countries.models import Country, Document, Institution, Pillar
from countries.models.country import name_of

MOST_OFFERED = 300
Option = tuple[str, str]
Group = tuple[str, list[Option]]


@dataclass(frozen=True)
class Facets:
    """Options by facet, as forms want them; and what stands below whom in the two trees."""

    standing: Standing

    @classmethod
    def for_standing(cls, standing: Standing) -> "Facets":
        return cls(standing)

    @cached_property
    def country(self) -> list[Option]:
        return [(code, self._names[pk]) for pk, code in self._codes.items()]

    @cached_property
    def document(self) -> list[Option]:
        return [(reference, f"{reference}: {title}") for _, reference, title in self._documents]

    def pillars_of(self, document: str, chosen: str) -> list[Group]:
        references = {pk: reference for pk, reference, _ in self._documents}
        rows = _offered(self._pillars, ("document_id", "pk", "title"), _key_of(document, references), chosen)
        return _grouped(references, rows)

    def institutions_of(self, country: str, chosen: str) -> list[Group]:
        rows = _offered(self._institutions, ("country_id", "pk", "name"), _key_of(country, self._codes), chosen)
        return _grouped(self._names, rows)

    def below_pillar(self, pk: int) -> tuple[int, ...]:
        """Itself and all below it; a tree never leaves its document."""
        kin = self._pillars.filter(document__pillars=pk).order_by()
        return branch(pk, children_by_parent(dict(kin.values_list("pk", "parent_id"))))

    def below_institution(self, pk: int) -> tuple[int, ...]:
        """Itself and all below it; a tree never leaves its country."""
        kin = self._institutions.filter(country__institutions=pk).order_by()
        return branch(pk, children_by_parent(dict(kin.values_list("pk", "parent_id"))))

    @property
    def institution_parents(self) -> Mapping[int, int | None]:
        return dict(self._institutions.order_by().values_list("pk", "parent_id"))

    @cached_property
    def _codes(self) -> Mapping[int, str]:
        return dict(self._seen(Country, "pk").values_list("pk", "code"))

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return {pk: name_of(code) for pk, code in self._codes.items()}

    @cached_property
    def _documents(self) -> list[tuple[int, str, str]]:
        return list(self._seen(Document, "country").values_list("pk", "reference", "title"))

    @property
    def _pillars(self) -> QuerySet[Any]:
        return self._seen(Pillar, "document__country")

    @property
    def _institutions(self) -> QuerySet[Any]:
        return self._seen(Institution, "country")

    def _seen(self, model: type[Any], country: str) -> QuerySet[Any]:
        places: QuerySet[Any] = model.objects.all()
        return places if self.standing.sees_all else places.filter(**{f"{country}__in": self.standing.seen_countries})


def _key_of(name: str, names: Mapping[int, str]) -> int | None:
    return next((pk for pk, known in names.items() if known == name), None)


def _offered(places: QuerySet[Any], columns: Sequence[str], wider: int | None, chosen: str) -> list[tuple[Any, ...]]:
    """Those in the wider place, if one is chosen; else all, unless nobody would read through them. And the chosen's."""
    home = columns[0]
    within = list(places.filter(**{home: wider}).values_list(*columns)) if wider is not None else []
    if not within and not places.order_by()[MOST_OFFERED : MOST_OFFERED + 1].exists():
        return list(places.values_list(*columns))
    known = chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18
    if not known or any(str(row[1]) == chosen for row in within):
        return within
    its = places.order_by().filter(pk=int(chosen)).values(home)
    return [*places.filter(**{f"{home}__in": its}).values_list(*columns), *within]


def _grouped(names: Mapping[int, str], rows: Iterable[tuple[Any, ...]]) -> list[Group]:
    groups: dict[int, list[Option]] = defaultdict(list)
    for owner, pk, title in rows:
        groups[owner].append((str(pk), title))
    return [(names[owner], options) for owner, options in groups.items() if owner in names]
