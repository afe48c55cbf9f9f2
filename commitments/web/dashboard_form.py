"""Which scope, on which day: read from the address, offered again in the pickers."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms

from commitments.dashboard import Places, Subject
from commitments.fields import Day, PlainSelect
from countries.models import Document, Institution

_SHOWN = 60
MOST_OFFERED = 300


class Pick(forms.ChoiceField):
    """What is typed is looked for among the places; offered are those that somebody would read through."""

    widget = PlainSelect

    def __init__(self, label: str, everything: str, noun: str) -> None:
        super().__init__(label=label, required=False)
        self.everything, self.noun = everything, noun
        self.knows: Callable[[str], bool] = lambda value: False

    def offer(self, choices: Iterable[Any], narrower: str = "") -> None:
        """`narrower` is to be chosen first, where there are too many."""
        first = f"{self.everything} (choose {narrower} first)" if narrower else self.everything
        self.choices = [("", first), *choices]

    def validate(self, value: str) -> None:
        if value and not self.knows(value):
            typed = f"{value[:_SHOWN]}…" if len(value) > _SHOWN else value
            raise forms.ValidationError(f"“{typed}” is not {self.noun} you can see. Choose one from the list.")


class DashboardForm(forms.Form):
    country = Pick("Country", "All countries", "a country")
    document = Pick("Document", "All documents", "a document")
    pillar = Pick("Pillar", "All pillars", "a pillar")
    institution = Pick("Lead institution", "All institutions", "an institution")
    on = Day(label="On", required=False)
    against = Day(label="Compared with", required=False)

    def __init__(self, data: Mapping[str, Any], places: Places) -> None:
        super().__init__(data)
        self.places = places
        codes = {country.code for country in places.countries.values()}
        references = {document.reference for document in places.documents.values()}
        self.pick("country").knows = codes.__contains__
        self.pick("document").knows = references.__contains__
        self.pick("pillar").knows = lambda value: _is_id(value) and places.pillar(int(value)) is not None
        self.pick("institution").knows = lambda value: _is_id(value) and places.institution(int(value)) is not None

    def is_valid(self) -> bool:
        """What is asked for decides what is offered; where that cannot be read, everything is."""
        is_valid = super().is_valid()
        if not is_valid or not self.places.countries:
            self._offer(Subject())
        return is_valid

    def pick(self, name: str) -> Pick:
        field = self.fields[name]
        assert isinstance(field, Pick)
        return field

    def _offer(self, subject: Subject) -> None:
        """Only what stands in the chosen country and document."""
        places = self.places
        documents = [d for d in places.documents.values() if subject.holds(d)]
        self.pick("country").offer((c.code, c.name) for c in places.countries.values())
        self.pick("document").offer((d.reference, f"{d.reference}: {d.title}") for d in documents)
        self._offer_pillars([subject.document] if subject.document else documents)
        self._offer_institutions(subject)

    def _offer_pillars(self, documents: list[Document]) -> None:
        pick, places = self.pick("pillar"), self.places
        if len(documents) > 1 and places.has_more_pillars(MOST_OFFERED):
            return pick.offer((), "a document")
        pillars = ((d.reference, _options(places.pillars_of([d.pk]), "title")) for d in documents)
        places.pillars_of([d.pk for d in documents])
        pick.offer(group for group in pillars if group[1])

    def _offer_institutions(self, subject: Subject) -> None:
        pick, places = self.pick("institution"), self.places
        if subject.country is None and places.has_more_institutions(MOST_OFFERED):
            return pick.offer((), "a country")
        places.institutions_in(subject.country)
        countries = [subject.country] if subject.country else places.countries.values()
        institutions = ((c.name, _options(places.institutions_in(c), "name")) for c in countries)
        pick.offer(group for group in institutions if group[1])

    def subject(self) -> tuple[Subject, tuple[str, ...]]:
        """What is asked for; where two pickers contradict, the wider one counts, and a sentence says so."""
        asked, places = self.cleaned_data, self.places
        country = next((c for c in places.countries.values() if c.code == asked["country"]), None)
        document = next((d for d in places.documents.values() if d.reference == asked["document"]), None)
        pillar = places.pillar(int(asked["pillar"])) if asked["pillar"] else None
        institution = places.institution(int(asked["institution"])) if asked["institution"] else None
        left_out: list[str] = []
        if document and country and document.country_id != country.pk:
            left_out.append(_foreign(document.reference, str(country)))
            document = None
        if pillar and document and pillar.document_id != document.pk:
            left_out.append(_foreign(pillar.title, document.reference))
            pillar = None
        document = places.documents[pillar.document_id] if pillar else document
        if document and country and document.country_id != country.pk:
            left_out.append(_foreign(str(pillar), str(country)))
            document = pillar = None
        institution = self._beside(institution, country, document, left_out)
        home = document or institution
        subject = Subject(places.countries[home.country_id] if home else country, document, pillar, institution)
        return subject, tuple(left_out)

    def _beside(
        self, institution: Institution | None, country: Any, document: Document | None, left_out: list[str]
    ) -> Institution | None:
        if institution and document:
            left_out.append(
                f"Counts are kept by document or by institution, so {institution} is left out here. "
                "The commitments list can show both together."
            )
            return None
        if institution and country and institution.country_id != country.pk:
            left_out.append(_foreign(str(institution), str(country)))
            return None
        return institution

    def fill_in(self, subject: Subject, on: dt.date, against: dt.date | None) -> None:
        """With what is shown, whatever part of it the address named."""
        self._offer(subject)
        self.name_days(subject, on, against)

    def name_days(self, subject: Subject, on: dt.date, against: dt.date | None) -> None:
        """The same without a look at what else could be chosen."""
        self.data = {
            "country": subject.country.code if subject.country else "",
            "document": subject.document.reference if subject.document else "",
            "pillar": str(subject.pillar.pk) if subject.pillar else "",
            "institution": str(subject.institution.pk) if subject.institution else "",
            "on": on.isoformat(),
            "against": against.isoformat() if against else "",
        }


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _options(places: Mapping[int, Any], name: str) -> list[tuple[str, str]]:
    return [(str(pk), getattr(place, name)) for pk, place in places.items()]


def _foreign(what: str, where: str) -> str:
    return f"“{what}” does not belong to {where} and is left out."
