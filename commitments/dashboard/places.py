"""Every place a person may look at: what the pickers offer and the tables name.

Countries and documents are read at once. Pillars and institutions, of which there may be thousands, are read with the
document or country they stand in, when a page gets to it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import QuerySet

from commitments.rollups.scope import Children, branch, children_by_parent
from countries.access import Standing
from countries.models import Country, Document, Institution, Pillar

Place = TypeVar("Place", Pillar, Institution)
Read = dict[int, dict[int, Place]]  # by the id of what they stand in, each by its own id


@dataclass(frozen=True)
class Places:
    """Each by its id, in the order in which pages list them."""

    countries: Mapping[int, Country]
    documents: Mapping[int, Document]
    _pillars: "Read[Pillar]" = field(default_factory=dict)
    _institutions: "Read[Institution]" = field(default_factory=dict)
    _more: dict[tuple[type[Pillar] | type[Institution], int], bool] = field(default_factory=dict)

    @classmethod
    def seen_by(cls, standing: Standing) -> "Places":
        countries = Country.objects.defer("languages")
        if not standing.sees_all:
            countries = countries.filter(pk__in=standing.seen_countries)
        found = {country.pk: country for country in sorted(countries, key=lambda country: country.name)}
        documents = Document.objects.filter(country__in=found).only("pk", "country_id", "reference", "title")
        return cls(found, {document.pk: document for document in documents})

    def pillars_of(self, documents: Collection[int]) -> dict[int, Pillar]:
        return _read(self._pillars, documents, "document_id", Pillar.objects.filter)

    def institutions_of(self, countries: Collection[int]) -> dict[int, Institution]:
        return _read(self._institutions, countries, "country_id", Institution.objects.filter)

    def pillar(self, pk: int) -> Pillar | None:
        home = _home(self._pillars, pk, Pillar.objects.filter(pk=pk).values_list("document", flat=True))
        return self.pillars_of([home]).get(pk) if home in self.documents else None

    def institution(self, pk: int) -> Institution | None:
        home = _home(self._institutions, pk, Institution.objects.filter(pk=pk).values_list("country", flat=True))
        return self.institutions_of([home]).get(pk) if home in self.countries else None

    def institutions_in(self, country: Country | None) -> dict[int, Institution]:
        """None stands for all countries."""
        return self.institutions_of(self.countries if country is None else [country.pk])

    @property
    def institutions_read(self) -> dict[int, Institution]:
        """Of every country that was asked about so far."""
        return self.institutions_of(list(self._institutions))

    def has_more_pillars(self, most: int) -> bool:
        return self._has_more(Pillar, self._pillars, self.documents, "document", most)

    def has_more_institutions(self, most: int) -> bool:
        return self._has_more(Institution, self._institutions, self.countries, "country", most)

    def _has_more(self, model: type[Place], known: "Read[Place]", homes: Collection[int], home: str, most: int) -> bool:
        """Asked once a page, and no further than that; where there are no more, all of them have been read with it."""
        if set(homes) <= known.keys():
            return sum(map(len, known.values())) > most
        if (model, most) not in self._more:
            found = list(model._default_manager.filter(**{f"{home}__in": homes})[: most + 1])
            self._more[model, most] = len(found) > most
            if len(found) <= most:
                known.update({pk: {} for pk in homes})
                for place in found:
                    known[getattr(place, f"{home}_id")][place.pk] = place
        return self._more[model, most]

    def pillar_children(self, document: int) -> Children:
        return _children(self.pillars_of([document]))

    def below_pillar(self, pillar: Pillar) -> tuple[int, ...]:
        """Itself and all below it; a tree never leaves its document."""
        return branch(pillar.pk, self.pillar_children(pillar.document_id))

    def institution_children(self, country: Country | None) -> Children:
        return _children(self.institutions_in(country))

    def below_institution(self, institution: Institution) -> tuple[int, ...]:
        """Itself and all below it; a tree never leaves its country."""
        return branch(institution.pk, _children(self.institutions_of([institution.country_id])))


def _read(known: "Read[Place]", homes: Collection[int], home: str, find: Callable[..., Any]) -> dict[int, Place]:
    """What is not known yet in one question."""
    missing = [pk for pk in homes if pk not in known]
    if missing:
        known.update({pk: {} for pk in missing})
        for place in find(**{f"{home}__in": missing}):
            known[getattr(place, home)][place.pk] = place
    return {pk: place for each in homes for pk, place in known[each].items()}


def _home(known: "Read[Place]", pk: int, asked: QuerySet[Any, int]) -> int:
    """Where it stands; 0 when there is none of that id."""
    read = next((home for home, places in known.items() if pk in places), None)
    return read or asked.first() or 0


def _children(places: Mapping[int, Pillar] | Mapping[int, Institution]) -> Children:
    return children_by_parent({pk: place.parent_id for pk, place in places.items()})
