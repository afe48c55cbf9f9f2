"""A database put back from a backup sends nothing until somebody has said what was sent meanwhile."""

import datetime as dt
import io
import shutil
import sqlite3

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from commitments import reminders
from commitments.choices import MessageStatus, StepKind
from commitments.delivery import HoldKind, Release
from commitments.models import MailHold, Message, ReminderPolicy, SendingMark
from commitments.reminders import holds
from commitments.reminders.house import house
from commitments.reminders.steps import written
from countries.choices import Role
from tests.factories import CommitmentFactory, CountryFactory, DocumentFactory, InstitutionFactory, SeatFactory
from tests.people import seated
from tests.policy import in_force

DAY = dt.timedelta(days=1)


class Backup:
    """The whole database in a file or, on PostgreSQL, each table as it is dumped."""

    def __init__(self, folder):
        self.file, self.tables = folder / "backup.sqlite3", {}
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as copy:
                connection.connection.backup(copy)
            copy.close()
            return
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                    self.tables[table] = b"".join(bytes(part) for part in rows)

    def put_back(self):
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as copy:
                copy.backup(connection.connection)
            copy.close()
            return
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in self.tables))
            for table, rows in self.tables.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as into:
                    into.write(rows)
            cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def sending(transactional_db, promise, editor, smtp_server, settings, tmp_path, morning):
    """One sending behind it, so that something remembers."""
    settings.DATA_DIR = tmp_path / "data"
    cache.clear()
    reminders.run(morning)
    assert len(smtp_server.deliveries) == 1
    return smtp_server


@pytest.fixture
def restored(sending, head, ministry, strategy, tmp_path, morning):
    """Backed up with a mail that waited, which was sent afterwards; then put back."""
    due = morning + 23 * DAY  # seven days before the date
    sending.refuse_recipients = "451 4.3.0 Try later"
    reminders.run(due)
    backup = Backup(tmp_path)
    sending.refuse_recipients = ""
    reminders.run(due + dt.timedelta(hours=1))
    assert len(sending.deliveries) == 3
    backup.put_back()
    return due + dt.timedelta(hours=2)


def test_healthy_database_is_not_held(sending, morning):
    reminders.run(morning + 23 * DAY)
    assert len(sending.deliveries) == 2
    assert not MailHold.objects.exists()


def test_restored_database_sends_nothing(restored, sending):
    reminders.run(restored)
    reminders.run(restored + dt.timedelta(minutes=1))
    assert len(sending.deliveries) == 3
    assert MailHold.objects.get().kind == HoldKind.RESTORED


def test_what_waited_at_the_backup_may_have_been_sent(restored, sending):
    reminders.run(restored)
    assert holds.perhaps_told(MailHold.objects.get()).count() == 2


def test_released_it_sends_the_same_bytes(restored, sending):
    reminders.run(restored)
    holds.release(Release.SEND, by=None, now=restored)
    reminders.run(restored + dt.timedelta(minutes=1))
    assert len(sending.deliveries) == 5
    assert len({one.content for one in sending.deliveries}) == 3


def test_marked_as_told_nothing_is_sent_twice(restored, sending):
    reminders.run(restored)
    holds.release(Release.TOLD, by=None, now=restored)
    reminders.run(restored + dt.timedelta(minutes=1))
    assert len(sending.deliveries) == 3
    assert not Message.objects.filter(status=MessageStatus.PENDING).exists()
    reminders.run(restored + 8 * DAY)  # on the day itself it goes on
    assert len(sending.deliveries) > 3


def test_restore_is_found_once(restored, sending):
    reminders.run(restored)
    holds.release(Release.TOLD, by=None, now=restored)
    for minutes in range(1, 4):
        reminders.run(restored + dt.timedelta(minutes=minutes))
    assert MailHold.objects.count() == 1


def test_new_machine_that_remembers_nothing_holds(sending, settings, tmp_path, morning):
    settings.DATA_DIR = tmp_path / "another machine"
    cache.clear()
    reminders.run(morning + 23 * DAY)
    assert MailHold.objects.get().kind == HoldKind.COPIED
    assert len(sending.deliveries) == 1


def test_folder_copied_whole_holds(sending, settings, tmp_path, morning):
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    settings.DATA_DIR, settings.REDIS_IS_EMBEDDED = tmp_path / "copy", True
    reminders.run(morning + 23 * DAY)
    assert MailHold.objects.get().kind == HoldKind.COPIED


def test_second_machine_with_the_same_cache_goes_on(sending, settings, tmp_path, morning):
    settings.DATA_DIR = tmp_path / "second worker"
    reminders.run(morning + 23 * DAY)
    assert len(sending.deliveries) == 2


def test_emptied_cache_holds_nothing_up(sending, morning):
    cache.clear()
    reminders.run(morning + 23 * DAY)
    assert len(sending.deliveries) == 2


