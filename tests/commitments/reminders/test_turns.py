"""What changes between one turn in a batch and the next: nothing stale goes out, and the rest goes."""

import datetime as dt

import pytest
from django.db.models import F

from commitments import reminders
from commitments.choices import Completion, MessageStatus
from commitments.delivery import HoldKind
from commitments.models import Acknowledgement, Commitment, MailHold, Message
from commitments.reminders import recheck, scan, sender, turns
from commitments.reminders.bundle import bundle
from commitments.reminders.relay import Relay
from countries.choices import Role
from countries.models import Person, Seat
from tests.factories import CommitmentFactory, CountryFactory, InstitutionFactory
from tests.people import seated
from tests.policy import in_force

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6
LAST = f"person{PEOPLE - 1}@example.org"


@pytest.fixture
def promises(norway, strategy):
    """One for each of some people, each in a house of their own; the last one's is what the tests change."""
    houses = [InstitutionFactory(country=norway) for _ in range(PEOPLE)]
    for number, house in enumerate(houses):
        seated(f"person{number}", Role.EDITOR, house)
    return [CommitmentFactory(title=f"Promise {n}", lead=house, document=strategy) for n, house in enumerate(houses)]


@pytest.fixture
def after(monkeypatch):
    """`after(2, change)`: once the second mail has been handed over, and before its receipt is on record."""

    def arrange(turn, change, *, always=False):
        count = 0

        def handing(relay, *mail, deliver=Relay.hand_over):
            nonlocal count
            receipt = deliver(relay, *mail)
            count += 1
            if count == turn or always:
                change()
            return receipt

        monkeypatch.setattr(Relay, "hand_over", handing)

    return arrange


@pytest.fixture
def asked(monkeypatch):
    """How many mails were asked about at a time."""
    counts = []
    monkeypatch.setattr(
        turns, "recheck", lambda batch, *rest: counts.append(len(batch)) or recheck.recheck(batch, *rest)
    )
    return counts


def complete(promise):
    Commitment.objects.filter(pk=promise.pk).update(completion=Completion.COMPLETE, done_on=dt.date(2018, 12, 1))


def move(promise):
    Commitment.objects.filter(pk=promise.pk).update(
        due_latest=dt.date(2020, 12, 31), due_phrase="by the end of 2020", due_revision=F("due_revision") + 1
    )


def leave(promise):
    Seat.objects.filter(institution=promise.lead).update(held_until=dt.date(2018, 11, 30))


def put_off(promise):
    Acknowledgement.objects.create(
        commitment=promise,
        person=Person.objects.get(email=LAST),
        due_revision=promise.due_revision,
        until=dt.date(2018, 12, 20),
        reason="The signature comes on the 18th.",
        made_at=dt.datetime(2018, 12, 1, 8, tzinfo=dt.UTC),
    )


def change_policy(promise):
    in_force(country=promise.document.country)


@pytest.mark.parametrize("turn", [1, PEOPLE - 1])
@pytest.mark.parametrize("change", [complete, move, leave, put_off], ids=lambda change: change.__name__)
def test_change_before_its_turn_stops_a_mail(promises, smtp_server, morning, after, change, turn):
    after(turn, lambda: change(promises[-1]))
    reminders.run(morning)
    told = [one.recipients[0] for one in smtp_server.deliveries]
    assert sorted(told) == [f"person{n}@example.org" for n in range(PEOPLE - 1)]
    assert Message.objects.get(recipient__email=LAST).status == MessageStatus.CANCELLED


def test_policy_that_ends_stops_what_it_would_not_say(promises, smtp_server, morning, after):
    after(2, lambda: change_policy(promises[0]))
    reminders.run(morning)
    assert len(smtp_server.deliveries) == 2


def test_what_a_mail_says_is_as_of_its_turn(promises, smtp_server, morning, after):
    after(1, lambda: Commitment.objects.filter(pk=promises[-1].pk).update(title="Another title"))
    reminders.run(morning)
    assert len(smtp_server.deliveries) == PEOPLE
    assert "Another title" in smtp_server.messages[-1].get_body(("plain",)).get_content()


