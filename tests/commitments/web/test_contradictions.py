"""The page of contradictions: who may read it, what it says, and the line on the desk."""

import pytest
from django.utils.html import escape

from commitments.contradictions import Kind
from commitments.web.contradictions import SHOWN, WHAT_TO_DO
from tests.factories import CommitmentFactory, InstitutionFactory

ADDRESS = "/contradictions/"
LINE = "contradiction"


@pytest.fixture
def wrong(document, ministry, editor):
    return CommitmentFactory(document=document, lead=ministry, due="2017-08", title="Too early")


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_each_has_its_reason_and_what_to_do(request, signed_in, wrong, role):
    page = signed_in(request.getfixturevalue(role)).get(ADDRESS).content.decode()
    assert "It is due by 31 August 2017; the document counts from 27 September 2017." in page
    assert escape(WHAT_TO_DO[Kind.DUE_BEFORE_DOCUMENT]) in page
    assert wrong.get_absolute_url() in page
    assert f"{wrong.get_absolute_url()}decide/" in page


@pytest.mark.parametrize("role", ["editor", "head", "viewer", "outsider"])
def test_others_are_told_whose_work_it_is(request, signed_in, wrong, role):
    answer = signed_in(request.getfixturevalue(role)).get(ADDRESS)
    assert answer.status_code == 403
    assert "put right by the coordinator" in answer.content.decode()


def test_nobody_without_signing_in(client, settings, wrong):
    settings.PUBLIC_VIEW = True
    assert client.get(ADDRESS).status_code == 302


def test_the_desk_says_how_many(signed_in, wrong, coordinator, editor):
    assert (
        '<span class="num">1</span> contradiction to look at' in signed_in(coordinator).get("/desk/").content.decode()
    )
    assert LINE not in signed_in(editor).get("/desk/").content.decode()


def test_nothing_to_put_right_is_said(signed_in, commitment, editor, coordinator):
    assert "Nothing contradicts itself." in signed_in(coordinator).get(ADDRESS).content.decode()
    assert LINE not in signed_in(coordinator).get("/desk/").content.decode()


def test_only_an_administrator_is_led_to_the_seats(signed_in, document, coordinator, administrator):
    house = InstitutionFactory(country=document.country, name="Empty house")
    CommitmentFactory(document=document, lead=house)
    seats = f"/admin/countries/seat/add/?institution={house.pk}"
    assert "Empty house" in signed_in(coordinator).get(ADDRESS).content.decode()
    assert seats not in signed_in(coordinator).get(ADDRESS).content.decode()
    client = signed_in(administrator)
    assert seats in client.get(ADDRESS).content.decode()
    assert client.get(seats).status_code == 200


def test_a_long_list_leads_on(signed_in, document, ministry, coordinator, editor):
    for number in range(SHOWN + 2):
        CommitmentFactory(document=document, lead=ministry, due="2017-08", reference=f"XY-{number:03}")
    client = signed_in(coordinator)
    page = client.get(ADDRESS).content.decode()
    assert f"{SHOWN} or more to look at" in page
    assert "?kind=due_before_document&amp;after=XY-049" in page
    rest = client.get(f"{ADDRESS}?kind=due_before_document&after=XY-049").content.decode()
    assert "2 to look at" in rest


@pytest.mark.parametrize("query", ["kind=x", "kind=no_owner&after=%00", "after=%ED%A0%80", "kind=translation&after="])
def test_any_address_is_answered(signed_in, wrong, coordinator, query):
    assert signed_in(coordinator).get(f"{ADDRESS}?{query}").status_code == 200


def test_every_kind_says_what_to_do():
    assert set(WHAT_TO_DO) == set(Kind)
