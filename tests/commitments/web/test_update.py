import datetime as dt
import uuid
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments.actions import Ruling, withdraw
from commitments.choices import EvidenceKind
from commitments.models import Evidence, ProgressUpdate
from tests.commitments.web.reading import refilled, text
from tests.factories import CommitmentFactory
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db

PAGE = "/commitments/NO-2017-02/update/"
HOME = "/commitments/NO-2017-02/"


@pytest.fixture
def sheet(page, commitment, editor):
    """What the editor's browser would send after filling in one sentence."""
    return refilled(page("editor", PAGE)) | {"narrative": "An officer was sent.", "completion": "limited"}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("editor", 200),
        ("colleague", 200),
        ("head", 200),
        ("coordinator", 200),
        ("administrator", 200),
        ("viewer", 403),
        ("outsider", 404),
        ("anonymous", 302),
    ],
)
def test_who_may_open_it(page, commitment, name, status):
    assert page(name, PAGE).status_code == status


@pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("outsider", 404), ("anonymous", 403)])
@pytest.mark.parametrize("public", [False, True])
def test_who_may_not_post_it(request, client, sheet, signed_in, settings, name, status, public):
    settings.PUBLIC_VIEW = public
    client.logout()
    if name != "anonymous":
        signed_in(request.getfixturevalue(name))
    response = client.post(PAGE, sheet)
    # Who was signed out meanwhile gets back what was written.
    assert response.status_code == (403 if name == "anonymous" or (public and name == "outsider") else status)
    assert not ProgressUpdate.objects.exists()


def test_the_reason_of_a_refusal_is_on_the_page(page, commitment):
    assert "Only the lead institution and the coordinator" in text(page("viewer", PAGE))


def test_defaults_leave_one_sentence_to_write(page, commitment, editor):
    sheet = refilled(page("editor", PAGE))
    assert sheet["completion"] == "no_evidence"
    assert sheet["effective_on"] == "2018-06-01"


def test_an_update_is_saved_and_the_person_told(client, commitment, sheet):
    response = client.post(PAGE, sheet, follow=True)
    assert response.redirect_chain == [(HOME, 302)]
    assert "Saved. Your update is on the record." in text(response)
    update = commitment.updates.get()
    assert (update.narrative, update.completion, update.effective_on) == ("An officer was sent.", "limited", TODAY)


def test_what_is_expected_is_saved_and_named_the_next_time(client, commitment, sheet):
    assert client.post(PAGE, sheet | {"forecast_on": "2019-04-10"}).status_code == 302
    assert commitment.updates.get().forecast_on == dt.date(2019, 4, 10)
    again = client.get(PAGE)
    assert "Expected so far: 10 April 2019. Leave this empty to keep it." in text(again)
    assert refilled(again)["forecast_on"] == ""


def test_no_change_needs_no_words(client, commitment, sheet):
    sheet |= {"no_change": "on", "narrative": "", "completion": "no_evidence"}
    assert client.post(PAGE, sheet).status_code == 302
    assert commitment.updates.get().no_change