def test_new_address_is_used(promises, smtp_server, morning, after):
    after(1, lambda: Person.objects.filter(email=LAST).update(email="new@example.org"))
    reminders.run(morning)
    assert smtp_server.deliveries[-1].recipients == ["new@example.org"]


def test_held_by_hand_in_the_middle_of_a_batch(promises, smtp_server, morning, after):
    after(2, lambda: MailHold.objects.create(kind=HoldKind.BY_HAND.value, held_at=morning, reason="Wait."))
    reminders.run(morning)
    assert len(smtp_server.deliveries) == 2
    assert Message.objects.filter(status=MessageStatus.PENDING).count() == PEOPLE - 2


def test_one_change_costs_little(promises, smtp_server, morning, after, asked):
    """After a change one mail is asked about, then two, then four."""
    after(1, lambda: complete(promises[-1]))
    reminders.run(morning)
    assert asked == [1, 2, 2]


@pytest.fixture
def turned_away(promises, smtp_server, morning):
    """Everybody's mail of this morning, told to come back later; the moment at which it does."""
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(morning)
    smtp_server.refuse_recipients = ""
    return morning + dt.timedelta(minutes=5)


def test_mails_that_waited_are_not_asked_about_while_nothing_changed(turned_away, smtp_server, asked):
    reminders.run(turned_away)
    assert (len(smtp_server.deliveries), asked) == (PEOPLE, [])


def test_mails_that_waited_are_asked_about_when_something_changed(promises, turned_away, smtp_server, asked):
    Commitment.objects.filter(pk=promises[-1].pk).update(title="Another title")
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(turned_away)
    assert asked == [PEOPLE]
    smtp_server.refuse_recipients = ""
    reminders.run(turned_away + dt.timedelta(minutes=5))
    assert asked == [PEOPLE]  # the answer was put down
    assert "Another title" in smtp_server.messages[-1].get_body(("plain",)).get_content()


def test_mails_there_was_no_time_for_keep_their_answer(promises, turned_away, smtp_server, asked, after, monkeypatch):
    Commitment.objects.filter(pk=promises[-1].pk).update(title="Another title")
    after(2, lambda: monkeypatch.setattr(sender.Round, "has_time", False))
    reminders.run(turned_away)
    assert (len(smtp_server.deliveries), asked) == (2, [PEOPLE])
    monkeypatch.setattr(sender.Round, "has_time", True)
    reminders.run(turned_away + dt.timedelta(minutes=5))
    assert (len(smtp_server.deliveries), asked) == (PEOPLE, [PEOPLE])


def test_mails_that_waited_are_asked_about_on_another_day_anywhere(turned_away, smtp_server, asked):
    """A country that begins its day between the two runs: what is due there, and who is away, may be another."""
    CountryFactory(code="KI", time_zone="Pacific/Kiritimati")  # where the next day begins at 10:00 UTC
    smtp_server.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(turned_away)
    assert asked == [PEOPLE]  # a country more is a change
    reminders.run(turned_away + dt.timedelta(hours=1))
    assert asked == [PEOPLE]
    reminders.run(turned_away + dt.timedelta(hours=2))
    assert asked == [PEOPLE, PEOPLE]


def test_facts_that_never_rest_let_every_mail_go(promises, smtp_server, morning, after):
    after(0, lambda: Commitment.objects.filter(pk=promises[0].pk).update(revision=F("revision") + 1), always=True)
    reminders.run(morning)
    assert len(smtp_server.deliveries) == PEOPLE


def test_facts_that_change_while_they_are_asked_about_make_a_mail_wait(promises, smtp_server, morning, monkeypatch):
    def restless(batch, *rest):
        Commitment.objects.filter(pk=promises[0].pk).update(revision=F("revision") + 1)
        return recheck.recheck(batch, *rest)

    monkeypatch.setattr(turns, "recheck", restless)
    monkeypatch.setattr(scan, "bundle", lambda *rest, now, seen: bundle(*rest, now=now, seen=""))  # from older facts
    reminders.run(morning)
    assert smtp_server.deliveries == []
    assert Message.objects.filter(status=MessageStatus.PENDING).count() == PEOPLE
