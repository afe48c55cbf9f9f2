import pytest
from django.test import Client

from commitments.models import Commitment
from tests.commitments.web.reading import refilled, text
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory
from tests.together import together

pytestmark = pytest.mark.django_db

CHOICE = "/commitments/new/"
PAGE = "/commitments/new/?document=NO-2017"
CAST = [
    ("coordinator", 200),
    ("administrator", 200),
    ("editor", 403),
    ("head", 403),
    ("viewer", 403),
    ("outsider", 403),
    ("anonymous", 302),
]


@pytest.fixture
def sheet(page, document, ministry, coordinator):
    return refilled(page("coordinator", PAGE)) | {
        "title": "Join the centre",
        "quotation": "innen utgangen av 2018",
        "lead": ministry.pk,
        "due_phrase": "innen utgangen av 2018",
        "due_edtf": "2018",
    }


@pytest.mark.parametrize("address", [CHOICE, PAGE])
@pytest.mark.parametrize(("name", "status"), CAST)
def test_who_may_open_it(page, document, name, status, address):
    assert page(name, address).status_code == status


@pytest.mark.parametrize(("name", "status"), [*CAST[2:-1], ("anonymous", 403)])
def test_who_may_not_post_it(request, client, sheet, signed_in, name, status):
    client.logout()
    if name != "anonymous":
        signed_in(request.getfixturevalue(name))
    # Who was signed out meanwhile gets back what was written.
    assert client.post(PAGE, sheet).status_code == (403 if name == "anonymous" else status)
    assert not Commitment.objects.exists()


def test_documents_of_other_countries_are_not_offered(page, document, lithuania):
    DocumentFactory(country=lithuania, reference="LT-2021")
    assert "NO-2017" in text(page("coordinator", CHOICE))
    assert "LT-2021" not in text(page("coordinator", CHOICE))


@pytest.mark.parametrize("reference", ["LT-2021", "NO-1999", "%00", "%ED%A0%80"])
def test_an_unknown_or_foreign_document_is_refused(client, page, document, lithuania, reference):
    DocumentFactory(country=lithuania, reference="LT-2021")
    assert page("coordinator", f"{CHOICE}?document={reference}").status_code == 422
    response = client.post(f"{CHOICE}?document={reference}", {})
    assert response.status_code == 422
    assert "Choose one from the list." in text(response)


def test_the_next_reference_and_the_language_are_suggested(page, document):
    CommitmentFactory(document=document, reference="NO-2017-01")
    sheet = refilled(page("coordinator", PAGE))
    assert (sheet["reference"], sheet["quotation_language"]) == ("NO-2017-02", "nb")


def test_a_commitment_is_registered_with_its_baseline(client, sheet):
    response = client.post(PAGE, sheet, follow=True)
    assert "Saved. NO-2017-01 is on the record." in text(response)
    commitment = Commitment.objects.get()
    assert (commitment.baseline_edtf, commitment.due_phrase) == ("2018", "innen utgangen av 2018")


def test_without_a_date_it_is_a_whole_record(client, sheet):
    assert client.post(PAGE, sheet | {"due_phrase": "", "due_edtf": ""}).status_code == 302
    assert Commitment.objects.get().due_latest is None


def test_sent_twice_it_is_registered_once(client, sheet):
    client.post(PAGE, sheet)
    assert "Saved already" in text(client.post(PAGE, sheet, follow=True))
    assert Commitment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_registered_once(client, sheet, coordinator):
    def send():
        tab = Client()
        tab.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
        return tab.post(PAGE, sheet, follow=True)

    said = sorted("already" in text(answer) for answer in together(send, send))
    assert said == [False, True]
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reference": ""}, "Reference"),
        ({"reference": "NO/2017"}, "“NO/2017” is not a reference."),
        ({"reference": "../admin"}, "is not a reference."),
        ({"reference": "x" * 41}, "41 characters; 40 fit."),
        ({"title": "x" * 10_000}, "10,000 characters; 200 fit."),
        ({"due_edtf": "by the end of 2018"}, "is not a date"),
        ({"due_edtf": "2018-02-31"}, "“2018-02-31” is not a day of the calendar."),
        ({"due_edtf": "2019/2018"}, "ends"),
        ({"due_edtf": "2016"}, "Due before the document (27 September 2017)."),
        ({"due_edtf": "99999"}, "is not a date"),
        ({"due_phrase": ""}, "A date needs the words it was promised in."),
        ({"lead": "1\x00"}, "is not an institution of this country."),
    ],
)
def test_what_cannot_be_registered_is_refused_and_kept(client, sheet, changes, reason):
    response = client.post(PAGE, sheet | {"translation": "What I typed."} | changes)
    assert response.status_code == 422
    assert reason in text(response)
    assert "What I typed." in text(response)
    assert not Commitment.objects.exists()


def test_a_reference_is_given_once(client, sheet, document):
    CommitmentFactory(document=document, reference="NO-2017-01", title="Another")
    response = client.post(PAGE, sheet)
    assert response.status_code == 422
    assert "Reference" in text(response)


def test_a_foreign_institution_is_refused(client, sheet, lithuania):
    response = client.post(PAGE, sheet | {"lead": InstitutionFactory(country=lithuania).pk})
    assert response.status_code == 422
    assert "is not an institution of this country." in text(response)


@pytest.mark.parametrize("reference", ["new", "reading"])
def test_an_address_of_the_tracker_is_no_reference(client, sheet, reference):
    response = client.post(PAGE, sheet | {"reference": reference})
    assert response.status_code == 422


