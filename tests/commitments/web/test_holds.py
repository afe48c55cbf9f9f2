"""The page on which sending is held and released."""

import pytest

from commitments.models import MailHold
from commitments.reminders.holds import hold
from tests.commitments.web.reading import text
from tests.people import NOW

PAGE = "/outbox/hold/"


@pytest.mark.parametrize(("who", "status"), [("editor", 403), ("coordinator", 403), ("administrator", 200)])
def test_page_is_for_administrators(request, signed_in, who, status):
    assert signed_in(request.getfixturevalue(who)).get(PAGE).status_code == status


def test_held_and_released(administrator, editor, signed_in):
    client = signed_in(administrator)
    assert client.post(PAGE, {"reason": ""}).status_code == 422
    client.post(PAGE, {"reason": "A drill today."})
    assert "A drill today." in client.get("/outbox/").text
    assert "Sending is held" in client.get(PAGE).text
    assert client.post(PAGE, {}).status_code == 422
    client.post(PAGE, {"release": "send"})
    held = MailHold.objects.get()
    assert (held.held_by, held.released_by, held.release) == (administrator, administrator, "send")


def test_reading_changes_nothing(administrator, signed_in):
    signed_in(administrator).get(PAGE)
    assert not MailHold.objects.exists()


def test_held_by_hand_there_is_nothing_to_choose(page, administrator):
    hold("A drill.", by=administrator, now=NOW)
    said = text(page("administrator", "/outbox/hold/"))
    assert "Release everything that waits" in said
    assert "What becomes of what waits?" not in said
