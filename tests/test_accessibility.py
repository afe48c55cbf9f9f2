"""axe finds nothing: on every page, as every role, in light and in dark, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from commitments.models import Message
from countries.models import Institution, Person

pytestmark = [pytest.mark.browser, pytest.mark.once]

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOOKS = {
    "nobody": (("light", DESK), ("dark", PHONE)),
    "editor": (("light", PHONE), ("dark", DESK)),
    "head": (("light", DESK), ("dark", PHONE)),
    "coordinator": (("light", PHONE), ("dark", DESK)),
    "viewer": (("light", DESK), ("dark", PHONE)),
    "administrator": (("light", DESK), ("dark", PHONE)),
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERDUE, LATE = "/commitments/LT-KAM-13/", "/commitments/NO-2017-02/"
LINE, NOBODYS = "/mail/LT-KAM-13/?answer=update", "/mail/NO-0000-00/"
HOUSE = "the ministry's record"  # its address holds an id of the database
# Each page as whoever has most on it; as somebody else where that is another page: a desk, a promise of others.
PAGES = {
    "nobody": ["/sign-in/", "/sign-in/?next=/desk/", "/health/"],
    "editor": [
        "/desk/",
        OVERDUE,
        f"{OVERDUE}update/",
        f"{OVERDUE}milestones/",
        "/account/password/",
        "/no-such-page/",
        LINE,
        NOBODYS,
        "/saved/",
        "/calendars/",
        "/commitments/?mine=1",
    ],
    "head": ["/desk/", "/commitments/LT-KAM-16/review/", "/outbox/", "/account/mail/"],
    "coordinator": [
        "/desk/",
        "/dashboard/",
        OVERDUE,
        "/outbox/",
        "/reminders/policy/LT/?ahead",
        "/reminders/mine/?day=2026-11-20",
        f"{OVERDUE}ask-review/",
        "/reminders/people/",
        "/outbox/undelivered/",
        f"{OVERDUE}decide/",
        f"{OVERDUE}edit/",
        f"{OVERDUE}review/",
        f"{OVERDUE}waits/",
        "/commitments/new/?document=LT-KAM",
        HOUSE,
        "/contradictions/",
        "/contradictions/dismissed/",
        "/requests/",
        "/commitments/?country=LT&schedule=overdue&sort=due",
        "/baselines/",
        "/baselines/new/?country=LT&on=2024-06-30",
    ],
    "viewer": [
        "/desk/",
        LATE,
        HOUSE,
        f"{LATE}update/",
        "/dashboard/?country=NO&on=2019-01-01",
        "/dashboard/?against=2024-01-01",
    ],
    "administrator": [
        "/desk/",
        "/outbox/hold/",
        "/dashboard/",
        "/commitments/",
        "/commitments/new/",
        "/commitments/?q=nothing+has+this+name",
    ],
}
AXE = Axe().axe_script
FEW_OF_EACH = Path(__file__).with_name("few_of_each.js").read_text(encoding="utf-8")
FORMS = [f"{OVERDUE}update/", f"{OVERDUE}edit/", "/commitments/new/?document=LT-KAM"]


def complaints(page: Page, rules: list[str] = RULES) -> list[str]:
    """A frame is looked at as the page it shows: axe would wait for ever for a sandboxed one to answer."""
    options = {"resultTypes": ["violations"], "runOnly": rules, "iframes": False}
    if not page.evaluate("'axe' in window"):
        page.evaluate(FEW_OF_EACH)
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{page.url} {v['id']}: {node['target']} {node['failureSummary']}" for v in found for node in v["nodes"]]


def house() -> str:
    return reverse("institution-detail", args=[Institution.objects.get(country__code="LT", acronym="KAM").pk])


def enter(page: Page, site: str, client, role: str) -> None:
    """By cookie, not by form: the form is tried in the journeys."""
    if role == "nobody":
        return
    client.force_login(Person.objects.get(email=f"{role}@example.org"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


def looked_at(page: Page, *roles: str) -> Iterator[str]:
    """The page in one look after the other; a role stands for its two."""
    for scheme, size in (look for role in roles for look in LOOKS[role]):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        yield f"{scheme}, {size['width']} wide"


@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing(mailed_for_all, live_server, browser_page, client, role):
    enter(browser_page, live_server.url, client, role)
    found = []
    for address in PAGES[role]:
        browser_page.goto(house() if address == HOUSE else address)
        for look in looked_at(browser_page, role):
            found += [f"{look}: {complaint}" for complaint in complaints(browser_page)]
    assert found == []


def test_axe_finds_nothing_on_refused_forms(shipped_for_all, live_server, browser_page, client):
    enter(browser_page, live_server.url, client, "coordinator")
    found = []
    for address in FORMS:
        browser_page.goto(address)
        for field in browser_page.locator("main form textarea").all():
            field.fill("")
        browser_page.locator("main form [type=submit]").first.click()
        found += complaints(browser_page)
    browser_page.goto("/reminders/policy/LT/")
    browser_page.locator("main button[value=preview]:not(.hidden-text)").click()
    found += complaints(browser_page)
    assert found == []


def test_axe_finds_nothing_in_a_mail(mailed_for_all, live_server, browser_page, client):
    mail = Message.objects.filter(recipient__email="editor@example.org").latest("id")
    enter(browser_page, live_server.url, client, "editor")
    browser_page.goto(f"/outbox/{mail.pk}/")
    found = [complaint for _ in looked_at(browser_page, "editor", "head") for complaint in complaints(browser_page)]
    browser_page.goto(f"/mails/{mail.name}/")
    found += [complaint for _ in looked_at(browser_page, "editor", "head") for complaint in complaints(browser_page)]
    # The mail itself without its frame, in which no script may run, not even axe; a mail has no landmarks.
    browser_page.goto("about:blank")
    browser_page.set_content(mail.html)
    for _ in looked_at(browser_page, "editor", "head"):
        found += complaints(browser_page, RULES[:-1])
    assert found == []