def test_words_without_figures_come_back_with_the_figures_to_confirm(client, sheet):
    response = client.post(PAGE, sheet | {"due_edtf": ""})
    assert response.status_code == 422
    assert "Read as 2018, at the latest 31 December 2018." in text(response)
    assert refilled(response)["due_edtf"] == "2018"
    assert not Commitment.objects.exists()
    assert client.post(PAGE, refilled(response)).status_code == 302
    assert Commitment.objects.get().due_edtf == "2018"


def test_unclear_words_offer_their_readings(client, sheet):
    response = client.post(PAGE, sheet | {"due_phrase": "vinteren 2028", "due_edtf": ""})
    assert response.status_code == 422
    assert "Choose one, write other figures and say why or tick “No day can be named”." in text(response)
    assert "December 2027 to February 2028: at the latest 29 February 2028" in text(response)


def test_the_reading_somebody_chose_is_kept_with_its_rule(client, sheet):
    said = refilled(client.post(PAGE, sheet | {"due_phrase": "vinteren 2028", "due_edtf": ""}))
    response = client.post(PAGE, said | {"due_choice": "2027-12/2028-02"}, follow=True)
    saved = Commitment.objects.get()
    assert (saved.due_edtf, saved.baseline_reading) == ("2027-12/2028-02", saved.due_reading)
    assert "Read as <strong>December 2027 to February 2028</strong>, chosen by Coordinator on 1 June 2018" in text(
        response
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"due_choice": "2018"}, "“2018” is not one of the readings."),
        ({"due_choice": "2027-12/2028-02", "due_edtf": "2028"}, "You chose 2027-12/2028-02 and wrote 2028."),
        ({"due_edtf": "2030"}, "Choose 2027-12/2028-02 (December 2027 to February 2028) or 2028-12/2029-02"),
        ({"due_edtf": "2030", "due_why": "a\x00b"}, "Why these figures"),
        ({"due_edtf": "2030", "due_why": "x" * 501}, "501 characters; 500 fit."),
    ],
)
def test_a_reading_nobody_offered_is_refused(client, sheet, changes, reason):
    response = client.post(PAGE, sheet | {"due_phrase": "vinteren 2028", "due_edtf": ""} | changes)
    assert response.status_code == 422
    assert reason in text(response)
    assert not Commitment.objects.exists()


def test_figures_that_contradict_the_words_are_refused_and_kept(client, sheet):
    response = client.post(PAGE, sheet | {"due_phrase": "innen 31. desember 2027", "due_edtf": "2028"})
    assert response.status_code == 422
    assert "The words say 2027-12-31, at the latest 31 December 2027" in text(response)
    assert "The figures end on 31 December 2028. Correct the one that is wrong" in text(response)
    assert refilled(response)["due_edtf"] == "2028"


def test_figures_against_the_words_stand_with_the_reason(client, sheet):
    said = {"due_phrase": "innen 31. desember 2027", "due_edtf": "2028", "due_why": "A misprint, mended in 2018."}
    response = client.post(PAGE, sheet | said, follow=True)
    assert Commitment.objects.get().due_reading.how == "given"
    assert "because: A misprint, mended in 2018." in text(response)


def test_clear_words_say_by_which_rule_they_were_read(client, sheet):
    assert "Read by rule: " in text(client.post(PAGE, sheet, follow=True))


def test_clear_words_are_not_kept_without_a_day_unless_somebody_says_why(client, sheet):
    said = sheet | {"due_edtf": "", "keep_undated": "on"}
    response = client.post(PAGE, said)
    assert "Write 2018 as the figures or, if no day is meant, say why below." in text(response)
    assert client.post(PAGE, said | {"due_why": "The year is that of the budget."}).status_code == 302
    assert Commitment.objects.get().due_latest is None


def test_visitors_read_the_rule_without_the_name(client, sheet, settings):
    said = {"due_phrase": "snart", "due_edtf": "2019", "due_why": "The minister said so."}
    client.post(PAGE, sheet | said)
    client.logout()
    settings.PUBLIC_VIEW = True
    shown = text(client.get("/commitments/NO-2017-01/"))
    assert "because: The minister said so." in shown
    assert "Coordinator" not in shown


def test_unclear_words_are_kept_without_a_day_when_a_person_says_so(client, sheet):
    said = sheet | {"due_phrase": "snart", "due_edtf": ""}
    assert client.post(PAGE, said).status_code == 422
    assert client.post(PAGE, said | {"keep_undated": "on"}).status_code == 302
    saved = Commitment.objects.get()
    assert (saved.due_phrase, saved.due_latest) == ("snart", None)


def test_the_reading_is_shown_while_one_types(page, document):
    shown = page("coordinator", PAGE).content.decode()
    assert 'hx-get="/commitments/reading/"' in shown
    assert "&quot;country&quot;: &quot;NO&quot;" in shown
    assert 'id="reading"' in shown


@pytest.mark.parametrize("taken", ["NO-2017-01", "no-2017-01"])
def test_a_reference_is_given_once_whatever_its_capitals(client, sheet, document, taken):
    CommitmentFactory(document=document, reference=taken, title="Apply to the centre")
    response = client.post(PAGE, sheet | {"reference": "NO-2017-01"})
    assert response.status_code == 422
    assert f"{taken} is “Apply to the centre” already. Choose another reference." in text(response)


def test_the_address_of_a_page_is_no_reference(client, sheet):
    response = client.post(PAGE, sheet | {"reference": "Reading"})
    assert response.status_code == 422
    assert "“Reading” is a page of the tracker." in text(response)
