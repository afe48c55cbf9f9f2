"""Nobody sees anything before signing in: every address there is, walked one by one."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tracker.gate import OPEN_PAGES, PUBLIC_PAGES

SAMPLES = {"str": "NO-2017-02", "int": "1", "path": "x", "slug": "x"}
ADMITTED = {"sign-in", "sign-out", *OPEN_PAGES}


def addresses(patterns, prefix="/", space=""):
    """Every route with sample values in the place of its parts, and its name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, prefix + filled(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield prefix + filled(pattern.pattern), f"{space}{pattern.name}"


def filled(pattern):
    route = str(getattr(pattern, "_route", ""))
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        route = route.replace(f"<{kind}:{name}>", SAMPLES[kind]).replace(f"<{name}>", SAMPLES[kind])
    return route


EVERY = sorted({(address, name) for address, name in addresses(get_resolver().url_patterns) if "(?P" not in address})
SHUT = [(address, name) for address, name in EVERY if name not in ADMITTED and name != "admin:login"]


def test_walk_finds_the_pages():
    names = {name for _, name in EVERY}
    assert {"home", "desk", "sign-in", "admin:index", "admin:countries_person_change"} <= names
    assert len(names) > 40


def turned_away(answer):
    return answer.status_code == 302 and answer.url.startswith(("/sign-in/", "/admin/login/"))


@pytest.mark.django_db
@pytest.mark.parametrize("public", [False, True])
def test_every_page_is_shut_to_visitors(client, settings, public):
    settings.PUBLIC_VIEW = public
    shut = [(address, name) for address, name in SHUT if not (public and name in PUBLIC_PAGES)]
    opened = [address for address, _ in shut if not turned_away(client.get(address))]
    assert opened == []


@pytest.mark.django_db
@pytest.mark.parametrize("public", [False, True])
def test_every_form_is_shut_to_visitors(client, settings, public):
    settings.PUBLIC_VIEW = public
    opened = [address for address, _ in SHUT if not turned_away(client.post(address))]
    assert opened == []


def test_text_sent_after_the_session_ended_is_given_back(client, db):
    text = "The centre <opened> in July."
    answer = client.post("/commitments/NO-2017-02/update/?x=1", {"narrative": text, "completion": "limited"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "The centre &lt;opened&gt; in July." in page
    assert "/sign-in/?next=/commitments/NO-2017-02/update/%3Fx%3D1" in page
    assert "limited" not in page


def test_password_is_never_given_back(client, db):
    answer = client.post("/account/password/", {"new_password1": "a harbour full of boats"})
    assert answer.status_code == 302


def test_way_back_is_remembered(client, db):
    assert client.get("/desk/?x=1").url == "/sign-in/?next=/desk/%3Fx%3D1"


def test_part_of_a_page_sends_the_whole_page_to_sign_in(client, db):
    answer = client.get("/desk/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/sign-in/")


def test_public_view_opens_the_front_page_to_visitors(client, db, settings):
    settings.PUBLIC_VIEW = True
    assert client.get("/").url == "/dashboard/"