def test_held_by_hand_it_is_written_and_waits(promise, editor, coordinator, smtp_server, morning):
    holds.hold("The minister resigns today.", by=coordinator, now=morning)
    reminders.run(morning)
    assert (Message.objects.get().status, smtp_server.deliveries) == (MessageStatus.PENDING, [])
    assert holds.release(Release.SEND, by=coordinator, now=morning).holds == 1
    assert holds.release(Release.SEND, by=coordinator, now=morning).holds == 0
    reminders.run(morning + dt.timedelta(minutes=1))
    assert len(smtp_server.deliveries) == 1


def test_hold_says_why(db, morning):
    with pytest.raises(ValidationError, match="Say why"):
        holds.hold(" ", by=None, now=morning)


@pytest.mark.django_db(transaction=True)
def test_held_while_a_batch_is_under_way_stops_it(promise, ministry, smtp_server, morning, monkeypatch):
    for number in range(3):
        seated(f"editor{number}", Role.EDITOR, ministry)
    monkeypatch.setattr(
        holds, "step", lambda house, now, step=holds.step: (step(house, now), holds.hold("Stop.", by=None, now=now))
    )
    reminders.run(morning)
    assert smtp_server.deliveries == []


def test_commands(db, promise, editor, smtp_server, morning):
    out = io.StringIO()
    call_command("hold_mail", "--because", "A drill.", stdout=out)
    call_command("release_mail", "--dry-run", stdout=out)
    assert not holds.may_leave(house(), morning)
    call_command("release_mail", stdout=out)
    assert holds.may_leave(house(), morning)
    call_command("release_mail", stdout=out)
    said = out.getvalue()
    assert "A drill." in said
    assert said.endswith("Nothing was held.\n")
    with pytest.raises(CommandError):
        call_command("hold_mail", "--because", "")


def test_first_mails_of_a_full_database_wait_to_be_looked_at(promise, ministry, smtp_server, settings, morning):
    settings.FIRST_RUN_PEOPLE = 3
    SeatFactory.create_batch(4, institution=ministry)
    reminders.run(morning)
    assert (len(smtp_server.messages), Message.objects.count()) == (0, 4)
    held = MailHold.objects.get()
    assert (held.kind, "to 4 people at once" in held.reason) == (HoldKind.FIRST_RUN, True)
    holds.release(Release.SEND, by=None, now=morning)
    reminders.run(morning)
    assert len(smtp_server.messages) == 4


def test_a_few_first_mails_go_at_once(promise, ministry, smtp_server, settings, morning):
    settings.FIRST_RUN_PEOPLE = 3
    SeatFactory.create_batch(3, institution=ministry)
    reminders.run(morning)
    assert (len(smtp_server.messages), MailHold.objects.exists()) == (3, False)


def shipped(version):
    """As the migration of an upgrade brings it."""
    policy = ReminderPolicy.objects.create(version=version, reason="It came with an upgrade.")
    policy.steps.set(
        written([(StepKind.BEFORE, -30, "", ("to_editors",)), (StepKind.STALE, 90, "30", ("to_editors",))])
    )


@pytest.fixture
def upgraded(strategy, ministry, smtp_server, settings, morning):
    """It has sent mails before; the next version asks after silence, which nobody was asked about."""
    settings.FIRST_RUN_PEOPLE = 3
    SeatFactory(institution=ministry)
    CommitmentFactory(lead=ministry, document=strategy)
    reminders.run(morning)
    assert len(smtp_server.messages) == 1
    smtp_server.deliveries.clear()
    registered = morning - dt.timedelta(days=200)
    CommitmentFactory(lead=ministry, document=strategy, due=None, registered_at=registered)
    newest = ReminderPolicy.objects.filter(country=None).latest("version")
    shipped(newest.version + 1)


def test_first_mails_of_an_upgrade_wait_to_be_looked_at(upgraded, ministry, smtp_server, morning):
    SeatFactory.create_batch(4, institution=ministry)
    later = morning + dt.timedelta(days=1)
    for minutes in (0, 1, 60):
        reminders.run(later + dt.timedelta(minutes=minutes))
    assert (smtp_server.messages, MailHold.objects.get().kind) == ([], HoldKind.UPGRADED)
    assert Message.objects.filter(status=MessageStatus.PENDING).count() == 5
    holds.release(Release.SEND, by=None, now=later)
    reminders.run(later + dt.timedelta(hours=2))
    reminders.run(later + dt.timedelta(days=1))
    assert (len(smtp_server.messages), holds.open_holds().exists()) == (5, False)


