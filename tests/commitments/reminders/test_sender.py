"""What becomes of a mail when the mail server, the sender or the facts do not play along."""

import datetime as dt
import socket
import threading
import time

import pytest
from django.db import connection

from commitments import reminders
from commitments.choices import AttemptOutcome, Completion, MessageStatus, ReminderStatus
from commitments.models import DeliveryAttempt, Message, Reminder
from commitments.reminders import fate
from commitments.reminders.bundle import bundle, people_waiting
from commitments.reminders.claims import LEASE
from commitments.reminders.house import house
from commitments.reminders.planner import plan
from commitments.reminders.relay import Relay
from commitments.reminders.scan import seen_at
from commitments.reminders.sender import send_waiting
from countries.choices import Role
from countries.models import Person, Seat
from tests.factories import CommitmentFactory
from tests.people import seated

HOUR = dt.timedelta(hours=1)


def outcomes():
    return list(DeliveryAttempt.objects.values_list("outcome", flat=True))


def complete(commitment, on):
    commitment.completion, commitment.done_on = Completion.COMPLETE, on
    commitment.save()


def test_refused_recipient_is_failed_and_says_why(promise, editor, smtp_server, morning):
    smtp_server.refuse_recipients = "550 5.1.1 No such person"
    reminders.run(morning)
    message = Message.objects.get()
    assert (message.status, message.reason) == (MessageStatus.DEAD, "Refused for good: 550 5.1.1 No such person")
    told = Reminder.objects.get(step__offset_days=-30)
    assert (told.status, told.outcome) == (ReminderStatus.EXPIRED, message.reason)


@pytest.mark.parametrize("where", ["refuse_recipients", "refuse_content"])
def test_refusal_stands_when_the_server_hangs_up_after_it(promise, editor, smtp_server, morning, where):
    setattr(smtp_server, where, "554 5.7.1 Not wanted here")
    smtp_server.hang_up = "refusal"
    reminders.run(morning)
    assert Message.objects.get().status == MessageStatus.DEAD
    assert outcomes() == [AttemptOutcome.REFUSED]


def test_refused_recipient_does_not_stop_the_others(promise, editor, head, smtp_server, morning):
    Person.objects.filter(pk=editor.pk).update(email="gone\r\n@example.org")
    reminders.run(morning)
    assert [one.recipients for one in smtp_server.deliveries] == [["head@example.org"]]
    assert Message.objects.get(recipient=editor).status == MessageStatus.DEAD


@pytest.mark.parametrize("where", ["refuse_recipients", "refuse_content"])
def test_busy_server_is_asked_again_later(promise, editor, smtp_server, morning, where):
    setattr(smtp_server, where, "451 4.3.0 Try later")
    reminders.run(morning)
    message = Message.objects.get()
    assert message.status == MessageStatus.PENDING
    assert dt.timedelta(seconds=45) <= message.next_attempt_at - morning <= dt.timedelta(seconds=75)
    setattr(smtp_server, where, "")
    reminders.run(morning)
    assert smtp_server.messages == []
    reminders.run(morning + HOUR)
    assert len(smtp_server.messages) == 1
    assert outcomes() == [AttemptOutcome.DEFERRED, AttemptOutcome.ACCEPTED]


def test_pauses_grow_to_four_hours():
    pauses = [fate.pause_after(attempts) for attempts in range(1, 15)]
    assert pauses[0] <= dt.timedelta(seconds=75)
    assert all(dt.timedelta(hours=3) <= pause <= dt.timedelta(hours=5) for pause in pauses[8:])


def test_given_up_after_two_days_across_mails(promise, editor, smtp_server, morning):
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    for hours in range(0, 60, 5):
        reminders.run(morning + hours * HOUR)
    statuses = list(Message.objects.order_by("local_day").values_list("status", flat=True))
    assert statuses == [MessageStatus.CANCELLED, MessageStatus.CANCELLED, MessageStatus.DEAD]
    assert Reminder.objects.get(step__offset_days=-30).outcome.startswith("Given up after 48 hours.")


def test_undelivered_mail_gives_way_to_the_next_days(promise, editor, smtp_server, morning):
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(morning)
    smtp_server.refuse_recipients = ""
    reminders.run(morning + dt.timedelta(days=6))
    assert len(smtp_server.messages) == 1
    assert "due in 24 days" in smtp_server.messages[0].get_body(("plain",)).get_content().lower()
    first = Message.objects.order_by("local_day")[0]
    assert first.reason == "Not delivered on 1 December 2018; the next mail says it instead."


