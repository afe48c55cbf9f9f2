import pytest

from tests.commitments.web.reading import refilled, text
from tests.factories import InstitutionFactory, PillarFactory

pytestmark = pytest.mark.django_db

PAGE = "/commitments/NO-2017-02/edit/"
CAST = [
    ("coordinator", 200),
    ("administrator", 200),
    ("editor", 403),
    ("head", 403),
    ("viewer", 403),
    ("outsider", 404),
    ("anonymous", 302),
]


@pytest.fixture
def sheet(page, commitment, coordinator):
    return refilled(page("coordinator", PAGE))


@pytest.mark.parametrize(("name", "status"), CAST)
def test_who_may_open_it(page, commitment, name, status):
    assert page(name, PAGE).status_code == status


@pytest.mark.parametrize(("name", "status"), [*CAST[2:-1], ("anonymous", 403)])
def test_who_may_not_post_it(request, client, sheet, signed_in, name, status):
    client.logout()
    if name != "anonymous":
        signed_in(request.getfixturevalue(name))
    # Who was signed out meanwhile gets back what was written.
    assert client.post(PAGE, sheet | {"title": "Changed"}).status_code == (403 if name == "anonymous" else status)


def test_the_text_is_corrected_and_the_date_stays(client, commitment, sheet, norway, document):
    helper, pillar = InstitutionFactory(country=norway), PillarFactory(document=document)
    changes = {"title": "Join the centre", "contributors": [helper.pk], "pillar": pillar.pk, "due_edtf": "2030"}
    response = client.post(PAGE, sheet | changes, follow=True)
    assert "Saved. The text is corrected." in text(response)
    commitment.refresh_from_db()
    assert (commitment.title, commitment.pillar, commitment.due_edtf) == ("Join the centre", pillar, "2018")
    assert list(commitment.contributors.all()) == [helper]


def test_a_stale_form_shows_where_the_texts_differ(client, commitment, sheet):
    client.post(PAGE, sheet | {"title": "Join the centre", "place": "paragraph 6"})
    response = client.post(PAGE, sheet | {"title": "Send an officer to the centre", "place": "paragraph 6"})
    assert response.status_code == 409
    shown = text(response).split('id="stale-title"')[1].split("</section>")[0]
    assert "Join the centre" in shown
    assert "Send an officer to the centre" in shown
    assert "paragraph 6" not in shown
    assert client.post(PAGE, refilled(response)).status_code == 302
    commitment.refresh_from_db()
    assert commitment.title == "Send an officer to the centre"


def test_the_same_text_sent_twice_is_no_conflict(client, commitment, sheet):
    changed = sheet | {"title": "Join the centre"}
    client.post(PAGE, changed)
    assert "Saved" in text(client.post(PAGE, changed, follow=True))
    commitment.refresh_from_db()
    assert commitment.revision == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "x" * 10_000}, "This has 10,000 characters; 200 fit. Shorten it."),
        ({"title": ""}, "English title"),
        ({"title": "a\x00b"}, "Character 2 is an invisible control character."),
        ({"quotation": ""}, "The promise, word for word"),
        ({"quotation": "x" * 2001}, "2,001 characters; 2,000 fit."),
        ({"quotation_language": "Norwegian"}, "is not a language tag"),
        ({"lead": ""}, "Lead institution"),
        ({"lead": "999999"}, "“999999” is not an institution of this country."),
        ({"lead": "9" * 40}, "is not an institution of this country."),
        ({"lead": "abc"}, "“abc” is not an institution of this country."),
        ({"pillar": "999999"}, "“999999” is not a pillar of this document."),
        ({"contributors": ["999999"]}, "“999999” is not an institution of this country."),
    ],
)
def test_what_cannot_stand_is_refused_and_kept(client, commitment, sheet, changes, reason):
    response = client.post(PAGE, sheet | {"translation": "What I typed."} | changes)
    assert response.status_code == 422
    assert reason in text(response)
    assert "What I typed." in text(response)


def test_a_foreign_institution_or_pillar_is_refused(client, commitment, sheet, lithuania):
    foreign = InstitutionFactory(country=lithuania, name="Ministry of Elsewhere")
    response = client.post(PAGE, sheet | {"lead": foreign.pk, "pillar": PillarFactory().pk})
    assert response.status_code == 422
    assert "is not an institution of this country. Choose one from the list." in text(response)
    assert "is not a pillar of this document. Choose one from the list." in text(response)
    assert "Ministry of Elsewhere" not in text(response)


def test_the_lead_cannot_help_itself(client, commitment, sheet, ministry):
    response = client.post(PAGE, sheet | {"contributors": [ministry.pk]})
    assert response.status_code == 422
    assert "leads it already. Remove it from the contributors." in text(response)