@pytest.fixture
def decided(upgraded, morning):
    """A country whose coordinator has put a policy of its own in force, with something due under it; who is told."""
    lithuania = CountryFactory(code="LT")
    theirs = in_force((StepKind.BEFORE, -30, "", ("to_editors",)), country=lithuania)
    assert theirs.country == lithuania
    house = InstitutionFactory(country=lithuania)
    CommitmentFactory(lead=house, document=DocumentFactory(country=lithuania))
    return SeatFactory(institution=house).person


def test_upgrade_holds_the_mails_of_countries_without_a_policy_of_their_own(decided, ministry, smtp_server, morning):
    SeatFactory.create_batch(4, institution=ministry)
    reminders.run(morning + dt.timedelta(days=1))
    assert [one.recipients for one in smtp_server.deliveries] == [[decided.email]]
    assert holds.open_holds().get().kind == HoldKind.UPGRADED
    reminders.run(morning + dt.timedelta(days=1, hours=1))
    assert Message.objects.filter(status=MessageStatus.PENDING).count() == 5
    holds.release(Release.SEND, by=None, now=morning + dt.timedelta(days=1, hours=2))
    reminders.run(morning + dt.timedelta(days=1, hours=3))
    assert len(smtp_server.deliveries) == 6


def test_only_people_of_undecided_countries_count_for_an_upgrade(decided, smtp_server, morning):
    """Many are told by a policy that somebody decided on, few by the one as shipped."""
    SeatFactory.create_batch(6, institution=decided.seats.get().institution)
    reminders.run(morning + dt.timedelta(days=1))
    assert (len(smtp_server.messages), holds.open_holds().exists()) == (8, False)


def test_by_hand_everything_is_held_beside_an_upgrade(decided, ministry, smtp_server, morning):
    SeatFactory.create_batch(4, institution=ministry)
    holds.hold("Wait.", by=None, now=morning)
    reminders.run(morning + dt.timedelta(days=1))
    assert smtp_server.messages == []


def test_a_few_mails_of_an_upgrade_go_at_once(upgraded, smtp_server, morning):
    reminders.run(morning + dt.timedelta(days=1))
    assert (len(smtp_server.messages), holds.open_holds().exists()) == (1, False)


def test_policy_that_somebody_put_in_force_is_not_held(upgraded, ministry, administrator, smtp_server, morning):
    SeatFactory.create_batch(4, institution=ministry)
    newest = ReminderPolicy.objects.filter(country=None).latest("version")
    theirs = ReminderPolicy.objects.create(
        version=newest.version + 1, reason="Ours.", put_in_force_by=administrator, put_in_force_at=morning
    )
    theirs.steps.set(written([(StepKind.STALE, 90, "30", ("to_editors",))]))
    reminders.run(morning + dt.timedelta(days=1))
    assert (len(smtp_server.messages), MailHold.objects.exists()) == (5, False)


def test_people_whose_hour_has_not_come_count_among_the_first(promise, ministry, smtp_server, settings, morning):
    settings.FIRST_RUN_PEOPLE = 3
    for zone in ("Europe/Oslo", "America/New_York", "America/New_York", "America/New_York"):
        SeatFactory(institution=ministry, person__time_zone=zone)
    reminders.run(morning)
    assert (smtp_server.messages, MailHold.objects.get().kind) == ([], HoldKind.FIRST_RUN)


def test_marked_as_told_stays_told_when_it_fell_due_after_the_backup(sending, promise, tmp_path, morning):
    due = morning + 23 * DAY
    backup = Backup(tmp_path)
    reminders.run(due)
    assert len(sending.deliveries) == 2
    backup.put_back()
    reminders.run(due + dt.timedelta(hours=1))
    holds.release(Release.TOLD, by=None, now=due + dt.timedelta(hours=2))
    for minutes in range(1, 4):
        reminders.run(due + dt.timedelta(hours=2, minutes=minutes))
    reminders.run(due + DAY)
    assert len(sending.deliveries) == 2
    assert not Message.objects.filter(status=MessageStatus.PENDING).exists()


def test_first_batch_that_another_sender_is_noting_is_no_copy(promise, editor, smtp_server, morning):
    """It is on record inside, and for some milliseconds not yet outside."""
    SendingMark.objects.create(pk=1, number=1, moved_at=morning)
    reminders.run(morning + dt.timedelta(seconds=1))
    assert (smtp_server.messages, holds.open_holds().exists()) == ([], False)
    reminders.run(morning + dt.timedelta(minutes=2))
    assert holds.open_holds().get().kind == HoldKind.COPIED


def test_release_of_nothing_says_that_mails_wait_all_the_same(promise, editor, smtp_server, morning, settings):
    settings.SITE_URL = "https://t.example"
    holds.hold("A drill.", by=None, now=morning)
    reminders.run(morning)
    out = io.StringIO()
    call_command("release_mail", stdout=out)
    call_command("release_mail", stdout=out)
    assert out.getvalue().endswith("Nothing was held. Mails that wait: 1. https://t.example/health/ says what for.\n")
