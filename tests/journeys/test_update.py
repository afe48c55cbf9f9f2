"""An editor reports, and the number on the manager's dashboard changes: by mouse, by keyboard, without JavaScript."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from commitments.models import Commitment, ProgressUpdate
from commitments.rollups.apply import apply_waiting

pytestmark = [pytest.mark.browser, pytest.mark.once]
OVERDUE = "/commitments/LT-KAM-13/"
SENTENCE = "The ministry published the need for the three years."


def number_behind(page: Page, state: str) -> int:
    """What the dashboard says, after seeing that the list behind it says the same."""
    link = page.locator(f"a.figure-{state}")
    shown = int(link.locator(".num").inner_text())
    link.click()
    expect(page.locator("#count")).to_contain_text(f"{shown} commitment")
    expect(page.locator("table.table tbody tr")).to_have_count(shown)
    page.go_back()
    return shown


def report(page: Page) -> None:
    page.get_by_label("Complete").check()
    page.get_by_label("What happened").fill(SENTENCE)
    page.get_by_text("Add evidence").click()
    page.get_by_label("Link 1", exact=False).first.fill("https://example.org/need")
    page.get_by_label("What link 1 shows").fill("The figures")
    page.get_by_role("button", name="Save the update").click()


def test_update_reaches_the_dashboard(shipped_for_all, browser_page, sign_in):
    browser_page.goto("/dashboard/?country=LT")
    sign_in(browser_page, "editor@example.org")
    assert number_behind(browser_page, "overdue") == 1

    browser_page.goto("/desk/")
    browser_page.get_by_role("link", name="Update LT-KAM-13").click()
    report(browser_page)
    expect(browser_page.get_by_role("status")).to_contain_text("Saved")
    expect(browser_page.get_by_role("main")).to_contain_text(SENTENCE)
    apply_waiting(timezone.now())  # the worker's part

    browser_page.goto("/dashboard/?country=LT")
    assert number_behind(browser_page, "overdue") == 0
    assert number_behind(browser_page, "done_late") == 1


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the element with this label, name or text has the focus, as a person would."""
    for _ in range(150):
        here = page.evaluate(
            """() => { const e = document.activeElement;
            if (!e.matches('a, button, input, select, textarea, summary')) return '';
            return [...(e.labels || [])].map(l => l.innerText).join(' ') + ' ' + (e.innerText || e.value || ''); }"""
        )
        if label in " ".join(here.split()):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reached “{label}”.")


def test_update_by_keyboard_alone(shipped_for_all, browser_page):
    page, keys = browser_page, browser_page.keyboard
    page.goto("/desk/")
    tab_to(page, "Mail address")
    keys.type("editor@example.org")
    tab_to(page, "Password")
    keys.type("promise kept on time")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My desk")
    tab_to(page, "Update LT-KAM-13")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Post an update")
    tab_to(page, "No evidence")
    for _ in range(4):
        keys.press("ArrowDown")
    expect(page.get_by_label("Complete")).to_be_checked()
    tab_to(page, "What happened")
    keys.type(SENTENCE)
    tab_to(page, "Save the update")
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    assert ProgressUpdate.objects.latest("id").narrative == SENTENCE


def test_update_without_javascript(shipped_for_all, plain_page, sign_in):
    page = plain_page
    page.goto(f"{OVERDUE}update/")
    sign_in(page, "editor@example.org")
    page.get_by_role("button", name="Save the update").click()
    expect(page.get_by_role("alert").or_(page.locator(".error-summary")).first).to_be_visible()
    report(page)
    expect(page.get_by_role("main")).to_contain_text(SENTENCE)
    assert Commitment.objects.get(reference="LT-KAM-13").completion == "complete"


def test_no_change_without_javascript(shipped_for_all, plain_page, sign_in):
    page = plain_page
    page.goto("/desk/")
    sign_in(page, "editor@example.org")
    page.get_by_role("button", name="No change in LT-KAM-13").click()
    latest = ProgressUpdate.objects.latest("id")
    assert (latest.no_change, latest.commitment.reference) == (True, "LT-KAM-13")


def test_list_and_dashboard_without_javascript(shipped_for_all, plain_page, sign_in):
    page = plain_page
    page.goto("/commitments/")
    sign_in(page, "viewer@example.org")
    page.get_by_label("Country").select_option("Norway")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("table.table tbody tr")).to_have_count(9)
    page.goto("/dashboard/")
    page.get_by_label("Country", exact=True).select_option("Czechia")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("country=CZ"))