def test_server_down_uses_up_nobody_elses_attempts(promise, editor, head, colleague, smtp_server, morning):
    smtp_server.hang_up = "recipient"
    reminders.run(morning)
    assert outcomes() == []
    assert Message.objects.filter(status=MessageStatus.PENDING, retrying_since=None).count() == 3
    smtp_server.hang_up = ""
    reminders.run(morning + HOUR)
    assert len(smtp_server.messages) == 3


def test_silent_server_is_left_in_time(promise, editor, smtp_server, settings, morning):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.3
        reminders.run(morning)
    assert outcomes() == []
    assert Message.objects.get().reason == "Mail server not reached: The mail server did not answer in time."


@pytest.fixture
def trickle():
    """A server that says a letter now and then, for as long as anybody listens; what it says first comes at once."""
    said, stop = [], threading.Event()

    def talk(listener, first):
        line, _ = listener.accept()
        with line:
            line.sendall(first)
            while not stop.wait(0.05):
                try:
                    line.sendall(b"2")
                except OSError:
                    said.append("left")
                    return

    def start(first):
        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=talk, args=(listener, first))
        thread.start()
        ends.append((listener, thread))
        return listener.getsockname()[1], said

    ends = []
    yield start
    for listener, thread in ends:
        thread.join(20)
        stop.set()
        listener.close()


@pytest.mark.parametrize("first", [b"", b"220 slow\r\n250 slow\r\n"], ids=["greeting", "mail"])
def test_trickling_server_is_left_in_time(promise, editor, smtp_server, settings, morning, trickle, first):
    settings.EMAIL_TIMEOUT = 0.4
    settings.EMAIL_PORT, said = trickle(first)
    reminders.run(morning)
    assert Message.objects.get().reason == "Mail server not reached: The mail server did not answer in time."
    for _ in range(100):
        if said:
            break
        time.sleep(0.05)
    assert said == ["left"]


@pytest.mark.parametrize(("step", "copies"), [("content", 1), ("receipt", 2)])
def test_lost_receipt_repeats_the_same_bytes(promise, editor, smtp_server, morning, step, copies):
    smtp_server.hang_up = step
    reminders.run(morning)
    assert Message.objects.get().maybe_delivered
    complete(promise, dt.date(2018, 12, 1))  # nothing changes a mail that may have arrived
    smtp_server.hang_up = ""
    reminders.run(morning + HOUR)
    assert len(smtp_server.deliveries) == copies
    assert len({one.content for one in smtp_server.deliveries}) == 1
    assert outcomes() == [AttemptOutcome.UNKNOWN, AttemptOutcome.ACCEPTED]


def test_killed_between_sending_and_sent(promise, editor, smtp_server, morning, monkeypatch):
    def sent_and_killed(relay, *mail, deliver=Relay.hand_over):
        deliver(relay, *mail)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Relay, "hand_over", sent_and_killed)
        with pytest.raises(KeyboardInterrupt):
            reminders.run(morning)
    assert Message.objects.get().status == MessageStatus.SENDING
    reminders.run(morning + LEASE)
    assert len(smtp_server.deliveries) == 1
    reminders.run(morning + LEASE + dt.timedelta(seconds=1))
    first, second = smtp_server.deliveries
    assert (first.content, first.message["Message-ID"]) == (second.content, second.message["Message-ID"])
    assert Message.objects.get().status == MessageStatus.SENT


def test_long_run_keeps_hold_of_the_mail_it_sends(promise, editor, smtp_server, morning, monkeypatch):
    late, leases = 900.0, []  # seconds since the run began: longer than a lease

    def seen(relay, *mail, deliver=Relay.hand_over):
        leases.append(Message.objects.get().lease_until)
        return deliver(relay, *mail)

    monkeypatch.setattr(Relay, "hand_over", seen)
    reminders.run(morning - 4 * HOUR)  # planned only
    waiting = seen_at(morning)
    bundle(people_waiting(), waiting.today, house(), now=morning, seen=waiting.name)
    send_waiting(waiting, house(), now=morning, budget=60, begun=time.monotonic() - late)
    assert [lease >= morning + dt.timedelta(seconds=late) + LEASE for lease in leases] == [True]


