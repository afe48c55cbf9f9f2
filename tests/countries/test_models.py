"""Invariants of the reference data: said to people by `clean`, held by the database whatever writes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from countries.choices import Role
from countries.models import Country, Document, Institution, Person, Seat, local_dates
from tests.factories import (
    CountryFactory,
    DocumentFactory,
    InstitutionFactory,
    PersonFactory,
    PillarFactory,
    SeatFactory,
)

DAY = dt.date(2018, 6, 1)
pytestmark = pytest.mark.django_db


def refused_by_the_database(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


@pytest.mark.parametrize("code", ["no", "N", "N1", "", "Æ"])
def test_country_code_is_two_capital_letters(code):
    refused_by_the_database(lambda: Country.objects.create(code=code, time_zone="Europe/Oslo", languages=["nb"]))


def test_country_is_named_by_its_code(norway):
    assert norway.name == str(norway) == "Norway"


def test_code_nobody_has_is_shown_as_it_is():
    assert Country(code="XQ").name == "XQ"


def test_local_date_is_that_of_the_legal_time_zone(norway, lithuania):
    late_evening_in_london = dt.datetime(2018, 12, 31, 22, 30, tzinfo=dt.UTC)
    assert local_dates([norway, lithuania], late_evening_in_london) == {
        norway.pk: dt.date(2018, 12, 31),
        lithuania.pk: dt.date(2019, 1, 1),
    }


def test_working_days_leave_out_weekends_and_holidays(norway, lithuania):
    constitution_day = dt.date(2018, 5, 17)
    assert not norway.is_working_day(constitution_day)
    assert lithuania.is_working_day(constitution_day)
    assert not norway.is_working_day(dt.date(2018, 6, 2))


def test_institution_name_is_unique_in_its_country_only(ministry, lithuania):
    InstitutionFactory(country=lithuania, name=ministry.name)
    refused_by_the_database(lambda: InstitutionFactory(country=ministry.country, name=ministry.name))


def test_institution_below_itself_is_refused(ministry, chancellery):
    chancellery.parent = ministry
    chancellery.save()
    ministry.parent = chancellery
    with pytest.raises(ValidationError, match="below itself"):
        ministry.full_clean()
    refused_by_the_database(lambda: Institution.objects.filter(pk=ministry.pk).update(parent=ministry.pk))


def test_institution_below_a_foreign_one_is_refused(ministry, lithuania):
    ministry.parent = InstitutionFactory(country=lithuania)
    with pytest.raises(ValidationError, match="another country"):
        ministry.full_clean()


def test_dated_document_counts_from_its_publication():
    document = DocumentFactory.build(country=CountryFactory(), counted_from=DAY)
    with pytest.raises(ValidationError, match="counts from its publication"):
        document.full_clean()
    refused_by_the_database(document.save)


def test_document_without_a_date_counts_from_the_day_vouched_for():
    assert DocumentFactory(published_on=None, counted_from=DAY).begins_on == DAY


def test_text_without_a_fingerprint_is_refused():
    refused_by_the_database(lambda: DocumentFactory(text="Norges første", fingerprint=""))


def test_document_reference_is_unique():
    document = DocumentFactory()
    refused_by_the_database(lambda: DocumentFactory(reference=document.reference))


def test_pillar_of_another_document_is_no_parent():
    pillar = PillarFactory()
    pillar.parent = PillarFactory()
    with pytest.raises(ValidationError, match="another document"):
        pillar.full_clean()


def test_pillar_below_itself_is_refused():
    pillar = PillarFactory()
    child = PillarFactory(document=pillar.document, parent=pillar)
    pillar.parent = child
    with pytest.raises(ValidationError, match="below itself"):
        pillar.full_clean()


def test_pillars_of_one_parent_have_their_own_places():
    pillar = PillarFactory()
    first = PillarFactory(document=pillar.document, parent=pillar, position=1)
    refused_by_the_database(lambda: PillarFactory(document=pillar.document, parent=pillar, position=first.position))


def test_mail_address_is_unique_whatever_its_case():
    PersonFactory(email="someone@example.org")
    refused_by_the_database(lambda: PersonFactory(email="Someone@Example.org"))


def test_mail_address_is_kept_in_small_letters_and_found_in_any():
    person = Person.objects.create_user("Some.One@Example.ORG", "promise kept on time", full_name="Some One")
    assert person.email == "some.one@example.org"
    assert Person.objects.get_by_natural_key("SOME.ONE@example.org") == person


@pytest.mark.parametrize("email", ["a@example.org\r\nBcc: b@example.org", "a@exa\nmple.org", "no address", ""])
def test_mail_address_that_could_forge_a_header_is_refused(email):
    with pytest.raises(ValidationError):
        Person.objects.create_user(email, "promise kept on time", full_name="Some One")


def test_person_without_a_password_cannot_sign_in():
    assert not Person.objects.create_user("someone@example.org", full_name="Some One").has_usable_password()


def test_seat_is_held_once(editor, ministry):
    refused_by_the_database(lambda: SeatFactory(person=editor, institution=ministry, role=Role.EDITOR))


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"absent_from": DAY}, "absent_until"),
        ({"absent_until": DAY}, "absent_until"),
        ({"absent_from": DAY, "absent_until": DAY - dt.timedelta(1)}, "absent_until"),
        ({"held_from": DAY, "held_until": DAY - dt.timedelta(1)}, "held_until"),
    ],
)
def test_days_of_a_seat_are_whole_and_in_order(editor, chancellery, days, field):
    seat = Seat(person=editor, institution=chancellery, role=Role.VIEWER, **days)
    with pytest.raises(ValidationError) as refusal:
        seat.full_clean()
    assert field in refusal.value.message_dict
    refused_by_the_database(seat.save)


def test_unknown_role_is_refused(editor, chancellery):
    refused_by_the_database(lambda: SeatFactory(person=editor, institution=chancellery, role="minister"))


def test_deputy_sits_in_the_same_country(editor, outsider):
    seat = editor.seats.get()
    seat.deputy = outsider.seats.get()
    with pytest.raises(ValidationError, match="another country"):
        seat.full_clean()


def test_seat_is_not_its_own_deputy(editor):
    refused_by_the_database(lambda: Seat.objects.filter(person=editor).update(deputy=editor.seats.get().pk))


def test_absence_includes_its_first_and_last_day(editor):
    seat = editor.seats.get()
    seat.absent_from, seat.absent_until = DAY, DAY + dt.timedelta(2)
    seat.save()
    days = [DAY + dt.timedelta(offset) for offset in range(-1, 4)]
    assert [seat.is_absent(day) for day in days] == [False, True, True, True, False]
    assert [Seat.objects.absent(day).exists() for day in days] == [False, True, True, True, False]


def test_people_who_hold_a_seat_are_not_deleted(editor):
    with pytest.raises(Exception, match="protected"):
        editor.delete()


def test_document_with_a_language_nobody_speaks_is_refused():
    document = DocumentFactory.build(country=CountryFactory(), language="Norwegian")
    with pytest.raises(ValidationError, match="not a language tag"):
        document.full_clean()


def test_documents_come_newest_first():
    old = DocumentFactory(published_on=dt.date(2012, 12, 17))
    new = DocumentFactory(published_on=dt.date(2017, 9, 27))
    assert list(Document.objects.all()) == [new, old]
