"""A mail server in trouble costs no mail an attempt, is left alone by everybody, and is tried by one."""

import datetime as dt
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from commitments import reminders
from commitments.choices import AttemptOutcome, MessageStatus, ReminderStatus
from commitments.delivery import RelayTrouble
from commitments.models import DeliveryAttempt, MailRelay, Message
from commitments.reminders import breaker
from commitments.reminders.breaker import Gate
from commitments.reminders.fate import PATIENCE

NAME = "me@mail:25"
HOUR = dt.timedelta(hours=1)
WAITING = MessageStatus.PENDING


def test_dead_server_uses_up_no_attempt_and_no_patience(promise, editor, head, smtp_server, settings, morning):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        settings.EMAIL_PORT = nobody.getsockname()[1]
    for minutes in range(0, 12 * 60, 60):
        reminders.run(morning + dt.timedelta(minutes=minutes))
    assert not DeliveryAttempt.objects.exists()
    assert Message.objects.filter(status=WAITING, retrying_since=None).count() == 2
    down = MailRelay.objects.get()
    assert (down.trouble, down.down_since) == (RelayTrouble.UNREACHABLE, morning)


def test_wrong_password_uses_up_no_attempt(promise, editor, smtp_server, settings, morning):
    def nobody(*login):
        return AuthResult(success=False, handled=False)

    guard = Controller(object(), "127.0.0.1", _free_port(), authenticator=nobody, auth_require_tls=False)
    guard.start()
    try:
        settings.EMAIL_PORT, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = guard.port, "me", "wrong"
        reminders.run(morning)
    finally:
        guard.stop()
    assert MailRelay.objects.get().trouble == RelayTrouble.PASSWORD
    assert not DeliveryAttempt.objects.exists()


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_server_that_is_down_is_left_alone_until_the_probe(promise, editor, head, colleague, smtp_server, morning):
    smtp_server.hang_up = "recipient"
    reminders.run(morning)
    calls = smtp_server.calls
    assert calls == breaker.MOST_IN_A_ROW
    reminders.run(morning + dt.timedelta(seconds=1))
    assert smtp_server.calls == calls
    reminders.run(morning + HOUR)
    assert smtp_server.calls == calls + 1


def test_back_again_everything_goes(promise, editor, head, colleague, smtp_server, morning):
    smtp_server.hang_up = "recipient"
    reminders.run(morning)
    smtp_server.hang_up = ""
    reminders.run(morning + HOUR)
    assert len(smtp_server.deliveries) == 3
    assert MailRelay.objects.get().down_since is None


def test_mail_at_which_it_hangs_up_alone_bears_the_blame(promise, editor, head, colleague, smtp_server, morning):
    smtp_server.hang_up_on = editor.email
    reminders.run(morning)
    assert len(smtp_server.deliveries) == 2
    tried = DeliveryAttempt.objects.get(message__recipient=editor)
    assert tried.outcome == AttemptOutcome.UNREACHABLE
    assert Message.objects.get(recipient=editor).retrying_since == morning
    assert not MailRelay.objects.filter(down_since__isnull=False).exists()


def test_mail_at_which_it_always_hangs_up_is_given_up(promise, editor, head, smtp_server, morning):
    smtp_server.hang_up = "recipient"
    reminders.run(morning)
    MailRelay.objects.all().delete()
    Message.objects.filter(recipient=editor).update(retrying_since=morning - PATIENCE, next_attempt_at=morning)
    smtp_server.hang_up, smtp_server.hang_up_on = "", editor.email
    reminders.run(morning + HOUR)
    failed = Message.objects.get(recipient=editor)
    assert (failed.status, Message.objects.get(recipient=head).status) == (MessageStatus.DEAD, MessageStatus.SENT)
    assert not failed.reminders.filter(status=ReminderStatus.BUNDLED).exists()


MINUTES = dt.timedelta(minutes=2)


@pytest.fixture
def disliked(promise, editor, smtp_server, morning):
    """A lone mail at which the server always hangs up."""
    smtp_server.hang_up_on = editor.email
    for number in range(breaker.MOST_IN_A_ROW + 2):
        reminders.run(morning + number * 3 * MINUTES)
    return Message.objects.get(recipient=editor)


