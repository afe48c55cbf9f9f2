"""Asking for a decision and answering, from the button to the record."""

import pytest

from commitments.actions import RequestDraft, ask_for_decision
from commitments.models import DecisionRequest
from tests.commitments.web.reading import refilled, text
from tests.factories import CommitmentFactory
from tests.people import NOW, standing_for

pytestmark = pytest.mark.django_db

ASK = "/commitments/NO-2017-02/ask/"
SAID = {"kind": "extend", "phrase": "by the end of 2019", "edtf": "2019", "reason": "The law is late."}


@pytest.fixture
def asked(commitment, editor) -> DecisionRequest:
    draft = RequestDraft("extend", "The law is late.", "by the end of 2019", "2019")
    return ask_for_decision(commitment, draft, by=standing_for(editor), now=NOW)


@pytest.mark.parametrize(
    ("name", "status"),
    [("editor", 200), ("head", 200), ("coordinator", 200), ("viewer", 403), ("outsider", 404), ("anonymous", 302)],
)
def test_who_may_ask(page, commitment, name, status):
    assert page(name, ASK).status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [("coordinator", 200), ("administrator", 200), ("editor", 403), ("viewer", 403), ("outsider", 404)],
)
def test_who_may_answer(page, asked, name, status):
    assert page(name, f"/requests/{asked.pk}/").status_code == status


def test_a_request_waits_on_the_page_and_on_the_coordinators_desk(page, client, commitment, coordinator):
    sheet = refilled(page("editor", ASK)) | SAID
    assert client.post(ASK, sheet).status_code == 302
    assert "waits for its answer" in text(page("viewer", commitment.get_absolute_url()))
    assert "Requests to answer" in text(page("coordinator", "/desk/"))
    assert "Requests to answer" not in text(page("editor", "/desk/"))


def test_while_one_waits_no_other_form_is_shown(page, asked):
    assert "waits for its answer" in text(page("editor", ASK))
    assert "Send the request" not in text(page("editor", ASK))


def test_granting_moves_the_date_and_shows_both(page, client, commitment, asked):
    address = f"/requests/{asked.pk}/"
    sheet = refilled(page("coordinator", address)) | {"answer": "granted", "reason": "Agreed."}
    assert sheet["new_edtf"] == "2019"
    assert client.post(address, sheet).status_code == 302
    commitment.refresh_from_db()
    assert commitment.due_edtf == "2019"
    shown = text(page("viewer", commitment.get_absolute_url()))
    assert "Granted by Coordinator" in shown
    assert "The law is late." in shown


def test_refusing_says_why(page, client, commitment, asked):
    address = f"/requests/{asked.pk}/"
    sheet = refilled(page("coordinator", address)) | {"answer": "refused", "reason": "The law is in time."}
    assert client.post(address, sheet).status_code == 302
    commitment.refresh_from_db()
    assert commitment.due_edtf == "2018"
    assert "The law is in time." in text(page("editor", commitment.get_absolute_url()))


def test_an_answered_request_offers_no_form(page, client, asked):
    address = f"/requests/{asked.pk}/"
    client_sheet = refilled(page("coordinator", address)) | {"answer": "refused", "reason": "No."}
    client.post(address, client_sheet)
    assert "Record the answer" not in text(page("coordinator", address))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"edtf": "2017"}, "not later than the date in force"),
        ({"phrase": ""}, "Say in words by when"),
        ({"kind": "merge", "other": "NO-9"}, "There is no commitment NO-9"),
        ({"kind": "merge", "other": "NO-2017-02"}, "another commitment"),
        ({"reason": ""}, "required"),
    ],
)
def test_a_bad_request_keeps_what_was_typed(page, client, commitment, change, words):
    sheet = refilled(page("editor", ASK)) | SAID | change
    response = client.post(ASK, sheet)
    assert response.status_code == 422
    assert words in text(response)
    assert refilled(response)["phrase"] == sheet["phrase"]
    assert not DecisionRequest.objects.exists()


def test_granting_needs_to_know_who_decided(page, client, asked):
    address = f"/requests/{asked.pk}/"
    sheet = refilled(page("coordinator", address)) | {"answer": "granted", "reason": "Agreed.", "decided_by": ""}
    response = client.post(address, sheet)
    assert response.status_code == 422
    assert "Say who decided" in text(response)


def test_merging_names_the_other(page, client, commitment, document, ministry):
    CommitmentFactory(document=document, lead=ministry, reference="NO-2017-03")
    sheet = refilled(page("editor", ASK)) | {"kind": "merge", "other": "no-2017-03", "reason": "They are one."}
    assert client.post(ASK, sheet).status_code == 302
    assert DecisionRequest.objects.get().other.reference == "NO-2017-03"


def test_the_same_form_sent_twice_is_saved_once(page, client, commitment):
    sheet = refilled(page("editor", ASK)) | SAID
    client.post(ASK, sheet)
    client.post(ASK, sheet)
    assert DecisionRequest.objects.count() == 1
