"""A saved list has a dashboard of its own: exactly what it finds on that day, each number a list."""

import re
from html import escape, unescape
from urllib.parse import urlencode

import pytest

from commitments.actions import save_filter
from commitments.dashboard import chosen
from commitments.models import SavedFilter
from commitments.rollups.apply import apply_waiting
from tests.commitments.web.test_dashboard import ADDRESS, crawl
from tests.factories import CommitmentFactory
from tests.people import NOW, standing_for

DAYS = ("2018-04-15", "2019-01-15", "2031-01-01")


@pytest.fixture
def saved(norwegian, lithuanian, administrator):
    by = standing_for(administrator)

    def save(query):
        return save_filter(query or "everything", query, by=by, now=NOW)

    return save


@pytest.mark.usefixtures("quick_facets")
def test_every_number_is_the_length_of_its_list(client, administrator, saved, norwegian):
    """Each kind of list on the days that say different things of it; everything on all days is crawled elsewhere."""
    client.force_login(administrator)
    pillar = norwegian.pillars.get(parent=None).pk
    house = norwegian.country.institutions.get(parent__isnull=False).parent_id
    for query, days in (
        ("", DAYS[:1]),
        (f"institution={house}&sort=-due", DAYS[1:]),
        (f"pillar={pillar}&completion=no_evidence", DAYS[1:]),
        ("schedule=overdue", DAYS[:2]),
    ):
        kept = saved(query)
        for day in days:
            crawl(client, standing_for(administrator), {"saved": kept.pk, "on": day})


def test_a_name_in_a_row_leads_to_that_part_of_the_list(client, administrator, saved, norwegian):
    client.force_login(administrator)
    kept = saved("completion=no_evidence")
    page = client.get(ADDRESS, {"saved": kept.pk, "on": "2019-01-15"})
    shown = page.context["shown"]
    rows = [*shown.countries, *shown.institutions, *(row for group in shown.pillars for row in group.rows)]
    assert len(shown.countries) == 2
    assert shown.institutions
    assert shown.pillars
    for row in rows:
        address = f"?{urlencode(row.subject.asked)}&on=2019-01-15"
        assert escape(address) in page.content.decode()
        inside = client.get(ADDRESS + address).context["shown"]
        assert inside.figures.counts == row.figures.counts
        assert inside.subject.name == f"completion=no_evidence: {row.subject.place.name}"
    crawl(client, standing_for(administrator), {"saved": kept.pk, "country": "NO", "on": "2019-01-15"})


@pytest.mark.parametrize("query", ["country=NO", "schedule=overdue", "completion=no_evidence"])
def test_any_two_days_of_a_list_stand_side_by_side(client, administrator, saved, query):
    client.force_login(administrator)
    kept = saved(query)
    for on, against in [("2019-01-15", "2018-02-15"), ("2018-04-15", "2031-01-01")]:
        asked = {"saved": kept.pk, "on": on, "against": against}
        crawl(client, standing_for(administrator), asked)
        page = client.get(ADDRESS, asked)
        assert page.context["compared"].adds_up
        assert ("how the same ones stood on" in page.content.decode()) == (query != "country=NO")
        for row in page.context["compared"].institutions:
            assert f"saved={kept.pk}&amp;institution={row.subject.institution.pk}" in page.content.decode()


def test_two_days_of_a_list_say_the_same_as_those_of_the_place(client, administrator, saved):
    client.force_login(administrator)
    days = {"on": "2019-01-15", "against": "2018-02-15"}
    ours = client.get(ADDRESS, {"saved": saved("country=NO").pk, **days}).context["compared"]
    theirs = client.get(ADDRESS, {"country": "NO", **days}).context["compared"]
    assert [one.number.count for one in ours.told] == [one.number.count for one in theirs.told]
    assert ours.after.counts.by_state == theirs.after.counts.by_state


def test_its_pictures_and_its_report_can_be_taken_along(client, administrator, saved):
    client.force_login(administrator)
    kept = saved("completion=no_evidence")
    for name, begins in [
        ("pictures/schedule.svg", b"<svg"),
        ("pictures/completion.csv", b"\xef\xbb\xbfScope"),
        ("report.pdf", b"%PDF"),
    ]:
        file = client.get(f"{ADDRESS}{name}", {"saved": kept.pk, "on": "2019-01-15"})
        assert (file.status_code, file.content[: len(begins)]) == (200, begins)
        assert (
            "completion-no_evidence" in file["Content-Disposition"]
            or "completionno_evidence" in file["Content-Disposition"]
        )
    sheet = client.get(f"{ADDRESS}pictures/slip.csv", {"saved": kept.pk, "on": "2019-01-15"})
    assert sheet.status_code == 200
    assert client.get(f"{ADDRESS}report.pdf", {"saved": "0"}).status_code == 404


def test_it_says_the_same_as_the_dashboard_of_the_place(client, administrator, saved):
    client.force_login(administrator)
    kept = saved("country=NO")
    for day in ("2018-04-15", "2031-01-01"):
        ours = client.get(ADDRESS, {"saved": kept.pk, "on": day}).context["shown"]
        theirs = client.get(ADDRESS, {"country": "NO", "on": day}).context["shown"]
        assert ours.figures.counts == theirs.figures.counts
        assert [[row.figures.counts for row in group.rows] for group in ours.pillars] == [
            [row.figures.counts for row in group.rows] for group in theirs.pillars
        ]
        assert [point.counts for point in ours.trend.points] == [point.counts for point in theirs.trend.points]
        assert [part.number.count for part in ours.months] == [part.number.count for part in theirs.months]


