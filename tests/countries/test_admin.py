"""Reference data in the admin: what it takes, what it refuses with a reason, and that it never falls over."""

import pytest
from django.urls import reverse

from countries.choices import Role
from countries.models import Country, Institution, Person, Seat
from tests.factories import PASSWORD, CommitmentFactory, DocumentFactory, PillarFactory

REFERENCE_DATA = ["country", "institution", "document", "pillar", "seat", "person"]
NASTY = [
    "a\0b",
    "x" * 10_000,
    "a\r\nBcc: b@example.org",
    "\x07",
    "<script>alert(1)</script>",
    "2026-02-31",
    "-1",
    "9" * 40,
]
FIELDS = {
    "country": ["code", "time_zone", "languages"],
    "institution": ["country", "parent", "name", "native_name", "acronym", "mailbox"],
    "document": ["country", "reference", "kind", "title", "language", "published_on", "counted_from", "address"],
    "pillar": ["document", "parent", "position", "title", "native_title"],
    "seat": ["person", "institution", "role", "deputy", "held_from", "held_until", "absent_from", "absent_until"],
    "person": ["email", "full_name", "password1", "password2", "usable_password"],
}
SEATS = {"seats-TOTAL_FORMS": "0", "seats-INITIAL_FORMS": "0"}


@pytest.fixture
def admin(client, administrator):
    client.force_login(administrator)
    return client


def add(client, model, **fields):
    return client.post(reverse(f"admin:countries_{model}_add"), {**SEATS, **fields})


def errors_of(answer):
    form = answer.context["adminform"].form
    return {name: [str(text) for text in texts] for name, texts in form.errors.items()}


@pytest.mark.parametrize("model", REFERENCE_DATA)
def test_list_and_empty_form_open(admin, model):
    assert admin.get(reverse(f"admin:countries_{model}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:countries_{model}_add")).status_code == 200


def test_country_is_chosen_and_its_languages_written_as_a_list(admin):
    add(admin, "country", code="EE", time_zone="Europe/Tallinn", languages="et, ru")
    assert Country.objects.get(code="EE").languages == ["et", "ru"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Europe/Nowhere"), ("languages", "Estonian!"), ("languages", " , "), ("code", "XQ")],
)
def test_impossible_country_is_refused_at_its_field(admin, field, value):
    fields = {"code": "EE", "time_zone": "Europe/Tallinn", "languages": "et", field: value}
    assert list(errors_of(add(admin, "country", **fields))) == [field]


def test_seat_with_a_deputy_but_no_institution_is_refused(admin, editor):
    deputy = Seat.objects.get(person=editor)
    assert "institution" in errors_of(add(admin, "seat", person=editor.pk, role=Role.HEAD, deputy=deputy.pk))


def test_institution_below_a_foreign_one_is_refused(admin, ministry, lithuania):
    fields = {"country": lithuania.pk, "name": "A", "native_name": "A", "parent": ministry.pk}
    assert list(errors_of(add(admin, "institution", **fields))) == ["parent"]


@pytest.mark.parametrize("mailbox", ["a@example.org\r\nBcc: b@example.org", "a\0@example.org", "a b@example.org"])
def test_mailbox_that_would_add_a_header_is_refused(admin, norway, mailbox):
    answer = add(admin, "institution", country=norway.pk, name="A", native_name="A", mailbox=mailbox)
    assert list(errors_of(answer)) == ["mailbox"]
    assert not Institution.objects.filter(name="A").exists()


def test_person_is_added_with_a_password_that_works(admin):
    password = "a harbour full of boats"
    add(
        admin,
        "person",
        email="New@Example.org",
        full_name="New",
        **passwords(password),
    )
    person = Person.objects.get(email="new@example.org")
    assert person.check_password(password)
    assert not person.is_staff


def test_second_account_with_one_address_is_refused(admin, editor):
    answer = add(
        admin,
        "person",
        email=editor.email.upper(),
        full_name="Twin",
        **passwords(PASSWORD),
    )
    assert "already" in errors_of(answer)["email"][0]


def passwords(password):
    return {"usable_password": "true", "password1": password, "password2": password}


def person_fields(person, **changes):
    fields = {
        "email": person.email,
        "full_name": person.full_name,
        "language": "en",
        "time_zone": "",
        "is_active": "on",
    }
    return {**SEATS, **fields, **changes}


