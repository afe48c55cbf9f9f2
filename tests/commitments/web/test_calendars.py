"""One's calendars: the address is shown once, kept by nobody, and can be stopped."""

import re

import pytest

from commitments.actions import save_filter
from commitments.actions.calendars import MOST
from commitments.models import CalendarFeed
from countries.choices import Role
from countries.models import Seat
from tests.commitments.web.reading import refilled, text
from tests.factories import InstitutionFactory, SeatFactory
from tests.people import NOW, standing_for

pytestmark = pytest.mark.django_db
PAGE = "/calendars/"


def make(page, client, shows="person", name="editor"):
    return client.post(PAGE, refilled(page(name, PAGE)) | {"shows": shows})


def address(answer):
    found = re.search(r'value="(https?://[^"]+\.ics)"', answer.content.decode())
    return found and re.sub(r"^https?://[^/]+", "", found[1])


def test_the_address_is_shown_once_and_works(page, client, commitment):
    answer = make(page, client)
    assert answer["Cache-Control"] == "no-store"
    assert b"NO-2017-02" in client.get(address(answer)).content
    assert address(client.get(PAGE)) is None
    assert "Commitments I answer for" in text(client.get(PAGE))


def test_the_same_form_sent_twice_makes_one(page, client, commitment):
    sheet = refilled(page("editor", PAGE)) | {"shows": "person"}
    client.post(PAGE, sheet)
    answer = client.post(PAGE, sheet)
    assert address(answer) is None
    assert "made already" in text(answer)
    assert CalendarFeed.objects.count() == 1


def test_stopped_answers_nobody(page, client, commitment):
    secret = address(make(page, client))
    answer = client.post(f"/calendars/{CalendarFeed.objects.get().pk}/stop/", follow=True)
    assert "Stopped: “Commitments I answer for”" in text(answer)
    assert "Your calendars" not in text(answer)
    assert client.get(secret).status_code == 410


def test_nobody_stops_the_calendar_of_another(page, client, commitment, colleague):
    make(page, client)
    page("colleague", PAGE)
    assert client.post(f"/calendars/{CalendarFeed.objects.get().pk}/stop/").status_code == 404
    assert CalendarFeed.objects.live().count() == 1


def test_opening_the_address_of_stop_changes_nothing(page, client, commitment):
    make(page, client)
    assert client.get(f"/calendars/{CalendarFeed.objects.get().pk}/stop/").status_code == 405
    assert CalendarFeed.objects.live().count() == 1


@pytest.mark.parametrize(
    "shows", ["", "country", "country-999999", "institution-x", "filter-1", "person-1", "\x07", "x" * 999]
)
def test_what_is_not_offered_is_refused_in_words(page, client, commitment, shows):
    answer = make(page, client, shows)
    assert answer.status_code == 422
    assert "Please check what you wrote" in text(answer)
    assert CalendarFeed.objects.count() == 0


def test_what_one_may_not_see_is_not_offered(page, client, commitment, norway, ministry):
    assert make(page, client, f"country-{norway.pk}", name="outsider").status_code == 422
    assert make(page, client, f"institution-{ministry.pk}", name="outsider").status_code == 422


def test_offices_of_one_name_are_told_apart_by_country(page, viewer, norway, lithuania):
    for country in (norway, lithuania):
        office = InstitutionFactory(country=country, name="Office of the Government")
        SeatFactory(person=viewer, institution=office, role=Role.VIEWER)
    said = text(page("viewer", PAGE))
    assert "Office of the Government (Lithuania)" in said
    assert "Office of the Government (Norway)" in said


def test_another_persons_list_is_not_offered(page, client, commitment, colleague):
    saved = save_filter("Theirs", "", by=standing_for(colleague), now=NOW)
    assert make(page, client, f"filter-{saved.pk}").status_code == 422


def test_a_link_proposes_what_to_show(page, commitment, norway):
    assert f'value="country-{norway.pk}" selected' in text(page("editor", f"{PAGE}?shows=country-{norway.pk}"))


def test_damaged_form_makes_nothing(page, client, commitment):
    page("editor", PAGE)
    answer = client.post(PAGE, {"shows": "person", "submission": "x"})
    assert (answer.status_code, CalendarFeed.objects.count()) == (422, 0)


def test_there_is_a_bound(page, client, commitment):
    for _ in range(MOST):
        make(page, client)
    assert f"You have {MOST} calendars" in text(make(page, client))
    assert CalendarFeed.objects.count() == MOST


def test_one_that_shows_nothing_any_more_says_so(page, client, commitment, editor, outsider):
    make(page, client)
    Seat.objects.filter(person=editor).delete()
    assert "You may no longer see what it shows" in text(client.get(PAGE))


def test_visitor_signs_in_first(client, db, settings):
    settings.PUBLIC_VIEW = True
    assert client.get(PAGE).url.startswith("/sign-in/")


@pytest.mark.parametrize("count", [1, MOST])
def test_it_asks_the_same_for_one_and_for_many(page, client, editor, commitment, count, django_assert_max_num_queries):
    saved = save_filter("All", "", by=standing_for(editor), now=NOW)
    for _ in range(count):
        make(page, client, f"filter-{saved.pk}")
    with django_assert_max_num_queries(8):
        client.get(PAGE)
