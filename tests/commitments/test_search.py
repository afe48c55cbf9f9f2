import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from commitments.models import Commitment, SearchText
from commitments.search import fold, index, matching
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway)


@pytest.fixture
def promise(document):
    house = InstitutionFactory(country=document.country, name="Ministry of Defence", native_name="Forsvaret")
    quotation = "Øvelser på nett. Įsteigti ryšių centrą. Účinná ochrana."
    return CommitmentFactory(
        document=document, reference="NO-2017-02", title="Train the crews", quotation=quotation, lead=house
    )


def found(text):
    return [row.reference for row in Commitment.objects.filter(matching(text).condition)]


@pytest.mark.parametrize(
    "text",
    [
        *("øvelse", "ovelse", "ØVELSER", "Øvelser", "rysiu", "ryšių", "ucinna", "ÚČINNÁ", "isteigti", "centra"),
        *("no-2017", "NO-2017-02", "train crew", "crew TRAIN", "defence", "forsvar", "forsvar train", "  pa  "),
    ],
)
def test_words_are_found_by_their_beginnings_whatever_their_accents(promise, text):
    assert found(text) == ["NO-2017-02"]


@pytest.mark.parametrize(
    "text", ["velser", "train nowhere", "%", "_", "*", '"', "a OR b", "NEAR(train)", "-train x", "&|!"]
)
def test_what_is_not_there_is_not_found(promise, text):
    assert found(text) == []


def test_an_edited_text_is_found_by_its_new_words_only(promise):
    promise.title = "Equip the ships"
    promise.save()
    index([promise])
    assert (found("equip"), found("train")) == (["NO-2017-02"], [])
    SearchText.objects.all().delete()
    assert found("equip") == []


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for(text):
    assert list(Commitment.objects.filter(matching(text).condition)) == []


@given(st.text(max_size=60))
@example("ᴬ")  # a small capital, taken apart into a real one
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


def test_what_many_have_in_their_texts_is_found_as_well(document, monkeypatch):
    monkeypatch.setattr("commitments.search.FEW", 2)
    index(CommitmentFactory(document=document, title=f"Patrol {side}") for side in ("north", "south", "east", "west"))
    assert [len(found(text)) for text in ("patrol", "patrol west")] == [4, 1]
    if connection.vendor == "postgresql":
        assert [matching(text).are_few for text in ("patrol", "patrol west")] == [False, True]
