"""Written mails out over one connection, each with its claim, its recheck and its receipt, beside bare smtplib.

The transactions are real ones. What a disk adds that must confirm each commit depends on the disk, so the databases of
the tests, which do not wait for it, are the measure that machines can agree on.
"""

import datetime as dt
import smtplib
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.db import connection

from commitments.choices import MessageStatus
from commitments.models import Message, Reminder
from commitments.reminders.house import house
from commitments.reminders.scan import run, seen_at
from commitments.reminders.sender import send_waiting
from tests.factories import CommitmentFactory, SeatFactory

NOW = dt.datetime(2018, 12, 1, 12, tzinfo=dt.UTC)
MAILS = 100


@contextmanager
def sink():
    with subprocess.Popen([sys.executable, "-m", "tests.bench.sink"], stdout=subprocess.PIPE, text=True) as server:
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


@pytest.fixture
def written(transactional_db, settings):
    settings.MAIL_IS_DELIVERED = False
    promise = CommitmentFactory(due="2018")
    SeatFactory.create_batch(MAILS, institution=promise.lead)
    run(NOW)
    settings.MAIL_IS_DELIVERED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    return list(Message.objects.all())


@pytest.mark.parametrize("changed", [False, True], ids=["unchanged", "changed"])
def bench_sending(written, compare, settings, changed):
    """Mails that a run before this one wrote; and the same where a fact has changed since, before each sending."""
    seen = seen_at(NOW)

    def bare():
        with smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT, local_hostname="localhost") as server:
            for message in written:
                server.sendmail("tracker@localhost", [message.address], bytes(message.raw))

    def ours():
        done = send_waiting(seen, house(), now=NOW, budget=600)
        assert done[MessageStatus.SENT] == MAILS

    with sink() as settings.EMAIL_PORT:
        how = "each asked about anew" if changed else "nothing changed since they were written"
        compare(
            f"{MAILS} mails sent, {how}, against bare smtplib",
            raw=bare,
            ours=ours,
            times=15,
            before=lambda: _back_to_waiting(changed),
        )


def _back_to_waiting(changed):
    if changed:
        Message.objects.update(asked="")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM commitments_deliveryattempt")
    Message.objects.update(status=MessageStatus.PENDING, sent_at=None)
    Reminder.objects.filter(status="done").update(status="bundled")
