"""The pickers of the dashboard: what they offer, and which addresses they understand."""

import datetime as dt

import pytest

from commitments.dashboard import Places
from commitments.web.dashboard_form import DashboardForm
from countries.access import Standing
from tests.factories import DocumentFactory, InstitutionFactory, PillarFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EVERYBODY = Standing(sees_all=True)


@pytest.fixture
def land(norway):
    document = DocumentFactory(country=norway)
    return document, PillarFactory(document=document), InstitutionFactory(country=norway), DocumentFactory()


def form_for(standing=EVERYBODY, **asked):
    return DashboardForm({name: str(value) for name, value in asked.items()}, Places.seen_by(standing))


def shown(form):
    assert form.is_valid()
    form.fill_in(form.subject()[0], dt.date(2019, 3, 1), None)
    return form


def offered(form, name):
    return list(form.fields[name].widget.choices)


def test_few_places_are_all_offered(land):
    _, pillar, institution, _ = land
    form = shown(form_for())
    assert [options for _, options in offered(form, "pillar")[1:]] == [[(str(pillar.pk), pillar.title)]]
    assert (str(institution.pk), institution.name) in [
        o for _, group in offered(form, "institution")[1:] for o in group
    ]


def test_of_many_the_wider_place_is_chosen_first(land, monkeypatch):
    monkeypatch.setattr("commitments.web.dashboard_form.MOST_OFFERED", 0)
    form = shown(form_for())
    assert offered(form, "pillar") == [("", "All pillars (choose a document first)")]
    assert offered(form, "institution") == [("", "All institutions (choose a country first)")]


def test_what_cannot_be_read_is_asked_again_with_everything_offered(land):
    _, pillar, *_ = land
    form = form_for(on="someday")
    assert not form.is_valid()
    assert [options for _, options in offered(form, "pillar")[1:]] == [[(str(pillar.pk), pillar.title)]]


def test_an_address_names_a_pillar_that_is_not_offered(land, monkeypatch):
    monkeypatch.setattr("commitments.web.dashboard_form.MOST_OFFERED", 0)
    document, pillar, *_ = land
    form = form_for(pillar=pillar.pk)
    assert form.is_valid()
    subject, _ = form.subject()
    assert (subject.pillar, subject.document) == (pillar, document)


@pytest.mark.parametrize("typed", ["0", "-1", "x", "9" * 30, "١"])
def test_an_id_that_is_none_is_refused(land, typed):
    assert "Choose one from the list" in str(form_for(pillar=typed).errors["pillar"])


def test_a_pillar_of_a_country_one_cannot_see_is_refused(land, lithuania):
    _, pillar, institution, _ = land
    form = form_for(Standing(seen_countries=frozenset({lithuania.pk})), pillar=pillar.pk, institution=institution.pk)
    assert set(form.errors) == {"pillar", "institution"}
