import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.actions import ProgressDraft, post_update
from commitments.rollups.apply import apply_waiting
from tests.commitments.web.reading import text
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db

LIST = "/commitments/"


def test_the_list_says_how_many_and_shows_each(page, commitment, document):
    CommitmentFactory(document=document, title="Cooperate", due=None)
    response = page("viewer", LIST)
    assert "2 commitments" in text(response)
    assert "Be represented at the centre in Tallinn" in text(response)
    assert "by 2018" in text(response)
    assert "213 days left" in text(response)
    assert reverse("commitment-detail", args=["NO-2017-02"]) in text(response)


@pytest.mark.parametrize("name", ["editor", "colleague", "head", "coordinator", "viewer", "administrator"])
def test_everybody_of_the_country_sees_it(page, commitment, name):
    assert "1 commitment<" in text(page(name, LIST))


def test_an_outsider_sees_none_of_it(page, commitment, outsider):
    assert "0 commitments" in text(page("outsider", LIST))
    assert "Tallinn" not in text(page("outsider", LIST))


def test_a_visitor_is_sent_to_sign_in(page, commitment):
    response = page("anonymous", LIST)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/?next=/commitments/")


def test_a_visitor_reads_when_the_tracker_is_public(page, commitment, settings):
    settings.PUBLIC_VIEW = True
    assert "1 commitment<" in text(page("anonymous", LIST))


def test_active_filters_are_chips_that_can_be_taken_away(page, commitment):
    response = page("viewer", LIST + "?country=NO&schedule=on_schedule&schedule=overdue&sort=-due")
    assert "Schedule state: On schedule" in text(response)
    assert 'href="?schedule=on_schedule&amp;schedule=overdue&amp;sort=-due"' in text(response)
    assert 'href="?country=NO&amp;schedule=overdue&amp;sort=-due"' in text(response)


def test_what_was_left_empty_does_not_stay_in_the_address(page, commitment):
    response = page("viewer", LIST + "?q=&country=NO&due_after=")
    assert response.status_code == 302
    assert response.headers["Location"] == LIST + "?country=NO"