def test_administrator_is_one_tick(admin, editor):
    admin.post(reverse("admin:countries_person_change", args=[editor.pk]), person_fields(editor, is_staff="on"))
    editor.refresh_from_db()
    assert (editor.is_staff, editor.is_superuser) == (True, True)
    admin.post(reverse("admin:countries_person_change", args=[editor.pk]), person_fields(editor))
    editor.refresh_from_db()
    assert (editor.is_staff, editor.is_superuser) == (False, False)


def test_administrator_cannot_lock_themselves_out(admin, administrator):
    address = reverse("admin:countries_person_change", args=[administrator.pk])
    admin.post(address, person_fields(administrator, is_active=""))
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_superuser) == (True, True)


def test_password_of_a_person_can_be_set(admin, editor):
    new = "a harbour full of boats"
    fields = passwords(new)
    admin.post(reverse("admin:auth_user_password_change", args=[editor.pk]), fields)
    editor.refresh_from_db()
    assert editor.check_password(new)


def test_person_is_never_deleted(admin, editor):
    assert admin.post(reverse("admin:countries_person_delete", args=[editor.pk]), {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=editor.pk).exists()


@pytest.mark.parametrize("model", REFERENCE_DATA)
def test_nasty_text_in_every_field_is_refused_not_fallen_over(admin, model):
    for text in NASTY:
        assert errors_of(add(admin, model, **dict.fromkeys(FIELDS[model], text))), text


@pytest.mark.parametrize("model", REFERENCE_DATA)
def test_nasty_address_is_answered(admin, model):
    for query in ["q=%00", "q=%ED%A0%80", "id__exact=%00", "full_name=%00", "%00=1", "p=999999", "p=x", "o=x.9"]:
        assert admin.get(f"/admin/countries/{model}/?{query}").status_code in {200, 302, 400}, query


@pytest.mark.parametrize("model", REFERENCE_DATA)
def test_row_that_is_not_there_is_answered(admin, model):
    for key in ["%00", "x", "9" * 30, "1%27"]:
        assert admin.get(f"/admin/countries/{model}/{key}/change/").status_code in {302, 400, 404}, key


def test_autocomplete_survives_an_invisible_character(admin):
    query = "?app_label=countries&model_name=seat&field_name=person&term=%00"
    assert admin.get(reverse("admin:autocomplete") + query).status_code == 400


def test_what_is_counted_is_fixed_once_there_are_commitments(admin, norway, lithuania, ministry):
    document = DocumentFactory(country=norway)
    pillar = PillarFactory(document=document)
    address = reverse("admin:countries_document_change", args=[document.pk])
    assert b'name="counted_from"' in admin.get(address).content
    CommitmentFactory(document=document, lead=ministry, pillar=pillar)
    assert b'name="counted_from"' not in admin.get(address).content
    pillar_page = admin.get(reverse("admin:countries_pillar_change", args=[pillar.pk])).content
    assert b'name="document"' not in pillar_page
    institution_page = admin.get(reverse("admin:countries_institution_change", args=[ministry.pk])).content
    assert b'name="country"' not in institution_page
    assert b'name="parent"' in institution_page


def test_nobody_is_their_own_deputy(admin, editor):
    seat = editor.seats.get()
    answer = admin.post(
        reverse("admin:countries_seat_change", args=[seat.pk]),
        {"person": editor.pk, "institution": seat.institution_id, "role": seat.role, "deputy": seat.pk},
    )
    assert errors_of(answer) == {"deputy": ["Nobody stands in for themselves. Choose another seat, or none."]}


@pytest.mark.parametrize("year", ["0001", "2999"])
def test_a_document_of_another_age_is_refused(admin, norway, year):
    day = f"{year}-01-01"
    given = {"country": norway.pk, "reference": "NO-1", "kind": "strategy", "title": "Strategy", "language": "nb"}
    found = errors_of(add(admin, "document", **given, published_on=day, counted_from=day))
    assert "Use a year from 1900 to 2200." in found["published_on"][0]


def test_a_damaged_name_is_refused(client, admin):
    answer = client.post(
        reverse("admin:countries_person_add"),
        "full_name=A%ED%A0%80&email=a@example.org&password1=&password2=&usable_password=false",
        content_type="application/x-www-form-urlencoded",
    )
    assert "arrived damaged" in errors_of(answer)["full_name"][0]


@pytest.mark.parametrize("query", ["due_latest__year=9999999999", "due_latest__year=2018&due_latest__month=77"])
def test_a_year_that_cannot_be_is_no_error_of_ours(admin, query):
    assert admin.get(f"{reverse('admin:commitments_commitment_changelist')}?{query}").status_code in {302, 400}
