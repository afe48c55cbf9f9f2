"""A deputy does what the mail asks while somebody is away, in their own name and for the other; then no more."""

import datetime as dt

import pytest
import time_machine

from commitments.access import may_review
from commitments.actions import ProgressDraft, RequestDraft, ask_for_decision, post_update
from commitments.models import Acknowledgement, Decision, DecisionRequest, ProgressUpdate, Review, ReviewRequest
from countries.choices import Role
from countries.models import Seat
from tests.commitments.web.reading import text
from tests.factories import InstitutionFactory
from tests.people import NOW, TODAY, seated, standing_for

pytestmark = pytest.mark.django_db

LINE = "/mail/NO-2017-02/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def deputy(norway):
    return seated("deputy", Role.VIEWER, InstitutionFactory(country=norway, name="Ministry of Justice"))


@pytest.fixture
def away(deputy):
    def leave(person, stands_in=deputy):
        Seat.objects.filter(person=person).update(
            absent_from=TODAY - DAY, absent_until=TODAY + DAY, deputy=stands_in.seats.get()
        )

    return leave


def sheet(response, answer):
    form = next(f for f in response.context["answers"].values() if f.name == answer)
    return {field.name: field.value() or "" for field in form}


@pytest.fixture
def press(page, client):
    def answer(name, **typed):
        return client.post(LINE, sheet(page("deputy", LINE), name) | typed)

    return answer


def test_no_change_is_recorded_for_the_absent(editor, commitment, away, press, client):
    away(editor)
    assert press("no-change").status_code == 302
    update = ProgressUpdate.objects.get()
    assert (update.author.full_name, update.on_behalf_of, update.said_by) == ("Deputy", editor, "Deputy for Editor")
    assert "Deputy for Editor" in text(client.get(commitment.get_absolute_url()))


def test_update_extension_and_acknowledgement_are_open_to_the_deputy(editor, commitment, away, press):
    away(editor)
    press("update", completion="limited", narrative="The agreement is drafted.")
    press("later", day="2019-06-30", reason="The partner signs late.")
    press("put-off", until="2018-07-01", reason="The partner signs in June.")
    said = [
        ProgressUpdate.objects.get().said_by,
        DecisionRequest.objects.get().asked_by,
        Acknowledgement.objects.get().said_by,
    ]
    assert said == ["Deputy for Editor"] * 3


def test_right_ends_with_the_absence(editor, commitment, away, deputy, page, client):
    away(editor)
    form = sheet(page("deputy", LINE), "no-change")
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        assert client.post(LINE, form).status_code == 403
        assert "You stand in" not in text(client.get("/desk/"))
    assert not ProgressUpdate.objects.exists()


def test_deputy_of_a_deputy_answers(editor, colleague, commitment, away, deputy, press):
    away(editor, colleague)
    away(colleague)
    Seat.objects.filter(person=editor).update(deputy=colleague.seats.get())
    assert press("no-change").status_code == 302
    assert ProgressUpdate.objects.get().on_behalf_of in (editor, colleague)


def test_own_right_comes_first(editor, colleague, commitment, away, page):
    away(editor, colleague)
    standing = standing_for(colleague)
    draft = ProgressDraft(effective_on=TODAY, completion="limited", narrative="Drafted.")
    assert post_update(commitment, draft, by=standing, now=NOW).on_behalf_of is None


def test_desk_shows_what_the_deputy_answers_for_meanwhile(editor, commitment, away, page):
    away(editor)
    shown = text(page("deputy", "/desk/"))
    assert "You stand in for Editor, editor at the Ministry of Defence, away until" in shown
    assert "Be represented at the centre in Tallinn" in shown
    assert "No change" in shown


def test_list_of_what_is_mine_holds_it(editor, commitment, away, page):
    away(editor)
    assert "NO-2017-02" in text(page("deputy", "/commitments/?mine=1"))


def test_deputy_of_the_coordinator_answers_requests(editor, coordinator, commitment, away, page, client):
    away(coordinator)
    draft = RequestDraft(kind="drop", reason="It is not needed any more.")
    asked = ask_for_decision(commitment, draft, by=standing_for(editor), now=NOW)
    form = page("deputy", f"/requests/{asked.pk}/").context["form"]
    sent = {field.name: field.value() or "" for field in form} | {"answer": "granted", "reason": "Agreed."}
    assert client.post(f"/requests/{asked.pk}/", sent).status_code == 302
    asked.refresh_from_db()
    assert asked.ruled_by == Decision.objects.get().written_down_by == "Deputy for Coordinator"


def test_deputy_of_a_reviewer_reviews_and_settles_what_was_asked(editor, coordinator, commitment, away, page, client):
    away(coordinator)
    ReviewRequest.objects.create(
        commitment=commitment, asked=coordinator, asked_by=editor, reason="Is it done?", posted_at=NOW
    )
    assert "Decline" in text(page("deputy", commitment.get_absolute_url()))
    form = page("deputy", f"{commitment.get_absolute_url()}review/").context["form"]
    sent = {field.name: field.value() or "" for field in form}
    sent |= {"completion": "limited", "judgement": "The agreement is there."}
    assert client.post(f"{commitment.get_absolute_url()}review/", sent).status_code == 302
    assert Review.objects.get().judged_by == "Deputy for Coordinator"
    assert ReviewRequest.objects.get().review == Review.objects.get()


def test_who_stands_in_for_the_owner_does_not_judge(editor, head, coordinator, commitment, away):
    away(editor, coordinator)
    assert not may_review(standing_for(coordinator), commitment)
