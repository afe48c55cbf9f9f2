"""The one door: who comes in, who is told to wait, what is never said."""

import pytest
from django.urls import reverse

from tests.factories import PASSWORD

SIGN_IN = "/sign-in/"


def give(client, email, password, **extra):
    return client.post(SIGN_IN, {"username": email, "password": password, **extra})


def test_right_password_opens_the_desk_of_who_owes(client, editor):
    answer = give(client, editor.email, PASSWORD)
    assert answer.status_code == 302
    assert client.get(answer.url).url == "/desk/"


def test_coordinator_starts_at_the_dashboard(client, coordinator):
    answer = give(client, coordinator.email, PASSWORD)
    assert client.get(answer.url).url == "/dashboard/"


def test_capitals_in_the_mail_address_do_not_matter(client, editor):
    assert give(client, editor.email.upper(), PASSWORD).status_code == 302


def test_wrong_password_keeps_the_address_and_says_why(client, editor):
    answer = give(client, editor.email, "wrong")
    assert answer.status_code == 200
    assert b"do not belong together" in answer.content
    assert f'value="{editor.email}"'.encode() in answer.content


def test_unknown_person_reads_the_same_as_wrong_password(client, editor):
    known = give(client, editor.email, "wrong").content
    unknown = give(client, "nobody@example.org", "wrong").content
    assert b"do not belong together" in known
    assert b"do not belong together" in unknown


@pytest.mark.parametrize("email", ["a%00b@example.org", "", "x" * 10_000, "%ED%A0%80", "%FF", "a@b%0D%0ABcc:%20c@d"])
@pytest.mark.parametrize("password", ["wrong", "wrong%00"])
def test_unreadable_address_is_refused(client, db, email, password):
    body = f"username={email}&password={password}"
    answer = client.post(SIGN_IN + "?next=%00%ED%A0%80", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert b"error-summary" in answer.content


def test_too_many_wrong_passwords_close_the_door_for_that_person_only(client, editor, colleague, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = give(client, editor.email, "wrong")
    assert answer.status_code == 429
    assert b"15 minutes" in answer.content
    assert answer["Retry-After"] == "900"
    assert give(client, editor.email, PASSWORD).status_code == 429
    assert give(client, colleague.email, PASSWORD).status_code == 302


def test_capitals_do_not_start_the_count_anew(client, editor, settings):
    spellings = [editor.email, editor.email.upper(), editor.email.capitalize()]
    for number in range(settings.AXES_FAILURE_LIMIT):
        answer = give(client, spellings[number % 3], "wrong")
    assert answer.status_code == 429


def test_behind_a_proxy_nobody_locks_out_somebody_elsewhere(client, editor, settings):
    settings.TRUST_PROXY = True
    for number in range(settings.AXES_FAILURE_LIMIT):
        made_up = f"198.51.100.{number}, 203.0.113.9"
        answer = client.post(SIGN_IN, {"username": editor.email, "password": "x"}, HTTP_X_FORWARDED_FOR=made_up)
    assert answer.status_code == 429
    right = {"username": editor.email, "password": PASSWORD}
    assert client.post(SIGN_IN, right, HTTP_X_FORWARDED_FOR="203.0.113.10").status_code == 302


@pytest.mark.parametrize("forwarded", ["", "unknown", "' OR 1=1 --", "203.0.113.9:4711", "\0"])
@pytest.mark.parametrize("trusted", [True, False])
def test_forwarded_address_that_is_none_is_not_used(client, editor, settings, forwarded, trusted):
    settings.TRUST_PROXY = trusted
    right = {"username": editor.email, "password": PASSWORD}
    assert client.post(SIGN_IN, right, HTTP_X_FORWARDED_FOR=forwarded).status_code == 302


def test_next_is_followed_inside_the_tracker(client, editor):
    answer = give(client, editor.email, PASSWORD, next="/account/password/")
    assert answer.url == "/account/password/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", "\\\\example.com"]
)
def test_next_never_leads_elsewhere(client, editor, elsewhere):
    assert give(client, editor.email, PASSWORD, next=elsewhere).url == "/"


def test_signing_out_needs_the_button(client, editor):
    client.force_login(editor)
    client.get(reverse("sign-out"))
    assert client.get(reverse("password-change")).status_code == 200
    client.post(reverse("sign-out"))
    assert client.get(reverse("password-change")).status_code == 302


def test_changed_password_works_and_the_old_one_does_not(client, editor):
    client.force_login(editor)
    new = "a harbour full of boats"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    answer = client.post(reverse("password-change"), fields)
    assert answer.status_code == 302
    editor.refresh_from_db()
    assert editor.check_password(new)


def test_short_password_is_refused_at_its_field(client, editor):
    client.force_login(editor)
    fields = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    answer = client.post(reverse("password-change"), fields)
    assert b'href="#id_new_password2"' in answer.content
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_administration_has_no_door_of_its_own(client, db):
    answer = client.get("/admin/login/?next=/admin/countries/")
    assert answer.url == "/sign-in/?next=/admin/countries/"
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/sign-in/")


def test_administration_says_no_to_an_editor(client, editor):
    client.force_login(editor)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert b"for administrators" in answer.content


def test_what_is_missing_or_invisible_is_said_with_what_to_do(client, db):
    empty, pasted = give(client, "", "").content.decode(), give(client, "a\0@example.org", "a\0").content.decode()
    assert "Type your mail address." in empty
    assert "Type your password." in empty
    assert pasted.count("invisible character. Type it again") >= 2
