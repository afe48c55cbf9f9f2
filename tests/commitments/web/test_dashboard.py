"""The dashboard: every number leads to exactly what it counts."""

import datetime as dt
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse

from commitments.filters import CommitmentFilters
from commitments.rollups.apply import apply_waiting
from commitments.web.wording import count_in_words
from countries.access import Standing
from tests.factories import CommitmentFactory, PillarFactory
from tests.people import NOW, standing_for

ADDRESS = "/dashboard/"
NUMBER = re.compile(r'<a class="number num" href="([^"]+)">[+−]?([\d,]+)</a>')
FIGURE = re.compile(r'<a class="figure[^"]*" href="([^"]+)"><strong class="num">([\d,]+)</strong>')
MARK = re.compile(r'<a href="([^"]+)" class="mark [^"]*" aria-label="[^"]*: ([\d,]+)">')
TILE = re.compile(r'<a href="([^"]+)" class="tile [^"]*" aria-label="[^"]*: (\d+) overdue of \d+ open">')
DAYS = ["2018-12-15", "2019-01-15", "2031-01-01"]


def numbers_of(page):
    found = [(unescape(a), int(n)) for pattern in (NUMBER, FIGURE, MARK, TILE) for a, n in pattern.findall(page)]
    assert len(found) > 20
    return set(found)


def crawl(client, standing, query):
    """Ask the list's own filters behind every number of one dashboard; returns the addresses."""
    addresses = []
    for address, counted in numbers_of(client.get(ADDRESS, query).content.decode()):
        addresses.append(address)
        asked = QueryDict(urlsplit(address).query)
        filters = CommitmentFilters(asked, standing=standing, days={})
        assert filters.is_valid(), filters.errors
        listed = filters.qs.count()
        assert listed == counted, f"{query}: {address} lists {listed}, the dashboard says {counted}"
    return addresses


def scopes(document, part, parts):
    """Everything, and one part of the narrower scopes: each has its turn."""
    pillar, agency = document.pillars.get(parent=None), document.country.institutions.get(parent__isnull=False)
    narrower = [
        {"country": "NO"},
        {"document": "NO-2017"},
        {"pillar": pillar.pk},
        {"institution": agency.parent_id},
        {"institution": agency.pk},
    ]
    return [{}, *(scope for number, scope in enumerate(narrower) if number % parts == part)]


@pytest.mark.usefixtures("quick_facets")
@pytest.mark.parametrize("day", [DAYS[0], *(pytest.param(day, marks=pytest.mark.once) for day in DAYS[1:])])
def test_every_number_is_the_length_of_its_list(client, norwegian, lithuanian, administrator, day):
    client.force_login(administrator)
    for scope in scopes(norwegian, DAYS.index(day), len(DAYS)):
        crawl(client, standing_for(administrator), {**scope, "on": day})


@pytest.mark.once
@pytest.mark.usefixtures("quick_facets")
def test_every_number_between_two_days_is_the_length_of_its_list(client, norwegian, lithuanian, administrator):
    client.force_login(administrator)
    for number, (on, against) in enumerate([("2019-01-15", "2018-02-15"), ("2018-04-15", "2031-01-01")]):
        for scope in scopes(norwegian, number, 2):
            crawl(client, standing_for(administrator), {**scope, "on": on, "against": against})


def test_the_earlier_of_two_days_comes_first_whichever_is_named_first(client, norwegian, head):
    client.force_login(head)
    page = client.get(ADDRESS, {"on": "2018-02-15", "against": "2019-01-15"})
    compared = page.context["compared"]
    assert (compared.earlier, compared.later) == (dt.date(2018, 2, 15), dt.date(2019, 1, 15))
    assert "if nothing changes after today" in page.content.decode()  # which is in 2018


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2018-04-10", "2018-04-12"), "Nothing changed"),
        (("2019-01-28", "2019-01-30"), "Nothing will become overdue, and no date will move"),
    ],
)
def test_nothing_changed_is_said_only_where_no_number_differs(client, norwegian, head, days, said):
    client.force_login(head)
    page = client.get(ADDRESS, {"against": days[0], "on": days[1]})
    compared = page.context["compared"]
    assert compared.changed.count == 0
    assert compared.is_still == (said == "Nothing changed")
    assert f'<h2 id="differences">{said}</h2>' in page.content.decode()


def test_one_day_compared_with_itself_says_why_there_is_no_comparison(client, norwegian, head):
    client.force_login(head)
    page = client.get(ADDRESS, {"on": "2019-01-15", "against": "2019-01-15"})
    assert page.context["shown"].figures.total.count
    assert "Both days are 15 January 2019, so there is nothing to compare" in page.content.decode()


def test_the_list_page_behind_a_number_says_the_same(client, norwegian, administrator):
    client.force_login(administrator)
    page = client.get(ADDRESS, {"on": "2019-01-15"}).content.decode()
    for address, counted in [(unescape(a), int(n)) for a, n in FIGURE.findall(page)]:
        assert client.get(address).context["count_in_words"] == count_in_words(counted, "commitment")


