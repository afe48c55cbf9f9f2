"""What every journey starts from: the shipped countries, and a browser that signs in by the form."""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from countries.demo import DEMO_PASSWORD

SignIn = Callable[[Page, str], None]


@pytest.fixture
def plain_page(browser: Browser, live_server) -> Iterator[Page]:
    """A browser in which JavaScript is switched off."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in() -> SignIn:
    """Fill in the form the page shows; whoever is sent there from elsewhere comes back to where they wanted to go."""

    def fill_in(page: Page, email: str) -> None:
        page.get_by_label("Mail address").fill(email)
        page.get_by_label("Password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    return fill_in


@pytest.fixture
def today_in_vilnius() -> dt.date:
    return dt.datetime.now(zoneinfo.ZoneInfo("Europe/Vilnius")).date()
