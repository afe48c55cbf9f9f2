"""The page of an institution: its tree, what it owes today, its record."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.html import escape

from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update
from commitments.web.wording import count_in_words
from tests.factories import CommitmentFactory, InstitutionFactory
from tests.people import NOW, standing_for


def address(institution):
    return reverse("institution-detail", args=[institution.pk])


@pytest.fixture
def agency(ministry):
    return InstitutionFactory(country=ministry.country, parent=ministry, name="Agency", acronym="AG")


@pytest.fixture
def owed(document, ministry, agency, editor):
    """Overdue, due soon, on schedule, undated below; and one done late."""
    for due, lead in [("2018-05", ministry), ("2018-06", ministry), ("2019", ministry), (None, agency)]:
        CommitmentFactory(document=document, lead=lead, due=due)
    late = CommitmentFactory(document=document, lead=ministry, due="2018-03", title="Late one")
    draft = ProgressDraft(dt.date(2018, 4, 10), "complete", "Done.")
    post_update(late, draft, by=standing_for(editor), now=NOW)


@pytest.mark.parametrize("role", ["editor", "head", "coordinator", "viewer", "administrator"])
def test_whoever_sees_the_country_sees_the_institution(request, signed_in, ministry, role):
    page = signed_in(request.getfixturevalue(role)).get(address(ministry))
    assert page.status_code == 200
    assert "Forsvarsdepartementet" in page.content.decode()


def test_for_everybody_else_it_is_not_there(signed_in, client, ministry, outsider):
    assert client.get(address(ministry)).status_code == 302
    assert signed_in(outsider).get(address(ministry)).status_code == 404
    assert client.get(f"/institutions/{ministry.pk + 999}/").status_code == 404
    assert client.get(f"/institutions/{10**30}/").status_code == 404


def test_a_public_tracker_shows_it_to_visitors(client, settings, ministry):
    settings.PUBLIC_VIEW = True
    assert client.get(address(ministry)).status_code == 200


def test_each_number_leads_to_a_list_that_says_the_same(signed_in, ministry, viewer, owed):
    page = signed_in(viewer).get(address(ministry))
    tallies = {tally.state.value: tally for tally in page.context["tallies"]}
    assert {state: tally.count for state, tally in tallies.items()} == {
        "overdue": 1,
        "due_soon": 1,
        "on_schedule": 1,
        "undated": 1,
    }
    for tally in tallies.values():
        listed = signed_in(viewer).get(f"/commitments/?{tally.query}")
        assert listed.context["count_in_words"] == count_in_words(tally.count, "commitment")


def test_the_tree_leads_up_and_down(signed_in, ministry, agency, viewer):
    assert f'href="{address(agency)}">Agency</a>' in signed_in(viewer).get(address(ministry)).content.decode()
    assert (
        f'href="{address(ministry)}">Ministry of Defence</a>' in signed_in(viewer).get(address(agency)).content.decode()
    )


def test_a_short_record_says_that_it_is_short(signed_in, ministry, viewer, owed):
    page = signed_in(viewer).get(address(ministry)).content.decode()
    assert "2 dated commitments: too few for a median." in page
    assert "Late one" in page
    assert "1 is past that day, neither done nor moved" in page


def test_a_record_names_its_median(signed_in, document, ministry, viewer, coordinator):
    for _ in range(3):
        row = CommitmentFactory(document=document, lead=ministry, due="2018")
        ruling = Ruling(dt.date(2018, 5, 1), "The ministry", "More time.")
        move_date(row, Move("by 2019", "2019"), ruling, by=standing_for(coordinator), now=NOW)
    page = signed_in(viewer).get(address(ministry)).content.decode()
    assert "<strong>+365 days</strong> at the median" in page


def test_without_a_record_it_says_so(signed_in, ministry, viewer):
    page = signed_in(viewer).get(address(ministry)).content.decode()
    assert "No record yet" in page
    assert "It leads nothing that is open." in page


def test_a_commitment_leads_to_its_lead(signed_in, commitment, viewer):
    page = signed_in(viewer).get(commitment.get_absolute_url()).content.decode()
    assert escape(address(commitment.lead)) in page


def test_questions_do_not_grow(signed_in, document, ministry, viewer, owed, django_assert_max_num_queries):
    client = signed_in(viewer)
    client.get(address(ministry))
    with django_assert_max_num_queries(14) as few:
        client.get(address(ministry))
    for _ in range(15):
        below = InstitutionFactory(country=ministry.country, parent=ministry)
        CommitmentFactory(document=document, lead=below, due="2018-05")
    with django_assert_max_num_queries(len(few)):
        client.get(address(ministry))
