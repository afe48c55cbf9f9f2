import pytest

from commitments.actions import ProgressDraft, post_update
from commitments.models import Review
from tests.commitments.web.reading import refilled, text
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db

PAGE = "/commitments/NO-2017-02/review/"
CAST = [
    ("coordinator", 200),
    ("administrator", 200),
    ("editor", 403),
    ("colleague", 403),
    ("head", 403),  # of the institution that answers for it
    ("viewer", 403),
    ("outsider", 404),
    ("anonymous", 302),
]


@pytest.fixture
def sheet(page, commitment, coordinator):
    return refilled(page("coordinator", PAGE)) | {"completion": "limited", "judgement": "Only a letter was seen."}


@pytest.mark.parametrize(("name", "status"), CAST)
def test_who_may_open_it(page, commitment, name, status):
    assert page(name, PAGE).status_code == status


@pytest.mark.parametrize(("name", "status"), [*CAST[2:-1], ("anonymous", 403)])
def test_who_may_not_post_it(request, client, sheet, signed_in, name, status):
    client.logout()
    if name != "anonymous":
        signed_in(request.getfixturevalue(name))
    # Who was signed out meanwhile gets back what was written.
    assert client.post(PAGE, sheet).status_code == (403 if name == "anonymous" else status)
    assert not Review.objects.exists()


def test_the_claim_is_shown_and_no_judgement_suggested(page, commitment, editor, coordinator):
    draft = ProgressDraft(TODAY, "substantial", "An officer was sent.")
    post_update(commitment, draft, by=standing_for(editor), now=NOW)
    response = page("coordinator", PAGE)
    assert "An officer was sent." in text(response)
    assert "completion" not in refilled(response)


def test_a_review_is_saved_beside_the_claim(client, commitment, sheet):
    response = client.post(PAGE, sheet, follow=True)
    assert "Saved. Your review stands beside the claim." in text(response)
    commitment.refresh_from_db()
    assert commitment.completion == "no_evidence"
    assert commitment.reviews.get().completion == "limited"


def test_sent_twice_it_is_saved_once(client, commitment, sheet):
    client.post(PAGE, sheet)
    client.post(PAGE, sheet)
    assert commitment.reviews.count() == 1


def test_a_judgement_of_something_that_changed_is_stale(client, commitment, sheet, editor):
    draft = ProgressDraft(TODAY, "complete", "The flag went up.")
    post_update(commitment, draft, by=standing_for(editor), now=NOW)
    response = client.post(PAGE, sheet)
    assert response.status_code == 409
    assert "The flag went up." in text(response)
    assert refilled(response)["judgement"] == "Only a letter was seen."
    assert client.post(PAGE, refilled(response)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"judgement": ""}, "What the judgement rests on"),
        ({"judgement": "   "}, "What the judgement rests on"),
        ({"judgement": "x" * 10_001}, "10,001 characters; 10,000 fit."),
        ({"completion": "perfect"}, "“perfect” is not one of the five steps"),
        ({"reviewed_on": "2018-06-02"}, "2 June 2018 is in the future."),
        ({"reviewed_on": "2016-01-01"}, "This is before the document"),
    ],
)
def test_what_cannot_be_judged_is_refused(client, commitment, sheet, changes, reason):
    response = client.post(PAGE, sheet | changes)
    assert response.status_code == 422
    assert reason in text(response)
    assert not Review.objects.exists()


def test_nobody_judges_their_own_claim(client, page, commitment, coordinator):
    draft = ProgressDraft(TODAY, "complete", "It is done.")
    post_update(commitment, draft, by=standing_for(coordinator), now=NOW)
    filled = refilled(page("coordinator", PAGE)) | {"completion": "complete", "judgement": "It is done indeed."}
    response = client.post(PAGE, filled)
    assert response.status_code == 422
    assert "You reported this yourself, as of 1 June 2018, so somebody else has to judge it." in text(response)
    assert "It is done indeed." in text(response)
    assert not Review.objects.exists()