def test_who_sees_one_country_gets_its_numbers_only(client, norwegian, lithuanian, outsider):
    client.force_login(outsider)
    page = client.get(ADDRESS, {"on": "2019-01-15"})
    assert page.context["shown"].figures.total.count == 1
    crawl(client, standing_for(outsider), {"on": "2019-01-15"})
    refused = client.get(ADDRESS, {"country": "NO"})
    assert "“NO” is not a country you can see" in refused.content.decode()
    assert refused.context.get("shown") is None


def _queries(client, django_assert_max_num_queries):
    """Today, when slippage and what is longest overdue are asked, too."""
    asked = []
    for query in ({}, {"on": "2020-01-15"}, {"on": "2020-01-15", "against": "2018-01-15"}):
        with django_assert_max_num_queries(14) as counted:
            assert client.get(ADDRESS, query).status_code == 200
        asked.append(len(counted))
    return asked


def test_queries_do_not_grow_with_commitments(client, norwegian, administrator, django_assert_max_num_queries):
    client.force_login(administrator)
    few = _queries(client, django_assert_max_num_queries)
    for _ in range(30):
        CommitmentFactory(document=norwegian, lead=norwegian.country.institutions.first())
    apply_waiting(NOW)
    assert _queries(client, django_assert_max_num_queries) == few


def test_without_a_day_it_is_today_in_the_country(client, norwegian, head, time_machine):
    time_machine.move_to(dt.datetime(2018, 12, 31, 23, 30, tzinfo=dt.UTC))
    client.force_login(head)
    page = client.get(ADDRESS)
    assert page.context["shown"].on == dt.date(2019, 1, 1)
    assert "As it stands today" in page.content.decode()


def test_it_says_how_fresh_it_is(client, norwegian, head, time_machine):
    time_machine.move_to(NOW + dt.timedelta(seconds=4))
    CommitmentFactory(document=norwegian)
    client.force_login(head)
    page = " ".join(client.get(ADDRESS).content.decode().split())
    assert "Counted 4 seconds ago; <strong>1 change is waiting</strong> to be counted." in page


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"on": "2019-02-30"}, "“2019-02-30” is not a day of the calendar"),
        ({"on": "99999-01-01"}, "is not a day of the calendar"),
        ({"on": "1066-01-01"}, "out of reach"),
        ({"against": "yesterday"}, "is not a day of the calendar"),
        ({"country": "XX"}, "“XX” is not a country you can see"),
        ({"pillar": "0"}, "“0” is not a pillar you can see"),
        ({"pillar": "1e9"}, "is not a pillar you can see"),
        ({"institution": "\x00"}, "is not an institution you can see"),
        ({"document": "x" * 10_000}, f"“{'x' * 60}…” is not a document you can see"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_reason(client, norwegian, head, query, reason):
    client.force_login(head)
    page = client.get(ADDRESS, query)
    assert page.status_code == 200
    assert reason in unescape(page.content.decode())
    assert page.context.get("shown") is None


def test_a_day_that_is_none_stays_where_it_was_typed(client, norwegian, head):
    client.force_login(head)
    page = client.get(ADDRESS, {"on": "2019-02-30", "against": "1066-01-01"}).content.decode()
    assert re.search(r'<input type="text" name="on" value="2019-02-30"', page)
    assert "The year 1066 is out of reach. Use a year from 1900 to 2200." in page


def test_contradicting_pickers_show_the_wider_and_say_so(client, norwegian, lithuanian, administrator):
    client.force_login(administrator)
    page = client.get(ADDRESS, {"country": "LT", "document": "NO-2017"})
    assert page.context["shown"].subject.name == "Lithuania"
    assert "“NO-2017” does not belong to Lithuania and is left out." in page.content.decode()
    institution = norwegian.country.institutions.first()
    page = client.get(ADDRESS, {"document": "NO-2017", "institution": institution.pk})
    assert page.context["shown"].subject.document == norwegian
    assert "is left out here" in page.content.decode()


def test_before_anything_was_promised_it_says_so(client, norwegian, head):
    client.force_login(head)
    page = client.get(ADDRESS, {"on": "1999-01-01"}).content.decode()
    assert "Nothing was promised here by" in page
    assert f'count from <a href="?on={norwegian.counted_from}">' in page
    nowhere = PillarFactory(document=norwegian)
    page = client.get(ADDRESS, {"pillar": nowhere.pk, "on": "2019-01-01"}).content.decode()
    assert "No commitment is registered here yet." in page


def test_without_a_seat_there_is_a_page_and_no_number(client, norwegian, django_user_model):
    nobody = django_user_model.objects.create_user("nobody@example.org", full_name="Nobody")
    client.force_login(nobody)
    assert "There is nothing you can see yet" in client.get(ADDRESS).content.decode()


def test_a_visitor_is_sent_to_sign_in_unless_the_view_is_public(client, norwegian, settings):
    assert client.get(ADDRESS).url == f"{reverse('sign-in')}?next={ADDRESS}"
    settings.PUBLIC_VIEW = True
    crawl(client, Standing(sees_all=True), {"on": "2019-01-15"})


def test_who_sees_one_country_reads_its_name_in_the_title(client, norwegian, lithuanian, outsider):
    client.force_login(outsider)
    assert "<title>Lithuania on " in client.get(ADDRESS).content.decode()
