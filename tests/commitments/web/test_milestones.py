import datetime as dt

import pytest

from commitments.actions import MilestoneDraft, Ruling, add_milestone, withdraw
from tests.commitments.web.reading import refilled, text
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db

PAGE = "/commitments/NO-2017-02/milestones/"
STEP = {"title": "Send the letter", "due_phrase": "in June", "due_edtf": "2018-06"}
CAST = [
    ("editor", 200),
    ("colleague", 200),
    ("head", 200),
    ("coordinator", 200),
    ("administrator", 200),
    ("viewer", 403),
    ("outsider", 404),
    ("anonymous", 302),
]


@pytest.fixture
def milestone(commitment, editor):
    draft = MilestoneDraft("Send the letter", "by mid-2018", "2018-06")
    return add_milestone(commitment, draft, by=standing_for(editor), now=NOW)


@pytest.mark.parametrize(("name", "status"), CAST)
def test_who_may_add_one(page, commitment, name, status):
    assert page(name, PAGE).status_code == status


@pytest.mark.parametrize(("name", "status"), CAST)
def test_who_may_finish_one(page, milestone, name, status):
    assert page(name, f"/milestones/{milestone.pk}/done/").status_code == status


@pytest.mark.parametrize(("name", "status"), CAST[5:])
def test_who_may_post_neither(request, page, client, signed_in, milestone, name, status):
    adding, finishing = refilled(page("editor", PAGE)), refilled(page("editor", f"/milestones/{milestone.pk}/done/"))
    client.logout()
    if name != "anonymous":
        signed_in(request.getfixturevalue(name))
    assert client.post(PAGE, adding | {"title": "Another"}).status_code == status
    assert client.post(f"/milestones/{milestone.pk}/done/", finishing).status_code == status
    milestone.refresh_from_db()
    assert milestone.done_on is None


def test_a_step_is_added_and_reached(page, client, commitment, editor):
    sheet = refilled(page("editor", PAGE)) | {
        "title": "Send the letter",
        "due_phrase": "in June",
        "due_edtf": "2018-06",
    }
    assert "Send the letter" in text(client.post(PAGE, sheet, follow=True))
    milestone = commitment.milestones.get()
    address = f"/milestones/{milestone.pk}/done/"
    response = client.post(address, refilled(client.get(address)), follow=True)
    assert "Reached" in text(response)
    milestone.refresh_from_db()
    assert milestone.done_on == TODAY


def test_sent_twice_it_is_added_once(page, client, commitment, editor):
    sheet = refilled(page("editor", PAGE)) | {"title": "Send the letter"}
    client.post(PAGE, sheet)
    assert "Saved already" in text(client.post(PAGE, sheet, follow=True))
    assert commitment.milestones.count() == 1


def test_reached_twice_keeps_the_first_day(page, client, milestone, editor, time_machine):
    address = f"/milestones/{milestone.pk}/done/"
    sheet = refilled(page("editor", address))
    client.post(address, sheet)
    time_machine.move_to(NOW + dt.timedelta(days=2), tick=False)
    assert "Saved already" in text(client.post(address, sheet | {"done_on": "2018-06-03"}, follow=True))
    milestone.refresh_from_db()
    assert milestone.done_on == TODAY


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": ""}, "Step"),
        ({"title": "x" * 10_000}, "10,000 characters; 200 fit."),
        ({"title": "Send the letter", "due_phrase": "in July", "due_edtf": "2018-07"}, "is a step of this commitment"),
        ({"due_edtf": "2018-07"}, "A date needs the words it was promised in."),
        ({"due_phrase": "soon", "due_edtf": "soon"}, "“soon” is not a date."),
        ({"due_phrase": "then", "due_edtf": "2016"}, "Due before the document"),
    ],
)
def test_a_step_that_cannot_be_added_is_refused(page, client, milestone, editor, changes, reason):
    response = client.post(PAGE, refilled(page("editor", PAGE)) | {"title": "Another"} | changes)
    assert response.status_code == 422
    assert reason in text(response)


@pytest.mark.parametrize("day", ["2018-06-02", "2017-01-01", "2018-02-31", "", "99999-01-01"])
def test_a_day_on_which_it_cannot_have_been_reached_is_refused(page, client, milestone, editor, day):
    address = f"/milestones/{milestone.pk}/done/"
    response = client.post(address, refilled(page("editor", address)) | {"done_on": day})
    assert response.status_code == 422
    milestone.refresh_from_db()
    assert milestone.done_on is None


@pytest.mark.parametrize("number", ["0", "999999", "9" * 40])
def test_a_milestone_that_does_not_exist_is_not_found(page, commitment, number):
    assert page("editor", f"/milestones/{number}/done/").status_code == 404


def test_a_withdrawn_commitment_takes_no_milestones(page, client, milestone, commitment, editor, coordinator):
    adding, address = refilled(page("editor", PAGE)), f"/milestones/{milestone.pk}/done/"
    finishing = refilled(page("editor", address))
    ruling = Ruling(decided_on=TODAY, decided_by="The Cabinet", reason="No longer wanted.")
    withdraw(commitment, ruling, by=standing_for(coordinator), now=NOW)
    for sent_to, sheet in ((PAGE, adding | {"title": "Another"}), (address, finishing)):
        response = client.post(sent_to, sheet)
        assert response.status_code == 422
        assert "is withdrawn. Ask the coordinator to reopen it first." in text(response)
