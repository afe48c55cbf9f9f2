"""What every answer tells the browser: nothing runs that is not ours, and nobody frames us."""

import re

import pytest

PAGES = ["/sign-in/", "/no-such-page/", "/health/", "/desk/", "/admin/", "/account/password/"]


@pytest.fixture
def answer_of(client, administrator):
    client.force_login(administrator)
    return lambda address: client.get(address, follow=True)


def directives(answer):
    policy = answer["Content-Security-Policy"]
    return {name: values.split() for name, _, values in (part.strip().partition(" ") for part in policy.split(";"))}


@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_that_is_not_a_file_of_ours(answer_of, address):
    found = directives(answer_of(address))
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'"]
    assert found["style-src"] == ["'self'"]
    assert "unsafe" not in str(found)


@pytest.mark.parametrize("address", PAGES)
def test_page_keeps_to_its_own_policy(answer_of, address):
    html = answer_of(address).content.decode()
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>", html)


@pytest.mark.parametrize("address", PAGES)
def test_browser_is_told_to_be_careful(answer_of, address):
    answer = answer_of(address)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_page_about_a_person_is_not_kept_by_others(client, editor):
    client.force_login(editor)
    assert "Cookie" in client.get("/account/password/")["Vary"]


@pytest.mark.parametrize("address", [*PAGES, "/commitments/", "/dashboard/", "/outbox/"])
def test_page_is_not_shown_again_to_the_next_person(answer_of, address):
    kept = answer_of(address)["Cache-Control"]
    assert "private" in kept
    assert "no-cache" in kept


def test_signing_out_empties_the_browser(client, editor):
    client.force_login(editor)
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache"'


def test_session_cookie_is_out_of_reach_of_scripts(client, editor):
    client.post("/sign-in/", {"username": editor.email, "password": "correct horse battery"})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
