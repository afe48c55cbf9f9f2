"""Programs follow every link of a mail, again and again, before and after a person does: nothing changes."""

import datetime as dt
import hashlib
import re
import uuid
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client

from commitments import reminders
from commitments.actions import (
    CalendarDraft,
    MilestoneDraft,
    RequestDraft,
    add_milestone,
    ask_for_decision,
    make_calendar,
)
from commitments.models import Message
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import standing_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_policy")]
MORNING = dt.datetime(2018, 12, 1, 9, tzinfo=dt.UTC)
VISITS = 20
KINDS = (
    {},
    {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"},
    {"User-Agent": "Mozilla/5.0 (compatible; SafeLinks)", "X-Requested-With": "XMLHttpRequest"},
    {"HX-Request": "true"},
)


@pytest.fixture
def mails(norway, ministry, editor, head, coordinator, settings, time_machine):
    """A digest with everything in it that can be linked: overdue, due, a milestone, a silence, a request."""
    settings.MAIL_IS_DELIVERED = False
    time_machine.move_to(MORNING, tick=False)
    document = DocumentFactory(country=norway)
    for due in ("2018-10", "2018-12-31", None):
        row = CommitmentFactory(document=document, lead=ministry, due=due)
        step = MilestoneDraft("Sign the lease", "by 8 December 2018", "2018-12-08")
        add_milestone(row, step, by=standing_for(editor, MORNING.date()), now=MORNING)
    draft = RequestDraft("drop", "There is no money.")
    ask_for_decision(row, draft, by=standing_for(editor, MORNING.date()), now=MORNING)
    reminders.run(MORNING)
    return list(Message.objects.all())


@pytest.fixture
def links(mails, settings):
    """Every address in the texts and in the HTML, as a scanner finds them."""
    site = re.escape(settings.SITE_URL)
    found = re.findall(rf"{site}([^\s\"<>]*)", unescape("\n".join(mail.text + mail.html for mail in mails)))
    return sorted({address or "/" for address in found})


def rows_of_every_table():
    """Table to the number and the fingerprint of its rows: sessions, ledgers, everything."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def visit(client, address, times, first=0):
    for number in range(first, first + times):
        for method in ("get", "head"):
            answer = getattr(client, method)(address, headers=KINDS[number % len(KINDS)])
            assert answer.status_code < 500, address


def test_mails_link_to_the_page_where_one_answers(links):
    found = {urlsplit(address).path for address in links}
    assert any(re.fullmatch(r"/mail/XX-\d+/", path) for path in found), found
    assert {"/outbox/", "/account/mail/"} < found
    assert any(path.startswith("/mail/less/") for path in found)


def test_a_scanner_without_a_session_changes_nothing(links):
    before = rows_of_every_table()
    for address in links:
        visit(Client(), address, VISITS)
        Client().get(address, follow=True)
    assert rows_of_every_table() == before


def test_a_browser_that_fetches_ahead_changes_nothing(links, client, editor):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    before = rows_of_every_table()
    for number, address in enumerate(links):
        visit(client, address, 1, first=number)
    assert rows_of_every_table() == before


def test_a_calendar_fetched_again_and_again_changes_nothing(mails, editor):
    by = standing_for(editor, MORNING.date())
    _, token = make_calendar(CalendarDraft(uuid.uuid4()), by=by, now=MORNING)
    before = rows_of_every_table()
    visit(Client(), f"/calendars/{token}.ics", VISITS)
    assert rows_of_every_table() == before


def test_the_comparison_sees_a_single_changed_row(mails, editor):
    before = rows_of_every_table()
    editor.full_name = "Somebody else"
    editor.save()
    assert rows_of_every_table() != before