def test_lone_disliked_mail_is_in_trouble_and_not_the_server(disliked):
    assert not MailRelay.objects.filter(down_since__isnull=False).exists()
    assert DeliveryAttempt.objects.filter(message=disliked, outcome=AttemptOutcome.UNREACHABLE).exists()
    assert disliked.retrying_since is not None


def test_server_that_greets_and_hangs_up_at_whatever_mail_is_down(promise, editor, head, smtp_server, morning):
    smtp_server.hang_up = "recipient"
    for number in range(3):
        reminders.run(morning + number * 3 * MINUTES)
    assert MailRelay.objects.get().down_since
    assert not DeliveryAttempt.objects.exists()


def test_one_disliked_mail_holds_up_nobody_who_comes_later(disliked, head, smtp_server, morning):
    reminders.run(morning + 20 * MINUTES)
    assert [one.recipients for one in smtp_server.deliveries] == [["head@example.org"]]
    assert MailRelay.objects.get().down_since is None


def test_disliked_mail_bears_the_blame_once_others_have_gone(disliked, head, smtp_server, morning):
    reminders.run(morning + 20 * MINUTES)
    for number in range(2, 12):
        reminders.run(morning + number * HOUR)
    assert DeliveryAttempt.objects.filter(message=disliked).count() >= 4
    assert Message.objects.get(pk=disliked.pk).retrying_since is not None
    assert MailRelay.objects.get().down_since is None


def test_probe_takes_a_mail_at_which_nothing_broke_off(disliked, head, colleague, smtp_server, morning):
    """The server is back from an outage."""
    breaker.note_trouble(MailRelay.objects.get().name, RelayTrouble.UNREACHABLE, "Gone", morning)
    reminders.run(morning + 20 * MINUTES)
    assert len(smtp_server.deliveries) == 2


@pytest.fixture
def down(db, morning):
    assert breaker.note_trouble(NAME, RelayTrouble.PASSWORD, "535 No", morning)
    return MailRelay.objects.get()


def test_one_sender_probes(down, morning):
    assert breaker.gate(NAME, morning) is Gate.WAITS
    later = morning + dt.timedelta(minutes=1)
    assert [breaker.gate(NAME, later), breaker.gate(NAME, later)] == [Gate.PROBES, Gate.WAITS]


def test_killed_prober_is_followed_by_another(down, morning):
    later = morning + dt.timedelta(minutes=1)
    breaker.gate(NAME, later)
    assert breaker.gate(NAME, later + breaker.PROBE_LEASE) is Gate.PROBES


def test_another_account_is_not_held_up(down, morning):
    assert breaker.gate("you@mail:25", morning) is Gate.FLOWS


def test_pauses_grow_to_ten_minutes():
    pauses = [breaker.pause_after(streak) for streak in range(1, 12)]
    assert pauses[0] <= dt.timedelta(seconds=38)
    assert all(dt.timedelta(minutes=7) <= pause <= dt.timedelta(minutes=13) for pause in pauses[6:])


def test_long_queue_goes_out_spread(down, editor, morning, monkeypatch):
    monkeypatch.setattr(breaker, "AT_ONCE", 5)
    monkeypatch.setattr(breaker, "PER_SECOND", 1)
    Message.objects.bulk_create(
        Message(recipient=editor, local_day=morning.date() + dt.timedelta(days=n), address="a@example.org",
                subject="Due", raw=b"", message_id=f"<{n}@x>", written_at=morning, next_attempt_at=morning)
        for n in range(60)
    )  # fmt: skip
    breaker.note_answer(NAME, morning)
    moments = set(Message.objects.values_list("next_attempt_at", flat=True))
    assert len(moments) == breaker.SHARES
    assert max(moments) - min(moments) <= dt.timedelta(minutes=1)


def test_server_is_believed_again_when_nothing_waits_any_more(promise, editor, smtp_server, morning):
    breaker.note_trouble(f"@127.0.0.1:{smtp_server.port}", RelayTrouble.PASSWORD, "535 No", morning)
    reminders.run(morning - dt.timedelta(days=60) + HOUR)  # nothing is owed yet, and the probe is not due
    assert MailRelay.objects.get().down_since
    reminders.run(morning + HOUR)
    assert MailRelay.objects.get().down_since is None
