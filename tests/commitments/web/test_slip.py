"""Slip is said wherever a date is shown."""

import datetime as dt
import html
import re

import pytest
from django.core.cache import cache

from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update, withdraw
from commitments.choices import Completion
from commitments.dashboard import slip
from commitments.rollups.apply import apply_waiting
from commitments.web.wording import count_in_words
from tests.factories import CommitmentFactory, CountryFactory, DocumentFactory, InstitutionFactory, coming_back
from tests.people import NOW, standing_for

AGAINST = "+365 days against the first promise"


def moved(row, coordinator):
    ruling = Ruling(dt.date(2018, 5, 1), "The ministry", "More time.")
    return move_date(row, Move("by the end of 2019", "2019"), ruling, by=standing_for(coordinator), now=NOW)


@pytest.mark.parametrize("page", ["/desk/", "/commitments/NO-2017-02/update/", "/commitments/NO-2017-02/ask/"])
def test_moved_date_says_by_how_much(signed_in, commitment, editor, coordinator, page):
    assert AGAINST not in signed_in(editor).get(page).content.decode()
    moved(commitment, coordinator)
    assert AGAINST in signed_in(editor).get(page).content.decode()


def test_longest_overdue_says_by_how_much(signed_in, commitment, coordinator, time_machine):
    moved(commitment, coordinator)
    apply_waiting(NOW)
    page = signed_in(coordinator).get("/dashboard/", {"on": "2020-06-01"}).content.decode()
    assert AGAINST in page


def test_the_longest_overdue_of_what_comes_back_is_held_against_the_promise_of_then(
    client, document, ministry, administrator
):
    later = dt.datetime(2021, 6, 15, 10, tzinfo=dt.UTC)
    yearly = coming_back("R/2018-03-01/P1Y", later.date(), document=document, lead=ministry)
    for year in (2018, 2019, 2020):
        draft = ProgressDraft(dt.date(year, 6, 1), Completion.COMPLETE, "Done.")
        post_update(yearly, draft, by=standing_for(administrator), now=later)
    apply_waiting(later)
    client.force_login(administrator)
    (late,) = client.get("/dashboard/", {"on": "2018-05-01"}).context["shown"].longest
    assert (late.due_latest, late.slip) == (dt.date(2018, 3, 1), 0)


@pytest.fixture
def slipped(document, ministry, coordinator):
    """Two of the ministry and two of its agency, one of them two years."""
    agency = InstitutionFactory(country=ministry.country, parent=ministry, name="Agency")
    for lead, due in [(ministry, "2018"), (ministry, "2018"), (agency, "2018"), (agency, "2017")]:
        moved(CommitmentFactory(document=document, lead=lead, due=due), coordinator)
    CommitmentFactory(document=document, lead=ministry, due="2020")
    apply_waiting(NOW)
    return agency


def test_dashboard_says_how_many_slipped_and_by_how_much(signed_in, slipped, ministry, coordinator):
    slippage = signed_in(coordinator).get("/dashboard/").context["slippage"]
    assert (slippage.whole.number.count, slippage.whole.median) == (4, 365)
    assert [(row.institution.name, row.number.count, row.median) for row in slippage.rows] == [
        ("Ministry of Defence", 4, 365),
        ("Agency", 2, None),
    ]


@pytest.mark.parametrize("scope", ["", "?country=NO", "?document=NO-2017", "?institution={agency}"])
def test_every_slip_leads_to_a_list_that_says_the_same(signed_in, slipped, coordinator, scope):
    client = signed_in(coordinator)
    page = client.get("/dashboard/" + scope.format(agency=slipped.pk))
    rows = [page.context["slippage"].whole, *page.context["slippage"].rows]
    assert len(rows) > 1
    for row in rows:
        listed = client.get(f"/commitments/?{row.number.query}")
        assert listed.context["count_in_words"] == count_in_words(row.number.count, "commitment")
    assert re.search("half of them by 365 days or more|Too few for a median", page.content.decode())