def test_htmx_is_told_the_tidy_address(page, commitment):
    response = page("viewer", LIST + "?q=&country=NO", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == LIST + "?country=NO"


def test_a_column_says_how_it_is_sorted_and_turns_around(page, commitment):
    response = page("viewer", LIST + "?sort=title")
    assert '<th scope="col" aria-sort="ascending"><a href="?sort=-title">Title</a></th>' in text(response)
    assert '<th scope="col" aria-sort="ascending"><a href="?sort=-due">Due</a></th>' in text(page("viewer", LIST))


def test_pages_keep_the_filters(page, document):
    CommitmentFactory.create_batch(51, document=document)
    first = page("administrator", LIST + "?country=NO&sort=reference")
    assert "51 commitments" in text(first)
    assert text(first).count('<th scope="row">') == 50
    (onward,) = re.findall(r'rel="next" href="(.*?)"', text(first))
    assert onward.startswith("?country=NO&amp;sort=reference&amp;after=")
    second = page("administrator", LIST + html.unescape(onward))
    assert text(second).count('<th scope="row">') == 1
    assert 'href="?country=NO&amp;sort=reference">First page</a>' in text(second)
    assert 'rel="prev"' in text(second)
    assert 'rel="next"' not in text(second)


@pytest.mark.parametrize("number", ["0", "-1", "abc", "%00", "9" * 400, "²"])
def test_a_page_that_does_not_exist_is_answered_with_one_that_does(page, commitment, number):
    assert "1 commitment<" in text(page("viewer", LIST + f"?page={number}&after={number}&before={number}"))


@pytest.mark.parametrize(
    ("query", "reason", "kept"),
    [
        ("due_after=2018-02-31", "is not a day of the calendar", 'value="2018-02-31"'),
        ("due_after=2019-01-01&due_before=2018-01-01", "This ends before it starts", 'value="2018-01-01"'),
        ("q=" + "x" * 10_000, "10,000 characters; 200 fit", "x" * 10_000),
        ("pillar=9999", "“9999” is not a pillar you can see", "Lead institution"),
    ],
)
def test_a_bad_filter_is_refused_and_what_was_typed_stays(page, commitment, query, reason, kept):
    response = page("viewer", LIST + f"?{query}")
    assert response.status_code == 422
    assert reason in text(response)
    assert kept in text(response)
    assert "Nothing is shown until the filters are corrected." in text(response)
    assert "Tallinn" not in text(response)


def test_htmx_gets_the_reasons_in_a_page_it_will_show(page, commitment):
    response = page("viewer", LIST + "?due_after=2018-02-31", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "is not a day of the calendar" in text(response)


def test_a_day_shows_the_state_of_that_day(page, commitment):
    response = page("viewer", LIST + "?on=2019-03-01")
    assert "As of 1 March 2019" in text(response)
    assert "60 days late" in text(response)


def test_nothing_found_says_what_to_do(page, commitment):
    assert "No commitment matches these filters" in text(page("viewer", LIST + "?q=nowhere"))
    assert "No commitments yet" in text(page("outsider", LIST))


def test_the_coordinator_may_register_from_here(page, commitment):
    assert "Register a commitment" in text(page("coordinator", LIST))
    assert "Register a commitment" not in text(page("editor", LIST))


@pytest.mark.parametrize("query", ["", "?on=2019-03-01", "?schedule=overdue&schedule=on_schedule&q=promise"])
def test_queries_do_not_grow_with_rows(page, administrator, norway, django_assert_num_queries, query):
    CommitmentFactory(document=DocumentFactory(country=norway, published_on=dt.date(2018, 1, 1)))
    page("administrator", LIST + query)
    with CaptureQueriesContext(connection) as one:
        page("administrator", LIST + query)
    for _ in range(29):
        CommitmentFactory(document=DocumentFactory(country=norway, published_on=dt.date(2018, 1, 1)))
    with django_assert_num_queries(len(one)):
        response = page("administrator", LIST + query)
    assert "30 commitments" in text(response)


@pytest.mark.parametrize(
    ("address", "forecast", "shown"),
    [
        (LIST, dt.date(2019, 4, 10), True),
        (LIST + "?on=2018-06-02", dt.date(2019, 4, 10), True),
        (LIST + "?on=2018-05-31", dt.date(2019, 4, 10), False),
        (LIST, dt.date(2018, 12, 31), False),
    ],
)
def test_a_forecast_worse_than_the_date_in_force_is_shown(page, commitment, editor, address, forecast, shown):
    draft = ProgressDraft(TODAY, "limited", "Talks went on.", forecast_on=forecast)
    post_update(commitment, draft, by=standing_for(editor), now=NOW)
    assert ("forecast +100 days" in text(page("viewer", address))) == shown


@pytest.fixture
def few_are_counted(monkeypatch):
    monkeypatch.setattr("commitments.web.how_many.MOST", 2)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "3 commitments"),
        ("?q=promise", "More than 2 commitments"),
        ("?q=promise&on=2019-03-01", "More than 2 commitments"),
        ("?schedule=overdue&completion=no_evidence&on=2019-03-01", "More than 2 commitments"),
        ("?on=2019-03-01", "3 commitments"),
        ("?country=NO&on=2018-03-01", "3 commitments"),
        ("?document=NO-2017&schedule=overdue&schedule=due_soon&on=2018-12-24", "3 commitments"),
        ("?completion=no_evidence&on=2019-03-01", "3 commitments"),
    ],
)
def test_beyond_the_bound_the_counts_say_what_they_know(page, document, few_are_counted, query, said):
    CommitmentFactory.create_batch(3, document=document)
    apply_waiting(NOW)
    assert f"{said}<" in text(page("administrator", LIST + query))


def test_counts_that_lag_behind_say_nothing(page, document, few_are_counted):
    CommitmentFactory.create_batch(3, document=document)
    assert "More than 2 commitments<" in text(page("administrator", LIST + "?on=2019-03-01"))


@pytest.mark.parametrize(("query", "says"), [("?reporting=stale", True), ("?reporting=recent", False), ("", False)])
def test_list_of_the_silent_says_that_mails_count_otherwise(client, viewer, query, says):
    client.force_login(viewer)
    page = client.get(f"{reverse('commitment-list')}{query}").content.decode()
    assert ("Mails count from the day it was registered here" in page) is says