def test_links_and_a_file_become_evidence(client, commitment, sheet, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sheet |= {
        "address_1": "https://example.org/press",
        "title_1": "Press release",
        "address_3": "https://example.org/law/",
        "file": SimpleUploadedFile("Letter of intent.pdf", b"%PDF-1.7 letter"),
    }
    assert client.post(PAGE, sheet).status_code == 302
    assert list(Evidence.objects.values_list("title", flat=True)) == [
        "Press release",
        "example.org/law",
        "Letter of intent.pdf",
    ]
    file = Evidence.objects.get(kind=EvidenceKind.FILE).file
    assert "Letter" not in file.name
    assert file.name.endswith(".pdf")
    assert (tmp_path / file.name).exists()


def test_the_same_form_sent_twice_is_saved_once(client, commitment, sheet, time_machine):
    client.post(PAGE, sheet)
    time_machine.move_to(NOW + dt.timedelta(seconds=1), tick=False)
    response = client.post(PAGE, sheet, follow=True)
    assert "Saved already" in text(response)
    assert commitment.updates.count() == 1


def test_a_stale_form_shows_both_texts_and_can_be_sent_again(client, commitment, sheet, colleague, signed_in, editor):
    signed_in(colleague)
    theirs = refilled(client.get(PAGE)) | {"narrative": "The ministry wrote a letter.", "completion": "limited"}
    client.post(PAGE, theirs)
    signed_in(editor)
    response = client.post(PAGE, sheet)
    assert response.status_code == 409
    assert "Someone else saved first" in text(response)
    assert "The ministry wrote a letter." in text(response)
    assert "An officer was sent." in text(response)
    again = refilled(response)
    assert again["narrative"] == "An officer was sent."
    assert client.post(PAGE, again).status_code == 302
    assert commitment.updates.count() == 2


def test_a_withdrawn_commitment_refuses_with_reason_and_fix(client, commitment, sheet, coordinator):
    withdraw(commitment, Ruling(TODAY, "The Cabinet", "Dropped."), by=standing_for(coordinator), now=NOW)
    commitment.refresh_from_db()
    response = client.post(PAGE, sheet | {"revision": commitment.revision})
    assert response.status_code == 422
    assert "was withdrawn on 1 June 2018 and takes no updates. Ask the coordinator" in text(response)
    assert "An officer was sent." in text(response)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"narrative": ""}, "Say in a sentence what happened, or tick “no change”."),
        ({"narrative": "x" * 10_001}, "This has 10,001 characters; 10,000 fit."),
        ({"narrative": "a\x00b"}, "Character 2 is an invisible control character."),
        ({"next_step": "x" * 2001}, "This has 2,001 characters; 2,000 fit."),
        ({"no_change": "on"}, "“No change” and a new completion contradict each other."),
        ({"completion": "done"}, "“done” is not one of the five steps of completion."),
        ({"completion": ""}, "How far is it?"),
        ({"confidence": "blue"}, "“blue” is not one of the three colours."),
        ({"effective_on": "2018-06-02"}, "2 June 2018 is in the future."),
        ({"effective_on": "2017-09-26"}, "This is before the document (27 September 2017)."),
        ({"effective_on": "2018-02-31"}, "“2018-02-31” is not a day of the calendar."),
        ({"effective_on": "99999-01-01"}, "“99999-01-01” is not a day of the calendar."),
        ({"effective_on": ""}, "As of"),
        ({"forecast_on": "2018-05-31"}, "This is before the day of the update (1 June 2018). Give a later day."),
        ({"forecast_on": "2201-01-01"}, "The year 2201 is out of reach."),
        ({"forecast_on": "soon"}, "“soon” is not a day of the calendar."),
        ({"forecast_on": "2018-12-01", "completion": "complete"}, "What is complete is not expected any more."),
        ({"address_1": "javascript:alert(1)"}, "Use one that starts with https:// or http://."),
        ({"address_1": "data:text/html,x"}, "Use one that starts with https:// or http://."),
        ({"address_2": "https://example.org/a b"}, "Only web addresses can be linked."),
        ({"address_1": "https://" + "x" * 600}, "characters; 500 fit."),
        ({"address_1": "https://example.org/\r\nSet-Cookie: a=b"}, "This must stand on one line."),
        ({"title_2": "A report"}, "Give the address of this link, or remove its description."),
        ({"title_1": "x" * 301, "address_1": "https://example.org"}, "301 characters; 300 fit."),
        (
            {"address_1": "https://example.org", "address_2": "https://example.org"},
            "is given twice. Keep one of the two.",
        ),
        ({"file_title": "A report"}, "Choose the file this is about, or remove its description."),
    ],
)
def test_what_cannot_be_said_is_refused_and_kept(client, commitment, sheet, changes, reason):
    response = client.post(PAGE, sheet | changes)
    assert response.status_code == 422
    assert reason in text(response)
    kept = refilled(response)
    for name, value in changes.items():
        if name not in {"completion", "confidence"} and "\x00" not in value and "\n" not in value:
            assert kept[name] == value
    assert kept["title_3"] == ""
    assert not ProgressUpdate.objects.exists()


def test_a_lone_surrogate_is_refused(client, commitment, sheet):
    body = urlencode(sheet | {"narrative": "An officer"}).replace("An+officer", "An+officer%ED%A0%80")
    response = client.generic("POST", PAGE, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert "Character 11 arrived damaged" in text(response)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("run.exe", b"MZ", "Files of the kind “.exe” are not taken."),
        ("page.html", b"<script>", "Files of the kind “.html” are not taken."),
        ("letter.pdf", b"", "The file is empty."),
        ("letter.pdf", b"<html>", "The file does not begin like a .pdf file."),
        ("letter", b"x", "are not taken"),
        ("x" * 300 + ".pdf", b"%PDF-", "file"),
    ],
)
def test_a_file_that_may_not_be_kept_is_refused(client, commitment, sheet, name, content, reason):
    response = client.post(PAGE, sheet | {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert reason in text(response)
    assert "Please choose the file again" in text(response)


@pytest.mark.parametrize(
    "broken",
    [
        {"revision": None},
        {"submission": None},
        {"opened_at": None},
        {"revision": "abc"},
        {"revision": "9" * 40},
        {"revision": "-1"},
        {"submission": "not-a-uuid"},
        {"opened_at": "yesterday"},
        {"revision": None, "submission": None, "opened_at": None},
    ],
)
def test_a_damaged_form_comes_back_whole(client, commitment, sheet, broken):
    response = client.post(PAGE, {k: v for k, v in (sheet | broken).items() if v is not None})
    assert response.status_code == 422
    assert "A hidden part of this page was missing or damaged" in text(response)
    again = refilled(response)
    assert again["narrative"] == "An officer was sent."
    assert client.post(PAGE, again).status_code == 302


def test_a_submission_of_another_commitment_is_refused(client, commitment, sheet, document, ministry):

    other = CommitmentFactory(document=document, lead=ministry)
    client.post(f"/commitments/{other.reference}/update/", sheet)
    response = client.post(PAGE, sheet)
    assert response.status_code == 422
    assert commitment.updates.count() == 0


def test_a_submission_made_up_by_the_sender_is_as_good_as_ours(client, commitment, sheet):
    assert client.post(PAGE, sheet | {"submission": str(uuid.uuid4())}).status_code == 302


def test_a_file_with_an_endless_name_says_how_long_names_may_be(client, commitment, sheet):
    file = SimpleUploadedFile("x" * 210 + ".pdf", b"%PDF-1.4")
    response = client.post(PAGE, sheet | {"file": file})
    assert response.status_code == 422
    assert "214 characters; 200 fit. Rename the file." in text(response)
