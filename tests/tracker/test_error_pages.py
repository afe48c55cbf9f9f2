"""What people read when something cannot be answered: what happened, and what to do next."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client

from tracker import errors

FORM = "application/x-www-form-urlencoded"


def test_unknown_address_says_where_to_go(client, db):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert b"This page is not here" in answer.content
    assert b'href="/"' in answer.content


def test_unknown_address_does_not_tell_what_addresses_there_are(client, db):
    assert b"desk/" not in client.get("/desk/nothing/").content


def test_form_from_elsewhere_is_refused_and_says_what_to_do(db):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": "a@example.org", "password": "b"})
    assert answer.status_code == 403
    assert b"Please send the form again" in answer.content


def test_what_one_may_not_do_is_said_with_its_reason():
    page = render_to_string("403.html", {"exception": PermissionDenied("Only the coordinator decides.")})
    assert "Only the coordinator decides." in page
    assert "Nothing was changed" in page


def test_unreadable_address_is_a_bad_request(client, administrator):
    client.force_login(administrator)
    answer = client.get("/admin/countries/person/?q=%00")
    assert answer.status_code == 400
    assert b"could not read this request" in answer.content


def test_too_much_at_once_says_how_much_is_taken(client, db):
    answer = client.post("/sign-in/", "username=a&password=" + "x" * 3_000_000, content_type=FORM)
    assert answer.status_code == 413
    assert b"10,000 characters" in answer.content


def test_too_many_fields_are_too_much(client, db):
    answer = client.post("/sign-in/", "&".join(f"f{number}=1" for number in range(1100)), content_type=FORM)
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=%", b"=&=&=", b"%00=%00", b"username=%ED%A0%80"])
def test_broken_form_is_answered(client, db, body):
    assert client.post("/sign-in/", body, content_type=FORM).status_code == 200


def test_broken_multipart_is_answered(client, db):
    answer = client.post("/sign-in/", b"--x\r\nnonsense", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400


def test_fault_of_ours_is_admitted_without_looking_anything_up(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = errors.server_error(HttpRequest())
    assert answer.status_code == 500
    assert b"This is a fault in the tracker" in answer.content


def test_page_of_a_fault_uses_files_that_are_there(client, db):
    page = errors.server_error(HttpRequest()).content.decode()
    sheets = [part.split('"')[0] for part in page.split('href="/static/')[1:]]
    assert len(sheets) == 3
    assert all(finders.find(sheet) for sheet in sheets)


def test_exception_in_a_view_shows_that_page(editor, monkeypatch):
    def fall(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("tracker.accounts.PasswordChange.get_context_data", fall)
    client = Client(raise_request_exception=False)
    client.force_login(editor)
    answer = client.get("/account/password/")
    assert answer.status_code == 500
    assert b"secret" not in answer.content


def test_wrong_method_says_where_to_go(client, administrator):
    client.force_login(administrator)
    answer = client.get("/contradictions/dismissed/1/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert b"There is nothing to read at this address" in answer.content
    assert client.head("/contradictions/dismissed/1/").content == b""


@contextmanager
def held_by_somebody_else() -> Iterator[None]:
    """Everybody else waits for a moment, and then no longer."""
    with closing(connection.copy()) as other, other.cursor() as there, connection.cursor() as here:
        if connection.vendor == "postgresql":
            here.execute("SET lock_timeout = '50ms'")
            there.execute("BEGIN")
            there.execute("LOCK TABLE axes_accessattempt")
        else:
            here.execute("PRAGMA busy_timeout = 50")
            there.execute("BEGIN IMMEDIATE")
        yield
        there.execute("ROLLBACK")
        here.execute("RESET lock_timeout" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 20000")


def test_database_that_is_held_for_too_long_is_said_to_be_busy(transactional_db):
    client = Client(raise_request_exception=False)
    with held_by_somebody_else():
        answer = client.post("/sign-in/", {"username": "a@example.org", "password": "b"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert b"The tracker is busy" in answer.content
