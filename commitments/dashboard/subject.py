"""What a dashboard is about: everything one may see, a country, a document, a pillar or an institution."""

from dataclasses import dataclass

from django.db.models import Q

from commitments.choices import ScopeKind
from commitments.dashboard.places import Places
from commitments.models.baseline_terms import BaselineTerms
from commitments.rollups.scope import Scope, all_seen
from countries.access import Standing
from countries.models import Country, Document, Institution, Pillar

Asked = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Subject:
    """The narrowest of the four counts; the wider ones say where it stands."""

    country: Country | None = None
    document: Document | None = None
    pillar: Pillar | None = None
    institution: Institution | None = None

    @classmethod
    def of(cls, terms: BaselineTerms) -> "Subject":
        """What a named baseline, or the order to keep one, is about."""
        return Subject(terms.country, terms.document, terms.pillar, terms.institution)

    @property
    def name(self) -> str:
        narrowest = self.institution or self.pillar or self.document or self.country
        return str(narrowest) if narrowest else "All countries"

    @property
    def short(self) -> str:
        """Where it stands among others of its kind."""
        return self.name

    @property
    def asked(self) -> Asked:
        """As the addresses of the dashboard and of the commitments list spell it."""
        if self.institution:
            return (("institution", str(self.institution.pk)),)
        if self.pillar:
            return (("pillar", str(self.pillar.pk)),)
        if self.document:
            return (("document", self.document.reference),)
        return (("country", self.country.code),) if self.country else ()

    @property
    def places(self) -> dict[str, Country | Document | Pillar | Institution | None]:
        """All four, as a named baseline has them."""
        return {
            "country": self.country,
            "document": self.document,
            "pillar": self.pillar,
            "institution": self.institution,
        }

    def inside(self, place: "Subject") -> "Subject":
        """What a row about a place in this leads to."""
        return place

    def trail(self) -> tuple["Subject", ...]:
        """From everything down to what stands directly above this."""
        wider = [Subject(), Subject(self.country), Subject(self.country, self.document)]
        steps = {step.asked: step for step in wider if step.asked != self.asked}
        return tuple(steps.values())

    def holds(self, place: Document | Institution) -> bool:
        """Whether it stands in this country, if one is chosen."""
        return self.country is None or place.country_id == self.country.pk

    def scope(self, standing: Standing, places: Places) -> Scope:
        if self.institution:
            return Scope(ScopeKind.INSTITUTION, places.below_institution(self.institution))
        if self.pillar:
            return Scope(ScopeKind.PILLAR, places.below_pillar(self.pillar))
        if self.document:
            return Scope(ScopeKind.DOCUMENT, (self.document.pk,))
        if self.country:
            return Scope(ScopeKind.COUNTRY, (self.country.pk,))
        return all_seen(standing)


def spans_within(scope: Scope) -> Q:
    """The same scope as a condition on spans."""
    return Q() if scope.kind == ScopeKind.ALL else Q(**{f"{scope.kind.value}__in": scope.ids})


_OF_COMMITMENTS = {
    ScopeKind.COUNTRY: "document__country__in",
    ScopeKind.DOCUMENT: "document__in",
    ScopeKind.PILLAR: "pillar__in",
    ScopeKind.INSTITUTION: "lead__in",
}


def commitments_within(scope: Scope) -> Q:
    """The same scope as a condition on commitments."""
    return Q() if scope.kind == ScopeKind.ALL else Q(**{_OF_COMMITMENTS[scope.kind]: scope.ids})
