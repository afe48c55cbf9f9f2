"""Who is told, by seat."""

import datetime as dt

import pytest

from commitments.reminders.audience import Audience
from countries.choices import Role
from countries.models import Seat
from tests.factories import SeatFactory
from tests.people import seated

ON = dt.date(2018, 6, 1)


def told(house, on=ON):
    audience = Audience.on({house.country_id: on})
    return {one.person.full_name: str(one.because) for one in audience.of(house)}


def away(person, deputy=None):
    seat = Seat.objects.get(person=person)
    seat.absent_from, seat.absent_until = dt.date(2018, 5, 20), dt.date(2018, 6, 12)
    seat.deputy = Seat.objects.get(person=deputy) if deputy else None
    seat.save()


def test_editors_and_heads(ministry, editor, head, viewer, coordinator):
    assert told(ministry) == {
        "Editor": "you are editor at the Ministry of Defence",
        "Head": "you are head at the Ministry of Defence",
    }


def test_deputy_stands_in_for_the_absent(ministry, chancellery, editor):
    deputy = seated("deputy", Role.VIEWER, chancellery)
    away(editor, deputy)
    assert told(ministry) == {
        "Deputy": "you stand in for Editor, away until 12 June 2018, editor at the Ministry of Defence"
    }


def test_deputy_of_a_deputy_who_is_away_too(ministry, chancellery, editor):
    first, second = (seated(name, Role.VIEWER, chancellery) for name in ("first", "second"))
    away(first, second)
    away(editor, first)
    assert list(told(ministry)) == ["Second"]


def test_deputies_in_a_circle_end(ministry, chancellery, editor, coordinator):
    first = seated("first", Role.VIEWER, chancellery)
    away(first, editor)
    away(editor, first)
    assert list(told(ministry)) == ["Coordinator"]


def test_nobody_there_comes_to_the_coordinator_with_the_reason(ministry, coordinator):
    assert told(ministry) == {
        "Coordinator": "nobody at the Ministry of Defence can be told, "
        "and you are coordinator at the Office of the Prime Minister"
    }


def test_nobody_at_all(ministry, viewer):
    assert told(ministry) == {}


def test_coordinator_of_another_country_is_not_asked(ministry, outsider):
    SeatFactory(person=outsider, institution=outsider.seats.get().institution, role=Role.COORDINATOR)
    assert told(ministry) == {}


@pytest.mark.parametrize(("day", "names"), [(31, ["Editor"]), (1, [])])
def test_seat_ends_with_its_last_day(ministry, editor, day, names):
    Seat.objects.filter(person=editor).update(held_until=dt.date(2018, 5, 31))
    assert list(told(ministry, dt.date(2018, 5 if day == 31 else 6, day))) == names


def test_account_that_was_closed(ministry, editor):
    editor.is_active = False
    editor.save()
    assert told(ministry) == {}


def test_two_seats_one_entry_in_their_own_right(ministry, editor, head):
    away(editor, head)
    assert told(ministry) == {"Head": "you are head at the Ministry of Defence"}


def test_seats_asked_once_for_any_number_of_houses(ministry, editor, django_assert_num_queries):
    with django_assert_num_queries(1):
        audience = Audience.on({ministry.country_id: ON})
        for _ in range(30):
            audience.of(ministry)


@pytest.mark.parametrize(("own", "zone"), [("", "Europe/Oslo"), ("Asia/Tokyo", "Asia/Tokyo")])
def test_clock_of_the_person_or_of_the_country(ministry, editor, own, zone):
    editor.time_zone = own
    assert Audience.on({ministry.country_id: ON}).zone_of(editor).key == zone
