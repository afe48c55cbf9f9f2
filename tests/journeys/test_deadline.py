"""A promise is registered; thirty days before its date the people who owe it find it in their mailbox."""

import datetime as dt
import io
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TITLE = "Publish what cyber security costs"


def register(page, due):
    page.get_by_label("English title").fill(TITLE)
    page.get_by_label("The promise, word for word").fill("the need for cyber security funding should be identified")
    page.get_by_label("Due, in the words of the document").fill(f"by {due:%-d %B %Y}")
    page.get_by_label("Due, in figures").fill(due.isoformat())
    page.get_by_label("Lead institution").select_option("Ministry of National Defence")
    page.get_by_role("button", name="Register it").click()


def test_deadline_reaches_the_mailbox(
    shipped_for_all, browser_page, live_server, sign_in, smtp_server, settings, today_in_vilnius
):
    settings.SITE_URL = live_server.url
    due = today_in_vilnius + dt.timedelta(days=30)
    browser_page.goto("/commitments/new/?document=LT-KAM")
    sign_in(browser_page, "coordinator@example.org")
    register(browser_page, due)
    expect(browser_page.get_by_role("heading", level=1)).to_have_text(TITLE)
    browser_page.locator("summary", has_text="Jonas Mickus").click()
    browser_page.get_by_role("button", name="Sign out").click()

    call_command("send_reminders", "--on", today_in_vilnius.isoformat(), "--json", stdout=io.StringIO())
    mails = {mail["To"].addresses[0].addr_spec: mail for mail in smtp_server.messages}
    assert set(mails) == {"editor@example.org", "head@example.org"}
    text = mails["editor@example.org"].get_body(("plain",)).get_content()
    assert TITLE in text
    assert "30 days" in text

    link = re.search(re.escape(live_server.url) + r"/mail/LT-KAM-21/\S*", text)[0]
    browser_page.goto(link)
    sign_in(browser_page, "editor@example.org")
    expect(browser_page.get_by_role("heading", level=1)).to_have_text(TITLE)
    browser_page.get_by_role("button", name="No change").click()
    expect(browser_page.get_by_role("status")).to_contain_text("Saved: no change on LT-KAM-21")


def test_missed_nights_are_caught_up_with_one_mail(
    shipped_for_all, browser_page, live_server, sign_in, smtp_server, settings, today_in_vilnius
):
    settings.SITE_URL = live_server.url
    due = today_in_vilnius + dt.timedelta(days=60)
    browser_page.goto("/commitments/new/?document=LT-KAM")
    sign_in(browser_page, "coordinator@example.org")
    register(browser_page, due)

    def told(days_before):
        """New mails to the editor when the job runs so many days before the due day."""
        smtp_server.deliveries.clear()
        for _ in range(2):  # a second beat asks as well
            day = due - dt.timedelta(days=days_before)
            call_command("send_reminders", "--on", day.isoformat(), "--json", stdout=io.StringIO())
        return [mail for mail in smtp_server.messages if "editor@example.org" in mail["To"]]

    (first,) = told(30)
    assert TITLE in first.get_body(("plain",)).get_content()
    # The job stands still: the reminders of 7 days and of 1 day before are missed, and the day itself passes.
    (caught_up,) = told(-2)
    text = caught_up.get_body(("plain",)).get_content()
    assert text.count(TITLE) == 1
    assert "Overdue by 2 days" in text
    assert told(-3) == []

    browser_page.goto("/outbox/")
    expect(browser_page.get_by_role("main")).to_contain_text("Rūta Balčiūnaitė")