def test_mail_bears_the_moment_of_its_receipt_and_not_of_the_run(promise, editor, smtp_server, morning):
    """A run by hand may take an hour; the clock of an escalation, and what was reported since, count from the mail."""
    waiting = seen_at(morning)
    plan(waiting.today, now=morning)
    bundle(people_waiting(), waiting.today, house(), now=morning, seen=waiting.name)
    begun = time.monotonic() - 40 * 60
    send_waiting(waiting, house(), now=morning, budget=60, begun=begun)
    latest = morning + dt.timedelta(seconds=time.monotonic() - begun)
    mail = Message.objects.get()
    assert morning + dt.timedelta(minutes=40) <= mail.sent_at <= latest
    assert mail.attempts.get().made_at == mail.sent_at


def test_what_is_put_off_late_in_a_run_is_tried_later_and_not_at_once(promise, editor, smtp_server, morning):
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    waiting = seen_at(morning)
    plan(waiting.today, now=morning)
    bundle(people_waiting(), waiting.today, house(), now=morning, seen=waiting.name)
    send_waiting(waiting, house(), now=morning, budget=60, begun=time.monotonic() - 40 * 60)
    assert Message.objects.get().next_attempt_at >= morning + dt.timedelta(minutes=40)


def test_killed_before_sending_frees_the_lease(promise, editor, head, smtp_server, morning, monkeypatch):
    def killed(relay):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Relay, "open", killed)
        with pytest.raises(SystemExit):
            reminders.run(morning)
    reminders.run(morning + LEASE + dt.timedelta(seconds=1))
    assert len(smtp_server.deliveries) == 2


def test_settled_lines_leave_a_waiting_mail(promise, strategy, ministry, editor, smtp_server, morning):
    other = CommitmentFactory(reference="NO-2017-03", title="Exercise", lead=ministry, document=strategy)
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(morning)
    written = Message.objects.get()
    complete(other, dt.date(2018, 12, 1))
    smtp_server.refuse_recipients = ""
    reminders.run(morning + HOUR)
    (mail,) = smtp_server.messages
    assert mail["Subject"] == "1 commitment due within 30 days"
    assert "Exercise" not in mail.get_body(("plain",)).get_content()
    assert mail["Message-ID"] == written.message_id


def test_mail_with_nothing_left_to_say_is_cancelled(promise, editor, smtp_server, morning):
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(morning)
    complete(promise, dt.date(2018, 12, 1))
    smtp_server.refuse_recipients = ""
    reminders.run(morning + HOUR)
    message = Message.objects.get()
    assert smtp_server.messages == []
    assert (message.status, message.reason) == (MessageStatus.CANCELLED, "It was completed on 1 December 2018.")


def test_who_left_is_not_told_and_the_successor_is(promise, ministry, editor, colleague, smtp_server, morning):
    Seat.objects.filter(person=colleague).update(held_from=dt.date(2018, 12, 2))
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(morning)
    Seat.objects.filter(person=editor).update(held_until=dt.date(2018, 12, 1))
    smtp_server.refuse_recipients = ""
    reminders.run(morning + dt.timedelta(days=1))
    assert [one.recipients for one in smtp_server.deliveries] == [["colleague@example.org"]]


def test_reopened_commitment_is_reminded_of_again(promise, editor, smtp_server, morning):
    reminders.run(morning - 2 * HOUR)
    complete(promise, dt.date(2018, 12, 1))
    reminders.run(morning)
    promise.completion, promise.done_on = Completion.LIMITED, None
    promise.save()
    reminders.run(morning + HOUR)
    assert len(smtp_server.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_tell_everybody_once(norway, ministry, strategy, smtp_server, morning):
    for number in range(12):
        seated(f"editor{number}", Role.EDITOR, ministry)
    CommitmentFactory(lead=ministry, document=strategy)
    barrier = threading.Barrier(4)
    problems = []

    def work():
        try:
            barrier.wait()
            reminders.run(morning)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reminders.run(morning)
    told = sorted(recipient for one in smtp_server.deliveries for recipient in one.recipients)
    assert problems == []
    assert told == sorted(f"editor{number}@example.org" for number in range(12))
