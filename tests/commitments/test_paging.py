"""Pages put one behind the other are the list, in either direction and in every order."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from commitments.choices import Completion
from commitments.filters import SORT_CHOICES, CommitmentFilters
from commitments.models import Commitment
from commitments.paging import bounded_count
from commitments.web.rows import COLUMNS
from countries.access import Standing
from countries.models import Country
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import TODAY

pytestmark = pytest.mark.django_db
EVERYBODY = Standing(sees_all=True)
SIZE = 3


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway)


@pytest.fixture
def mixed(document):
    """Equal dates, missing ones, and some moved, done or reported."""
    for number in range(11):
        due = [None, "2018", "2018", "2019-02", "2020"][number % 5]
        row = CommitmentFactory(document=document, due=due, title=f"Promise {number % 4}~ of ł{number}")
        if number % 3 == 0:
            day = dt.date(2018, 5, 1 + number)
            done = {"completion": Completion.COMPLETE, "done_on": day, "last_reported_on": day}
            Commitment.objects.filter(pk=row.pk).update(**done)


def filters(sort, **more):
    days = dict.fromkeys(Country.objects.values_list("pk", flat=True), TODAY)
    return CommitmentFilters(QueryDict(urlencode({"sort": sort, **more})), standing=EVERYBODY, days=days)


def page(asked, **place):
    shown = asked.page(COLUMNS, place, SIZE)
    return [row.reference for row in shown.rows], shown


@pytest.mark.parametrize("words", ["", "promise"])
@pytest.mark.parametrize("sort", [name for name, _ in SORT_CHOICES])
def test_pages_forward_and_back_are_the_list(mixed, sort, words):
    asked = filters(sort, q=words)
    whole = [row.reference for row in asked.qs]
    rows, shown = page(asked)
    forward = [rows]
    while shown.next:
        rows, shown = page(asked, after=shown.next)
        forward.append(rows)
    assert [row for rows in forward for row in rows] == whole
    assert [len(rows) for rows in forward] == [3, 3, 3, 2]
    back = [rows]
    while shown.previous:
        rows, shown = page(asked, before=shown.previous)
        back.insert(0, rows)
    assert back == forward


def test_a_place_stays_where_it_is_when_its_row_moves(mixed):
    asked = filters("due")
    _, first = page(asked)
    expected, _ = page(asked, after=first.next)
    Commitment.objects.filter(reference=first.rows[-1].reference).update(
        due_latest=dt.date(2030, 12, 31), due_earliest=dt.date(2030, 1, 1)
    )
    assert page(filters("due"), after=first.next)[0] == expected


@pytest.mark.parametrize(
    "place", ["", "nonsense", "2018-13-01~X", "~", "2018-12-31~", "\x00~X", "9999-12-31~\x00", "~zzz"]
)
def test_a_place_nobody_wrote_gives_the_first_page(mixed, place):
    first, _ = page(filters("due"))
    assert page(filters("due"), after=place)[0] == first


def test_before_the_beginning_is_a_whole_first_page(mixed):
    asked = filters("reference")
    whole = [row.reference for row in asked.qs]
    rows, shown = page(asked, before=f"{whole[1]}~{whole[1]}")
    assert (rows, shown.previous) == (whole[:SIZE], "")


def test_a_count_goes_no_further_than_its_bound(mixed):
    assert bounded_count(Commitment.objects.all(), 20) == 11
    assert bounded_count(Commitment.objects.all(), 5) == 6
