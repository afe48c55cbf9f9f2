"""What a person may choose from in the filters, read in four queries however much there is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django_countries import countries as iso_countries

from countries.access import Standing
from countries.models import Country, Document, Institution, Pillar

MOST_OFFERED = 300
Option = tuple[str, str]
Group = tuple[str, list[Option]]


@dataclass(frozen=True)
class Facets:
    """Options by facet, as forms want them; and who is above whom in the two trees."""

    country: list[Option]
    document: list[Option]
    pillar: list[Group]
    institution: list[Group]
    pillar_parents: Mapping[int, int | None]
    institution_parents: Mapping[int, int | None]

    @classmethod
    def for_standing(cls, standing: Standing) -> "Facets":
        seen = Q() if standing.sees_all else Q(country__in=standing.seen_countries)
        here = Q() if standing.sees_all else Q(pk__in=standing.seen_countries)
        codes = dict(Country.objects.filter(here).values_list("pk", "code"))
        names = {pk: _name(code) for pk, code in codes.items()}
        documents = list(Document.objects.filter(seen).values_list("pk", "reference", "title"))
        references = {pk: reference for pk, reference, _ in documents}
        pillars = list(
            Pillar.objects.filter(document__in=references).values_list("document_id", "pk", "title", "parent_id")
        )
        institutions = list(Institution.objects.filter(seen).values_list("country_id", "pk", "name", "parent_id"))
        return cls(
            country=[(code, names[pk]) for pk, code in codes.items()],
            document=[(reference, f"{reference}: {title}") for _, reference, title in documents],
            pillar=_grouped(references, pillars),
            institution=_grouped(names, institutions),
            pillar_parents={pk: parent for _, pk, _, parent in pillars},
            institution_parents={pk: parent for _, pk, _, parent in institutions},
        )

    def pillars_of(self, document: str, chosen: str) -> list[Group]:
        return _offered(self.pillar, document, chosen)

    def institutions_of(self, country: str, chosen: str) -> list[Group]:
        return _offered(self.institution, dict(self.country).get(country, ""), chosen)


def _offered(groups: list[Group], wider: str, chosen: str) -> list[Group]:
    """Those in the wider place, if that is chosen; else all, unless nobody would read through them. And the chosen."""
    within = [group for group in groups if group[0] == wider] or groups
    if sum(len(options) for _, options in within) <= MOST_OFFERED and within is groups:
        return groups
    kept = within if within is not groups else []
    return [group for group in groups if group in kept or any(value == chosen for value, _ in group[1])]


def _name(code: str) -> str:
    return str(iso_countries.name(code) or code)


def _grouped(names: Mapping[int, str], rows: Iterable[tuple[int, int, str, int | None]]) -> list[Group]:
    groups: dict[int, list[Option]] = defaultdict(list)
    for owner, pk, title, _ in rows:
        groups[owner].append((str(pk), title))
    return [(names[owner], options) for owner, options in groups.items() if owner in names]
