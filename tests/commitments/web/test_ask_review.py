"""Somebody who does not own a commitment is asked to judge it, and answers."""

import pytest

from commitments.actions import ReviewDraft, ReviewRequestDraft, ask_for_review, post_review
from commitments.models import ReviewRequest
from tests.commitments.web.reading import refilled, text
from tests.people import NOW, TODAY, standing_for

PAGE = "/commitments/NO-2017-02/ask-review/"


@pytest.fixture
def asked(commitment, editor, coordinator):
    return ask_for_review(
        commitment, ReviewRequestDraft(coordinator, "Is somebody there?"), by=standing_for(editor), now=NOW
    )


@pytest.mark.parametrize(
    ("role", "status"), [("editor", 200), ("head", 200), ("coordinator", 200), ("viewer", 403), ("outsider", 404)]
)
def test_who_may_ask(page, commitment, role, status):
    assert page(role, PAGE).status_code == status


def test_asked_and_seen_on_the_page(page, client, commitment, coordinator):
    sheet = refilled(page("editor", PAGE)) | {"asked": coordinator.pk, "reason": "Is somebody there?"}
    assert client.post(PAGE, sheet).status_code == 302
    assert client.post(PAGE, sheet).status_code == 302
    assert ReviewRequest.objects.get().asked == coordinator
    said = text(page("coordinator", commitment.get_absolute_url()))
    assert "has not answered yet" in said
    assert "Decline" in said
    assert "Decline</a>" not in text(page("editor", commitment.get_absolute_url()))


@pytest.mark.parametrize("role", ["head", "colleague", "outsider", "editor"])
def test_owners_and_strangers_cannot_be_asked(request, page, client, commitment, coordinator, role):
    somebody = request.getfixturevalue(role)
    sheet = refilled(page("editor", PAGE)) | {"asked": somebody.pk, "reason": "Is somebody there?"}
    response = client.post(PAGE, sheet)
    assert (response.status_code, "They may not review this" in text(response)) == (422, True)


def test_asked_twice_is_refused(page, client, asked, coordinator):
    sheet = refilled(page("editor", PAGE)) | {"asked": coordinator.pk, "reason": "Again?"}
    assert "has been asked already" in text(client.post(PAGE, sheet))


def test_review_answers_it(asked, commitment, coordinator):
    review = post_review(commitment, ReviewDraft("limited", "A letter.", TODAY), by=standing_for(coordinator), now=NOW)
    asked.refresh_from_db()
    assert (asked.review, asked.answered_at) == (review, NOW)


def test_declined_with_a_reason(page, client, asked, commitment, coordinator):
    address = f"/reviews/{asked.pk}/decline/"
    sheet = refilled(page("coordinator", address))
    assert client.post(address, sheet | {"reason": ""}).status_code == 422
    assert client.post(address, sheet | {"reason": "I wrote it myself."}).status_code == 302
    assert "Declined: I wrote it myself." in text(page("editor", commitment.get_absolute_url()))


def test_nobody_else_declines(page, asked, editor):
    assert page("editor", f"/reviews/{asked.pk}/decline/").status_code == 403
