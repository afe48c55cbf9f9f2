"""A contradiction may stand with a reason; it comes back when the facts change, and by hand."""

import datetime as dt
import re

import pytest

from commitments.models import Commitment, Dismissal
from countries.choices import Role
from tests.factories import CommitmentFactory, InstitutionFactory
from tests.people import seated

LIST = "/contradictions/"
DISMISSED = "/contradictions/dismissed/"
WHY = {"reason": "The document was dated by hand."}


@pytest.fixture
def wrong(document, ministry, editor):
    return CommitmentFactory(document=document, lead=ministry, due="2017-08", title="Too early", reference="XY-1")


@pytest.fixture
def hers(signed_in, coordinator):
    return signed_in(coordinator)


def said(answer):
    return " ".join(answer.content.decode().split())


def address(client):
    (found,) = re.findall(r'href="(/contradictions/[^"]+/[0-9a-f]{64}/)"', said(client.get(LIST)))
    return found


def test_it_leaves_the_list_and_stands_apart_with_reason_and_name(hers, wrong, coordinator):
    answer = hers.post(address(hers), WHY, follow=True)
    assert "Nothing contradicts itself." in said(answer)
    assert "1 dismissed" in said(answer)
    assert "contradiction" not in said(hers.get("/desk/")).replace("contradictions/", "")
    page = said(hers.get(DISMISSED))
    for words in ("Too early", "The document was dated by hand.", "Coordinator"):
        assert words in page
    assert "The facts have changed since" not in page


def test_it_comes_back_when_the_facts_change(hers, wrong):
    hers.post(address(hers), WHY)
    day = dt.date(2017, 7, 31)
    Commitment.objects.filter(pk=wrong.pk).update(
        due_earliest=day, due_latest=day, due_edtf="2017-07-31", due_phrase="by 31 July 2017"
    )
    assert "1 to look at" in said(hers.get(LIST))
    assert "The facts have changed since." in said(hers.get(DISMISSED))


def test_it_is_brought_back_by_hand_and_stays_on_record(hers, wrong, coordinator):
    hers.post(address(hers), WHY)
    row = Dismissal.objects.get()
    assert "1 to look at" in said(hers.post(f"{DISMISSED}{row.pk}/", follow=True))
    row.refresh_from_db()
    assert (row.lifted_by, row.reason) == (coordinator, WHY["reason"])
    hers.post(address(hers), WHY)
    assert Dismissal.objects.count() == 2


def test_sent_twice_it_is_dismissed_once(hers, wrong):
    there = address(hers)
    hers.post(there, WHY)
    assert hers.post(there, WHY).status_code == 302
    assert Dismissal.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001, "a\x00b"])
def test_a_bad_reason_is_refused_and_kept(hers, wrong, reason):
    answer = hers.post(address(hers), {"reason": reason})
    assert answer.status_code == 422
    assert "Why may it stand?" in said(answer)
    assert not Dismissal.objects.exists()


def test_put_right_meanwhile_it_says_so_and_keeps_what_was_typed(hers, wrong):
    there = address(hers)
    day = dt.date(2018, 12, 31)
    Commitment.objects.filter(pk=wrong.pk).update(due_earliest=day, due_latest=day, due_edtf="2018-12-31")
    answer = hers.post(there, WHY)
    assert answer.status_code == 422
    assert "This does not contradict itself any more" in said(answer)
    assert WHY["reason"] in said(answer)


def test_an_institution_without_an_owner_comes_back_after_its_next_owner(hers, document):
    house = InstitutionFactory(country=document.country, name="Empty house")
    CommitmentFactory(document=document, lead=house)
    hers.post(address(hers), WHY)
    assert "Nothing contradicts itself." in said(hers.get(LIST))
    CommitmentFactory(document=document, lead=house)  # one more of the same
    assert "Nothing contradicts itself." in said(hers.get(LIST))
    seat = seated("owner", Role.HEAD, house).seats.get()
    seat.held_until = dt.date(2018, 1, 1)
    seat.save()
    assert "Empty house" in said(hers.get(LIST))


@pytest.mark.parametrize(("role", "status"), [("editor", 403), ("viewer", 403), ("outsider", 404), ("head", 403)])
def test_others_do_not_dismiss(request, signed_in, hers, wrong, role, status):
    there = address(hers)
    other = signed_in(request.getfixturevalue(role))
    assert other.get(there).status_code == status
    assert other.post(there, WHY).status_code == status
    assert other.get(DISMISSED).status_code == 403
    assert not Dismissal.objects.exists()


@pytest.mark.parametrize(
    "there", ["x/XY-1/0/", "translation/%00/0/", "translation/XY-9/0/", "no_owner/x/0/", "no_owner/9999999/0/"]
)
def test_what_is_not_there_is_404(hers, wrong, there):
    assert hers.get(f"{LIST}{there}").status_code == 404


def test_getting_changes_nothing(hers, wrong):
    there = address(hers)
    hers.get(there)
    hers.post(there, WHY)
    row = Dismissal.objects.get()
    assert hers.get(f"{DISMISSED}{row.pk}/").status_code == 405
    assert Dismissal.objects.in_force().count() == 1
