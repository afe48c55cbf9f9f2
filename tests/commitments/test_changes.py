"""Every change a mail may stand on is counted by the database, whoever writes it and whenever it is committed."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.db.models import F

from commitments import changes
from commitments.models import Commitment, DeliveryAttempt, Milestone
from countries.models import Person, Seat
from tests.factories import CommitmentFactory, SeatFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def promise():
    return CommitmentFactory(due="2018")


def test_nothing_changes_by_itself(promise):
    mark = changes.mark()
    assert DeliveryAttempt.objects.count() == 0
    assert changes.unchanged(mark)


@pytest.mark.parametrize(
    "change",
    [
        lambda promise: SeatFactory(institution=promise.lead),
        lambda promise: Commitment.objects.update(title="Another"),
        lambda promise: Commitment.objects.update(revision=F("revision") + 1, rolled_revision=1),
        lambda promise: Milestone.objects.create(commitment=promise, title="A step"),
        lambda promise: promise.delete(),
    ],
    ids=["added", "changed", "changed and counted at once", "a step of it", "deleted"],
)
def test_change_is_counted(promise, change):
    mark = changes.mark()
    change(promise)
    assert not changes.unchanged(mark)
    assert changes.unchanged(changes.mark())


def test_sign_in_and_counting_change_no_mail(promise):
    person = SeatFactory(institution=promise.lead).person
    mark = changes.mark()
    Person.objects.filter(pk=person.pk).update(last_login=dt.datetime(2018, 12, 1, tzinfo=dt.UTC))
    Commitment.objects.update(rolled_revision=F("revision"))
    assert changes.unchanged(mark)
    Person.objects.filter(pk=person.pk).update(email="new@example.org")
    assert not changes.unchanged(mark)


def test_transaction_that_ends_after_the_mark_is_noticed(promise):
    """It wrote before; another one that wrote later has ended by then."""
    written, go_on, seen = threading.Event(), threading.Event(), []

    def slowly():
        try:
            with transaction.atomic():
                Commitment.objects.update(title="Written before the mark")
                written.set()
                go_on.wait(30)
        finally:
            connection.close()

    writer = threading.Thread(target=slowly)
    writer.start()
    written.wait(30)
    if connection.vendor == "postgresql":  # on SQLite nobody else can write meanwhile
        SeatFactory(institution=promise.lead)
    mark = changes.mark()
    seen.append(changes.unchanged(mark))
    go_on.set()
    writer.join()
    seen.append(changes.unchanged(mark))
    assert seen == [True, False]


def test_trigger_lost_with_a_rebuilt_table_is_made_again(promise):
    name = "countries_seat_update_counts"
    on = " ON countries_seat" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    seat = SeatFactory(institution=promise.lead)
    mark = changes.mark()
    changes.keep_watch(using="default")
    Seat.objects.filter(pk=seat.pk).update(held_until=dt.date(2018, 1, 1))
    assert not changes.unchanged(mark)


@pytest.mark.postgresql
def test_rows_of_another_server_and_old_ones_are_forgotten():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO commitments_change (xid) VALUES ('999999999999')")
        changes.forget_old()
        cursor.execute("SELECT count(*) FROM commitments_change WHERE xid = '999999999999'")
        assert cursor.fetchone() == (0,)


@pytest.mark.postgresql
def test_mark_from_before_what_is_forgotten_is_not_told_that_nothing_changed(promise):
    mark = changes.mark()
    Commitment.objects.update(title="Another")
    Commitment.objects.update(title="And another")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE commitments_change SET at = now() - interval '2 days'")
    changes.forget_old()
    assert not changes.unchanged_since_kept(mark)
    assert changes.unchanged_since_kept(changes.mark())


@pytest.mark.parametrize("mark", ["", "7", "3:4:", "999999999999:999999999999:"])
def test_mark_that_cannot_be_of_this_database_says_nothing(promise, mark):
    assert not changes.unchanged_since_kept(mark)


def test_mark_put_down_holds_until_something_changes(promise):
    mark = str(changes.mark())
    assert changes.unchanged_since_kept(mark)
    Commitment.objects.update(title="Another")
    assert not changes.unchanged_since_kept(mark)