def test_a_list_about_states_is_asked_anew_on_each_day_and_has_no_line_over_time(client, administrator, saved):
    client.force_login(administrator)
    kept = saved("schedule=overdue&on=2018-04-15")
    page = client.get(ADDRESS, {"saved": kept.pk, "on": "2019-01-15"})
    shown = page.context["shown"]
    assert shown.figures.overdue.count == shown.figures.total.count == 1
    assert shown.trend.points == shown.months == ()
    assert "Without a line over time" in page.content.decode()


def test_the_page_asks_less_than_fifteen_questions_however_much_it_finds(
    client,
    administrator,
    saved,
    norwegian,
    django_assert_max_num_queries,
):
    client.force_login(administrator)
    kept = saved("country=NO")
    asked = []
    for _ in range(2):
        client.get(ADDRESS, {"saved": kept.pk})
        with django_assert_max_num_queries(14) as counted:
            assert client.get(ADDRESS, {"saved": kept.pk, "on": "2019-01-15"}).status_code == 200
        asked.append(len(counted))
        CommitmentFactory.create_batch(20, document=norwegian)
        apply_waiting(NOW)
    assert asked[1] - asked[0] <= 1  # what is longest overdue is asked for where anything is


def test_very_many_are_counted_when_that_is_asked_for(client, administrator, saved, monkeypatch):
    client.force_login(administrator)
    asked = {"saved": saved("").pk, "on": "2019-01-15"}
    wanted = client.get(ADDRESS, asked).context["shown"]
    monkeypatch.setattr(chosen, "MOST", 3)
    monkeypatch.setattr(chosen, "MANY", 3)
    page = client.get(ADDRESS, asked)
    assert "which takes some seconds" in page.content.decode()
    address = re.search(r'class="button" href="(\?[^"]*work-out[^"]*)"', page.content.decode())[1]
    worked_out = client.get(ADDRESS + unescape(address))
    assert worked_out.context["shown"] == wanted
    picture = re.search(r'href="([^"]*completion\.csv[^"]*)"', worked_out.content.decode())[1]
    assert client.get(unescape(picture)).status_code == 200
    assert client.get(ADDRESS, {"saved": saved("country=LT").pk, "on": "2019-01-15"}).context["shown"]


def test_nearly_everything_is_refused_even_when_asked_for(client, administrator, saved, monkeypatch):
    monkeypatch.setattr(chosen, "MOST_ASKED_FOR", 3)
    client.force_login(administrator)
    page = client.get(ADDRESS, {"saved": saved("").pk, "on": "2019-01-15", "work-out": "slips"})
    assert "too many to count one by one" in page.content.decode()


def test_two_days_of_very_many_are_refused_with_a_way_on(client, administrator, saved, monkeypatch):
    monkeypatch.setattr(chosen, "MOST", 3)
    client.force_login(administrator)
    page = client.get(ADDRESS, {"saved": saved("").pk, "on": "2019-01-15", "against": "2018-06-01"})
    assert "Narrow it down" in page.content.decode()


def test_somebody_elses_list_is_not_there(client, head, saved):
    kept = saved("country=NO")
    client.force_login(head)
    refused = client.get(ADDRESS, {"saved": kept.pk})
    assert refused.status_code == 404
    assert "opens only for the person who did" in refused.content.decode()
    refused = client.get("/commitments/", {"saved": kept.pk})
    assert "is not a list you have saved" in refused.content.decode()
    for nonsense in ("0", "-1", "x", "9" * 30):
        assert client.get(ADDRESS, {"saved": nonsense}).status_code == 404


def test_a_list_that_finds_nothing_says_so(client, administrator, saved):
    client.force_login(administrator)
    page = client.get(ADDRESS, {"saved": saved("q=nowhere").pk, "on": "2019-01-15"})
    assert "This list finds nothing on" in page.content.decode()


def test_what_cannot_be_asked_any_more_says_why(client, administrator, saved):
    kept = saved("country=NO")
    SavedFilter.objects.filter(pk=kept.pk).update(query="country=XX")
    client.force_login(administrator)
    page = client.get(ADDRESS, {"saved": kept.pk})
    assert (page.status_code, page.context.get("shown")) == (422, None)
    assert "“XX” is not a country you can see" in page.content.decode()
    page = client.get(ADDRESS, {"saved": saved("country=LT").pk, "on": "2019-02-30"})
    assert "is not a day of the calendar" in page.content.decode()


def test_a_list_that_stands_on_a_saved_one_is_not_saved_itself(client, administrator, saved):
    client.force_login(administrator)
    kept = saved("country=NO")
    page = client.post("/saved/", {"name": "Twice", "query": f"saved={kept.pk}&schedule=overdue"})
    assert page.status_code == 422
    assert "stands on another saved list" in page.content.decode()


def test_before_there_is_a_country_it_finds_nothing(client, administrator):
    client.force_login(administrator)
    kept = save_filter("Early", "q=cyber", by=standing_for(administrator), now=NOW)
    assert client.get(ADDRESS, {"saved": kept.pk}).context["shown"].figures.total.count == 0
