"""A mail that did not arrive is sent again, passed on or let be: once, on record, and no reminder is lost."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from commitments import reminders
from commitments.choices import About, MessageStatus, ReminderStatus
from commitments.delivery import MailRulingKind
from commitments.models import MailRuling, Message, Milestone, Reminder
from commitments.reminders.undelivered import DealtWithAlready, Ruling, let_be, pass_on, resend, successors
from countries.models import Person
from tests.together import together

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def ruling(seen=0, reason=""):
    return Ruling(seen, uuid.uuid4(), reason)


@pytest.fixture
def failed(promise, editor, smtp_server, morning):
    smtp_server.refuse_recipients = "550 5.1.1 No such person"
    reminders.run(morning)
    smtp_server.refuse_recipients = ""
    return Message.objects.get(recipient=editor)


@pytest.fixture
def unconfirmed(promise, editor, smtp_server, morning):
    smtp_server.hang_up = "receipt"
    reminders.run(morning)
    reminders.run(morning + 2 * DAY + MINUTE)
    smtp_server.hang_up = ""
    return Message.objects.get()


def test_sent_again_on_its_day_goes_to_the_address_of_today(failed, editor, coordinator, smtp_server, morning):
    Person.objects.filter(pk=editor.pk).update(email="new@example.org")
    resend(failed, ruling(), by=coordinator, now=morning + MINUTE)
    reminders.run(morning + MINUTE)
    assert [one.recipients for one in smtp_server.deliveries] == [["new@example.org"]]
    assert smtp_server.messages[0]["Message-ID"] == failed.message_id
    assert Reminder.objects.get(step__offset_days=-30).status == ReminderStatus.DONE


def test_sent_again_later_stands_in_the_mail_of_that_day(failed, editor, coordinator, smtp_server, morning):
    resend(failed, ruling(), by=coordinator, now=morning + 3 * DAY)
    reminders.run(morning + 3 * DAY)
    (mail,) = smtp_server.messages
    assert "27 days" in mail.get_body(("plain",)).get_content()


def test_successors_are_those_of_the_day_it_is_in_the_country(failed, editor, head, morning):
    """Half past midnight in Oslo is still the day before in UTC."""
    night = morning.replace(hour=23, minute=30)
    head.seats.update(held_from=night.date() + DAY)
    assert successors(failed, night) == [head]
    assert successors(failed, night - DAY) == []


def test_unconfirmed_mail_sent_again_is_the_same_to_the_byte(unconfirmed, coordinator, smtp_server, morning):
    assert unconfirmed.status == MessageStatus.UNCONFIRMED
    resend(unconfirmed, ruling(), by=coordinator, now=morning + 3 * DAY)
    reminders.run(morning + 3 * DAY)
    assert len({one.content for one in smtp_server.deliveries}) == 1
    unconfirmed.refresh_from_db()
    assert unconfirmed.status == MessageStatus.SENT


def test_passed_on_stands_in_the_mail_of_somebody_else(failed, viewer, coordinator, smtp_server, morning):
    pass_on(failed, viewer, ruling(), by=coordinator, now=morning + MINUTE)
    reminders.run(morning + MINUTE)
    (mail,) = smtp_server.deliveries
    assert mail.recipients == ["viewer@example.org"]
    text = mail.message.get_body(("plain",)).get_content()
    assert "Coordinator passed it on to you, because no mail reached Editor" in " ".join(text.split())


def test_passed_on_only_to_who_has_a_seat_there(failed, outsider, coordinator, viewer, morning):
    assert set(successors(failed, morning)) == {coordinator, viewer}
    with pytest.raises(ValidationError, match="holds no seat"):
        pass_on(failed, outsider, ruling(), by=coordinator, now=morning)


def test_let_be_needs_a_reason_and_keeps_it(failed, coordinator, morning):
    with pytest.raises(ValidationError, match="cannot be empty"):
        let_be(failed, ruling(), by=coordinator, now=morning)
    let_be(failed, ruling(reason="She left the ministry."), by=coordinator, now=morning)
    assert MailRuling.objects.get().reason == "She left the ministry."
    assert not Message.objects.undelivered().exists()


def test_same_button_twice_is_one_ruling(failed, coordinator, morning):
    wanted = ruling()
    first = resend(failed, wanted, by=coordinator, now=morning)
    assert resend(failed, wanted, by=coordinator, now=morning + MINUTE) == first


def test_second_person_is_told_who_was_faster(failed, coordinator, administrator, viewer, morning):
    let_be(failed, ruling(reason="Nobody needs it."), by=coordinator, now=morning)
    with pytest.raises(DealtWithAlready, match="Coordinator has dealt with it: dismissed, 1 December 2018, 08:00 UTC"):
        pass_on(failed, viewer, ruling(), by=administrator, now=morning)


def test_failed_again_is_decided_on_again(failed, coordinator, smtp_server, morning):
    resend(failed, ruling(), by=coordinator, now=morning)
    smtp_server.refuse_recipients = "550 5.1.1 No such person"
    reminders.run(morning + MINUTE)
    assert list(Message.objects.undelivered()) == [failed]
    with pytest.raises(DealtWithAlready):
        resend(failed, ruling(seen=0), by=coordinator, now=morning)
    resend(failed, ruling(seen=1), by=coordinator, now=morning)
    assert MailRuling.objects.filter(kind=MailRulingKind.RESEND).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_rule_once(failed, coordinator, administrator, viewer, morning):
    def attempt(work):
        try:
            return work()
        except DealtWithAlready:
            return None

    together(
        lambda: attempt(lambda: let_be(failed, ruling(reason="No."), by=coordinator, now=morning)),
        lambda: attempt(lambda: pass_on(failed, viewer, ruling(), by=administrator, now=morning)),
    )
    assert MailRuling.objects.count() == 1


def test_passed_on_is_everything_the_mail_said(
    shipped_policy, promise, editor, viewer, coordinator, smtp_server, morning
):
    half_month = dt.date(2018, 12, 15)
    Milestone.objects.create(
        commitment=promise,
        title="Hire",
        due_phrase="15 December 2018",
        due_earliest=half_month,
        due_latest=half_month,
        due_edtf="2018-12-15",
        due_precision="day",
    )
    smtp_server.refuse_recipients = "550 5.1.1 No such person"
    reminders.run(morning)
    smtp_server.refuse_recipients = ""
    mail = Message.objects.get(recipient=editor)
    pass_on(mail, viewer, ruling(), by=coordinator, now=morning + MINUTE)
    lost, passed_on = mail.reminders, viewer.reminders
    assert set(passed_on.values_list("about", flat=True)) == set(lost.values_list("about", flat=True))
    assert passed_on.filter(about=About.MILESTONE).exists()
