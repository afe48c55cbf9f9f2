"""Every place a person may look at, read in four queries: what the pickers offer and the tables name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from commitments.rollups.scope import Children, children_by_parent
from countries.access import Standing
from countries.models import Country, Document, Institution, Pillar


@dataclass(frozen=True)
class Places:
    """Each by its id, in the order in which pages list them."""

    countries: Mapping[int, Country]
    documents: Mapping[int, Document]
    pillars: Mapping[int, Pillar]
    institutions: Mapping[int, Institution]

    @classmethod
    def seen_by(cls, standing: Standing) -> "Places":
        countries = Country.objects.all()
        if not standing.sees_all:
            countries = countries.filter(pk__in=standing.seen_countries)
        found = {country.pk: country for country in sorted(countries, key=lambda country: country.name)}
        documents = Document.objects.filter(country__in=found).only("pk", "country_id", "reference", "title")
        pillars = Pillar.objects.filter(document__country__in=found)
        institutions = Institution.objects.filter(country__in=found)
        return cls(
            found,
            {document.pk: document for document in documents},
            {pillar.pk: pillar for pillar in pillars},
            {institution.pk: institution for institution in institutions},
        )

    @cached_property
    def pillar_children(self) -> Children:
        return children_by_parent({pk: pillar.parent_id for pk, pillar in self.pillars.items()})

    @cached_property
    def institution_children(self) -> Children:
        return children_by_parent({pk: institution.parent_id for pk, institution in self.institutions.items()})
