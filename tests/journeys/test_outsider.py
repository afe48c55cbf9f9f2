"""What one may not see is not there; what one may see and not change is refused: pages and posts alike."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from commitments.models import Commitment, Decision, Milestone, ProgressUpdate, Review

pytestmark = [pytest.mark.browser, pytest.mark.once]
WRITES = ("update", "review", "decide", "edit")
ADDRESS = "/commitments/LT-KAM-13/"
STORED = (Commitment, Decision, Milestone, ProgressUpdate, Review)


def written():
    return [list(model.objects.order_by("pk").values()) for model in STORED]


def post(page: Page, address: str) -> int:
    """As a form would, with the token of the person's own page."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    fields = {"csrfmiddlewaretoken": token, "completion": "complete", "narrative": "Done.", "title": "Mine now."}
    return page.request.post(address, form=fields, headers={"Referer": page.url}, max_redirects=0).status


def pages():
    forms = [f"{ADDRESS}{verb}/" for verb in WRITES]
    return [*forms, reverse("milestone-add", args=["LT-KAM-13"])]


@pytest.mark.parametrize(
    ("email", "reading", "writing"), [("editor.fd@example.org", 404, 404), ("viewer@example.org", 200, 403)]
)
def test_person_without_the_right_is_refused(shipped_for_all, browser_page, sign_in, email, reading, writing):
    browser_page.goto("/commitments/")
    sign_in(browser_page, email)
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Commitments")
    before = written()
    assert browser_page.goto(ADDRESS).status == reading
    for address in pages():
        answer = browser_page.goto(address)
        assert answer.status == writing, address
        expect(browser_page.get_by_role("heading", level=1)).to_be_visible()
        assert "LT-KAM-13" not in browser_page.title() or reading == 200
    browser_page.goto("/account/password/")
    assert {address: post(browser_page, address) for address in pages()} == dict.fromkeys(pages(), writing)
    assert written() == before


def test_outsider_finds_nothing_in_the_list(shipped_for_all, browser_page, sign_in):
    browser_page.goto("/commitments/?q=LT-KAM")
    sign_in(browser_page, "editor.fd@example.org")
    expect(browser_page.locator("table.table tbody tr")).to_have_count(0)
    expect(browser_page.get_by_role("main")).not_to_contain_text("Ministry of National Defence")


def test_stranger_is_asked_to_sign_in_for_every_page(shipped_for_all, browser_page):
    for address in [ADDRESS, *pages(), "/desk/", "/dashboard/", "/commitments/", "/outbox/", "/admin/"]:
        browser_page.goto(address)
        expect(browser_page.get_by_role("button", name="Sign in")).to_be_visible()
        expect(browser_page.get_by_role("main")).not_to_contain_text("LT-KAM-13")
