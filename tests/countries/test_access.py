"""What a person stands for, from their seats on a day."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from countries.access import Standing, standing_at, standing_of
from countries.choices import Role
from tests.factories import CountryFactory, InstitutionFactory, PersonFactory, SeatFactory

TODAY = dt.date(2018, 6, 1)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def stands(person, on=TODAY, *, public=False):
    return standing_of(person, on, public=public)


def test_stranger_stands_for_nothing():
    assert stands(AnonymousUser()) == stands(None) == Standing()
    assert not stands(None).may_see_anything


def test_stranger_sees_all_in_the_public_view_and_owns_nothing():
    standing = stands(AnonymousUser(), public=True)
    assert standing == Standing(sees_all=True)
    assert standing.may_see_anything
    assert not standing.is_manager


def test_editor_owns_the_institution_and_sees_the_country(editor, ministry):
    standing = stands(editor)
    assert standing.owned_institutions == standing.seated_institutions == {ministry.pk}
    assert standing.seen_countries == {ministry.country_id}
    assert not standing.headed_institutions
    assert not standing.coordinated_countries
    assert not standing.is_manager


def test_head_owns_and_manages(head, ministry):
    standing = stands(head)
    assert standing.owned_institutions == standing.headed_institutions == {ministry.pk}
    assert standing.is_manager


def test_coordinator_owns_no_institution(coordinator, chancellery):
    standing = stands(coordinator)
    assert standing.coordinated_countries == {chancellery.country_id}
    assert standing.owned_institutions == frozenset()
    assert standing.seated_institutions == {chancellery.pk}
    assert standing.is_manager


def test_viewer_sees_and_nothing_more(viewer, norway):
    standing = stands(viewer)
    assert standing.seen_countries == {norway.pk}
    assert not standing.owned_institutions
    assert not standing.is_manager


def test_administrator_sees_all_without_a_seat(administrator):
    standing = stands(administrator)
    assert standing.is_administrator
    assert standing.sees_all
    assert not standing.seen_countries


def test_staff_alone_is_no_administrator():
    assert not stands(PersonFactory(is_staff=True)).is_administrator


def test_two_seats_add_up(ministry, lithuania):
    person = PersonFactory()
    abroad = InstitutionFactory(country=lithuania)
    SeatFactory(person=person, institution=ministry, role=Role.EDITOR)
    SeatFactory(person=person, institution=abroad, role=Role.VIEWER)
    standing = stands(person)
    assert standing.seen_countries == {ministry.country_id, lithuania.pk}
    assert standing.owned_institutions == {ministry.pk}


def test_inactive_person_stands_for_nothing(editor):
    editor.is_active = False
    editor.save()
    assert stands(editor) == Standing()


@pytest.mark.parametrize(("offset", "held"), [(-1, False), (0, True), (10, True), (11, False)])
def test_seat_counts_from_its_first_to_its_last_day(ministry, offset, held):
    seat = SeatFactory(institution=ministry, held_from=TODAY, held_until=TODAY + 10 * DAY)
    assert bool(stands(seat.person, TODAY + offset * DAY).owned_institutions) == held


def test_absent_editor_still_owns(ministry):
    seat = SeatFactory(institution=ministry, absent_from=TODAY - DAY, absent_until=TODAY + DAY)
    assert stands(seat.person).owned_institutions == {ministry.pk}


def test_standing_is_one_question(editor, django_assert_num_queries):
    with django_assert_num_queries(1):
        stands(editor)


@pytest.fixture
def far_east():
    """Where the day begins twelve hours before it begins in UTC."""
    return InstitutionFactory(country=CountryFactory(code="NZ", time_zone="Pacific/Auckland"))


@pytest.mark.parametrize(
    ("hour", "may"), [(11, True), (12, False)], ids=["the last minutes there", "the next day there, not in UTC"]
)
def test_deputy_stands_in_until_the_day_ends_in_the_country(far_east, hour, may):
    last = dt.date(2018, 6, 1)
    deputy = SeatFactory(institution=far_east, role=Role.VIEWER)
    SeatFactory(institution=far_east, deputy=deputy, absent_from=last - 5 * DAY, absent_until=last)
    now = dt.datetime(2018, 6, 1, hour, 30, tzinfo=dt.UTC)
    owned = standing_at(deputy.person, now, public=False).owned_institutions
    assert (far_east.pk in owned) == may


def test_seat_begins_with_the_day_of_the_country(far_east):
    seat = SeatFactory(institution=far_east, held_from=dt.date(2018, 6, 2))
    evening = dt.datetime(2018, 6, 1, 13, tzinfo=dt.UTC)
    assert standing_at(seat.person, evening, public=False).owned_institutions == {far_east.pk}
    assert not standing_of(seat.person, evening.date(), public=False).owned_institutions