@pytest.mark.parametrize("day", ["", "on=2018-05-05"])
def test_of_very_many_the_days_are_worked_out_when_asked_for(signed_in, slipped, coordinator, monkeypatch, day):
    client = signed_in(coordinator)
    wanted = client.get(f"/dashboard/?{day}").context["slippage"]
    monkeypatch.setattr(slip, "MOST_AT_ONCE", 3)
    cache.clear()  # what was drawn before it was so much
    page = client.get(f"/dashboard/?{day}")
    assert page.context["slippage"].whole is None
    assert "Of 5 commitments the days are worked out only when somebody asks" in page.content.decode()
    assert client.get(f"/dashboard/pictures/slip.csv?{day}").status_code == 404
    address = re.search(r'href="(\?[^"]*work-out[^"#]*)', page.content.decode())[1]
    worked_out = client.get(f"/dashboard/{html.unescape(address)}")
    assert worked_out.context["slippage"] == wanted
    picture = re.search(r'href="([^"]*slip\.csv[^"]*)"', worked_out.content.decode())[1]
    assert client.get(html.unescape(picture)).status_code == 200


def test_nothing_slipped_is_said(signed_in, commitment, coordinator):
    apply_waiting(NOW)
    assert "Nothing is due or was done later" in signed_in(coordinator).get("/dashboard/").content.decode()


def test_every_day_has_the_slips_of_that_day(signed_in, slipped, document, ministry, coordinator):
    """Two moved on 1 May; one done late on 10 May, one withdrawn on 20 May, one time of a duty put off on 15 May."""
    by = standing_for(coordinator)
    late = CommitmentFactory(document=document, lead=ministry, due="2018-04")
    post_update(late, ProgressDraft(dt.date(2018, 5, 10), Completion.COMPLETE, "Done."), by=by, now=NOW)
    gone = slipped.led_commitments.first()
    withdraw(gone, Ruling(dt.date(2018, 5, 20), "The ministry", "Not needed."), by=by, now=NOW)
    yearly = coming_back("R/2018-05-30/P1Y", NOW.date(), document=document, lead=ministry)
    put_off = Ruling(dt.date(2018, 5, 15), "The ministry", "More time.")
    move_date(yearly, Move("by October 2018", "2018-10"), put_off, by=by, now=NOW)
    apply_waiting(NOW)
    client, found = signed_in(coordinator), {}
    for day in ("2018-04-15", "2018-05-05", "2018-05-12", "2018-05-16", "2018-05-25", "2020-01-01"):
        for scope in ("", f"institution={slipped.pk}&"):
            slippage = client.get(f"/dashboard/?{scope}on={day}").context["slippage"]
            found[scope, day] = slippage.whole.number.count
            for row in [slippage.whole, *slippage.rows]:
                listed = client.get(f"/commitments/?{row.number.query}")
                assert listed.context["count_in_words"] == count_in_words(row.number.count, "commitment"), row
    assert [*found.values()] == [0, 0, 4, 2, 5, 2, 6, 2, 5, 1, 5, 1]


def test_two_ministries_of_one_name_are_told_apart(signed_in, slipped, ministry, administrator):
    other = InstitutionFactory(country=CountryFactory(code="LT"), name=ministry.name)
    abroad = CommitmentFactory(document=DocumentFactory(country=other.country), lead=other, due="2018")
    ruling = Ruling(dt.date(2018, 5, 1), "The ministry", "More time.")
    move_date(abroad, Move("by 2019", "2019"), ruling, by=standing_for(administrator), now=NOW)
    apply_waiting(NOW)
    page = signed_in(administrator).get("/dashboard/")
    names = [row.name for row in page.context["slippage"].rows]
    assert names == ["Ministry of Defence, Norway", "Agency, Norway", "Ministry of Defence, Lithuania"]
    assert [line.label for line in page.context["pictures"]["slip"].lines] == names
    assert "Ministry of Defence, Lithuania" in [line.label for line in page.context["pictures"]["institutions"].lines]
