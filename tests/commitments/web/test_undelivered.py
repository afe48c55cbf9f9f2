"""The page of mails that did not arrive: who sees it, and that each button does its one thing once."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from commitments.choices import MessageStatus
from commitments.models import MailRuling, Message
from tests.people import NOW

LIST = "/outbox/undelivered/"


@pytest.fixture
def failed(commitment, editor):
    return Message.objects.create(
        recipient=editor, local_day=NOW.date(), address=editor.email, subject="1 commitment overdue", raw=b"x",
        message_id="<1@example.org>", written_at=NOW - dt.timedelta(days=1), next_attempt_at=NOW,
        status=MessageStatus.DEAD, reason="Refused for good: 550 No such person",
    )  # fmt: skip


def sent(client, mail, wish, **fields):
    data = {"wish": wish, "seen": 0, "submission": uuid.uuid4(), **fields}
    return client.post(reverse("undelivered-mail", args=[mail.pk]), data)


@pytest.mark.parametrize(
    ("who", "status"), [("editor", 403), ("head", 403), ("coordinator", 200), ("administrator", 200)]
)
def test_list_is_for_coordinators_and_administrators(request, failed, signed_in, who, status):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(LIST).status_code == status
    assert client.get(reverse("undelivered-mail", args=[failed.pk])).status_code == status


def test_list_says_how_many_and_why(failed, coordinator, signed_in):
    text = signed_in(coordinator).get(LIST).text
    assert "1 mail waits for a decision" in text
    assert "Refused for good: 550 No such person" in text


def test_kind_filters(failed, coordinator, signed_in):
    assert "1 commitment overdue" not in signed_in(coordinator).get(f"{LIST}?kind=unconfirmed").text
    assert "1 commitment overdue" in signed_in(coordinator).get(f"{LIST}?kind=dead").text


def test_outbox_leads_there(failed, coordinator, signed_in):
    assert LIST in signed_in(coordinator).get("/outbox/").text
    assert reverse("undelivered-mail", args=[failed.pk]) in signed_in(coordinator).get(f"/outbox/{failed.pk}/").text


def test_sent_again(failed, coordinator, signed_in):
    assert sent(signed_in(coordinator), failed, "resend").status_code == 302
    failed.refresh_from_db()
    assert failed.status == MessageStatus.PENDING


def test_dismissed_without_reason_is_refused_beside_the_field(failed, coordinator, signed_in):
    answer = sent(signed_in(coordinator), failed, "let_be")
    assert answer.status_code == 422
    assert "This cannot be empty" in answer.text
    assert not MailRuling.objects.exists()


def test_stale_page_keeps_what_was_typed(failed, coordinator, signed_in):
    client = signed_in(coordinator)
    sent(client, failed, "resend")
    Message.objects.update(status=MessageStatus.DEAD, reason="Refused again.")
    answer = sent(client, failed, "let_be", reason="She left the house.")
    assert answer.status_code == 409
    assert "Coordinator has dealt with it: sent again" in answer.text
    assert "She left the house." in answer.text


def test_unknown_wish_changes_nothing(failed, coordinator, signed_in):
    assert sent(signed_in(coordinator), failed, "burn").status_code == 422
    assert not MailRuling.objects.exists()


def test_reading_changes_nothing(failed, coordinator, signed_in):
    signed_in(coordinator).get(reverse("undelivered-mail", args=[failed.pk]))
    failed.refresh_from_db()
    assert failed.status == MessageStatus.DEAD
