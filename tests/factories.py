"""Rows with one line. No surprises: everything a test relies on, it says."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from commitments import search
from commitments.actions.come_back import begin_series
from commitments.deadlines import repetition_from_text
from commitments.deadlines.window import window_of
from commitments.models import Commitment
from countries.choices import DocumentKind, Role
from countries.models import Country, Document, Institution, Person, Pillar, Seat

PASSWORD = "correct horse battery"


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "NO"
    time_zone = factory.LazyAttribute(
        lambda o: {"NO": "Europe/Oslo", "LT": "Europe/Vilnius", "CZ": "Europe/Prague"}.get(o.code, "UTC")
    )
    languages = factory.LazyAttribute(lambda o: {"NO": ["nb", "nn"], "LT": ["lt"], "CZ": ["cs"]}.get(o.code, ["en"]))


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    country = factory.SubFactory(CountryFactory)
    name = factory.Sequence(lambda n: f"Ministry {n}")
    native_name = factory.LazyAttribute(lambda o: o.name)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person {n}")


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    person = factory.SubFactory(PersonFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = Role.EDITOR


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    country = factory.SubFactory(CountryFactory)
    reference = factory.Sequence(lambda n: f"DOC-{n}")
    kind = DocumentKind.STRATEGY
    title = factory.Sequence(lambda n: f"Strategy {n}")
    language = "nb"
    published_on = dt.date(2017, 9, 27)
    counted_from = factory.SelfAttribute("published_on")


class PillarFactory(DjangoModelFactory):
    class Meta:
        model = Pillar

    document = factory.SubFactory(DocumentFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Pillar {n}")


class CommitmentFactory(DjangoModelFactory):
    """`due="2018"` gives window, phrase and baseline in one; `due=None` an undated commitment."""

    class Meta:
        model = Commitment
        skip_postgeneration_save = True

    class Params:
        due = "2018"

    document = factory.SubFactory(DocumentFactory)
    reference = factory.Sequence(lambda n: f"XX-{n:04d}")
    title = factory.Sequence(lambda n: f"Promise {n}")
    quotation = "Vi skal gjøre det."
    quotation_language = "nb"
    lead = factory.SubFactory(InstitutionFactory, country=factory.SelfAttribute("..document.country"))
    registered_at = dt.datetime(2017, 9, 27, 12, tzinfo=dt.UTC)
    due_phrase = factory.LazyAttribute(lambda o: f"by {o.due}" if o.due else "")
    due_earliest = factory.LazyAttribute(lambda o: window_of(o.due).earliest if o.due else None)
    due_latest = factory.LazyAttribute(lambda o: window_of(o.due).latest if o.due else None)
    due_precision = factory.LazyAttribute(lambda o: window_of(o.due).precision.value if o.due else "")
    due_edtf = factory.LazyAttribute(lambda o: o.due or "")
    baseline_phrase = factory.SelfAttribute("due_phrase")
    baseline_earliest = factory.SelfAttribute("due_earliest")
    baseline_latest = factory.SelfAttribute("due_latest")
    baseline_edtf = factory.SelfAttribute("due_edtf")

    @factory.post_generation
    def searchable(self, create, extracted, **kwargs):
        if create:
            search.index([self])


def coming_back(rule: str, on: dt.date, phrase: str = "every year by 1 March", **fields) -> Commitment:
    """A duty with its occurrences as they are on record on that day: `R3/2018-03-01/P1Y`, or `R/…` without an end."""
    repetition = repetition_from_text(rule)
    commitment = CommitmentFactory(due=repetition.first.edtf, due_phrase=phrase, **fields)
    begin_series(commitment, repetition, on)
    return commitment
