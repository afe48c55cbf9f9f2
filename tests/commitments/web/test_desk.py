"""My desk: what is owed comes first, one click says that nothing changed, and nobody acts beyond their seat."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.urls import reverse

from commitments.actions import (
    AcknowledgementDraft,
    ProgressDraft,
    ReviewDraft,
    acknowledge,
    post_review,
    post_update,
)
from commitments.choices import Completion
from commitments.desk import SHOWN, desk_of
from commitments.models import Commitment, ProgressUpdate
from countries.choices import Role
from tests.commitments.web.reading import text
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory, SeatFactory
from tests.people import NOW, TODAY, standing_for


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway, reference="NO-2017")


@pytest.fixture
def owed(document, ministry):
    """One of each: overdue by 32 days, due in 29, silent without a date."""
    return {
        "overdue": CommitmentFactory(document=document, lead=ministry, due="2018-04-30", title="Late promise"),
        "soon": CommitmentFactory(document=document, lead=ministry, due="2018-06-30", title="Near promise"),
        "silent": CommitmentFactory(document=document, lead=ministry, due=None, title="Silent promise"),
    }


@pytest.fixture
def foreign(chancellery, document):
    return CommitmentFactory(document=document, lead=chancellery, due="2018-04-30", title="Promise of another house")


def page_of(client, person):
    client.force_login(person)
    return client.get(reverse("desk")).content.decode()


def press(client, commitment, *, revision=None, submission=None):
    fields = {"revision": revision or commitment.revision, "submission": submission or uuid.uuid4()}
    return client.post(reverse("desk-no-change", args=[commitment.reference]), fields, follow=True)


def report(commitment, person, completion, on=TODAY):
    draft = ProgressDraft(effective_on=on, completion=completion, narrative="As reported.")
    return post_update(commitment, draft, by=standing_for(person), now=NOW)


def test_overdue_stands_before_due_soon_before_silent(client, editor, owed):
    page = page_of(client, editor)
    assert page.index("Late promise") < page.index("Near promise") < page.index("Silent promise")
    assert "32 days late" in page
    assert "29 days left" in page
    assert "Never reported" in page


def test_desk_says_from_when_mails_ask_about_what_nobody_has_reported(client, editor, owed, shipped_policy):
    """Registered today, of a document of last year: silent here, and not yet in any mail."""
    Commitment.objects.update(registered_at=NOW)
    page = re.sub(r"<[^>]+>", "", page_of(client, editor)).replace("\xa0", " ")
    first = TODAY + dt.timedelta(days=90)
    assert f"of those below that nobody has reported on, they ask from {first:%-d %B %Y} on." in page


def test_desk_names_no_day_once_mails_ask(client, editor, owed, shipped_policy):
    assert "they ask from" not in page_of(client, editor)


def test_editor_does_not_see_what_another_house_owes(client, editor, owed, foreign):
    assert foreign.title not in page_of(client, editor)


def test_coordinator_sees_what_the_country_owes(client, coordinator, owed, foreign):
    page = page_of(client, coordinator)
    assert foreign.title in page
    assert "You coordinate Norway." in page
    assert reverse("commitment-decide", args=[owed["overdue"].reference]) in page


def test_editor_is_not_offered_a_decision(client, editor, owed):
    assert reverse("commitment-decide", args=[owed["overdue"].reference]) not in page_of(client, editor)


def test_every_row_is_one_click_from_each_answer(client, editor, owed):
    page = page_of(client, editor)
    for commitment in (owed["overdue"], owed["soon"]):
        line = reverse("mail-line", args=[commitment.reference])
        for address in (
            reverse("commitment-update", args=[commitment.reference]),
            reverse("desk-no-change", args=[commitment.reference]),
            f"{line}?answer=later#later",
            f"{line}?answer=put-off#put-off",
        ):
            assert f'="{address}"' in page


def test_for_what_has_no_date_one_is_proposed(client, editor, owed):
    line = reverse("mail-line", args=[owed["silent"].reference])
    page = page_of(client, editor)
    assert f"{line}?answer=put-off" in page
    assert f'{line}?answer=later#later">Propose a date<' in page
    assert "Propose a date</span>" in client.get(line).content.decode()


def test_coordinator_gives_a_date_to_what_has_none(client, coordinator, owed):
    page = page_of(client, coordinator)
    decide = reverse("commitment-decide", args=[owed["silent"].reference])
    assert f'{decide}?kind=move_date">Give it a date<' in page
    assert "Propose a date" not in page
    assert client.get(f"{decide}?kind=move_date").status_code == 200


def test_desk_says_why_mails_name_fewer(client, editor, owed, document, ministry):
    assert "so fewer may stand in a mail than here" in page_of(client, editor)
    Commitment.objects.update(last_reported_on=TODAY - 100 * dt.timedelta(days=1))
    assert "since it was registered here" not in page_of(client, editor)


def test_coordinator_cannot_put_off_what_others_owe(client, coordinator, owed):
    assert "put-off" not in page_of(client, coordinator)


def test_a_row_that_is_put_off_says_until_when(client, editor, owed):
    draft = AcknowledgementDraft(until=TODAY + dt.timedelta(days=5), reason="Being signed.")
    acknowledge(owed["soon"], draft, by=standing_for(editor), now=NOW)
    page = page_of(client, editor)
    assert page.count("You are asked again on") == 1
    assert "6\xa0June\xa02018" in page


def test_viewer_sees_the_rows_and_no_button(client, viewer, owed):
    page = page_of(client, viewer)
    assert "Late promise" in page
    assert "no-change" not in page
    assert reverse("commitment-update", args=[owed["overdue"].reference]) not in page


def test_viewer_of_an_office_that_leads_nothing_is_promised_no_mail(client, viewer, owed, norway):
    """Elsewhere something is overdue, so an empty desk says of what it speaks."""
    viewer.seats.update(institution=InstitutionFactory(country=norway))
    page = page_of(client, viewer)
    assert "Nothing led there is overdue" in page
    assert "a mail says so" not in page


def test_person_without_a_seat_is_not_told_that_nothing_is_overdue(client, viewer, owed):
    viewer.seats.all().delete()
    page = page_of(client, viewer)
    assert "Without a seat nothing is owed" in page
    assert "overdue" not in page


def test_administrator_sees_what_everybody_owes(client, administrator, owed, foreign):
    page = page_of(client, administrator)
    assert foreign.title in page
    assert "no-change" not in page


def test_outsider_sees_nothing_of_it(client, outsider, owed):
    page = page_of(client, outsider)
    assert "promise" not in page.lower().replace("promised", "")
    assert "Nothing is owed today" in page


def test_visitor_is_sent_to_sign_in(client, db, settings):
    settings.PUBLIC_VIEW = True
    assert client.get(reverse("desk")).url.startswith("/sign-in/")


def test_claim_waits_for_the_coordinators_review_until_it_is_given(client, coordinator, editor, owed):
    done = report(owed["soon"], editor, Completion.COMPLETE).commitment
    address = reverse("commitment-review", args=[done.reference])
    assert address in page_of(client, coordinator)
    judgement = ReviewDraft(reviewed_on=TODAY, completion=Completion.COMPLETE, judgement="It is.")
    post_review(done, judgement, by=standing_for(coordinator), now=NOW)
    assert address not in page_of(client, coordinator)


def test_recent_report_moves_a_commitment_down(client, editor, owed):
    report(owed["silent"], editor, Completion.LIMITED)
    page = page_of(client, editor)
    assert "Not reported for 90 days" not in page
    assert "Reported today" in page


def test_empty_desk_names_what_comes_next(client, editor, document, ministry):
    later = CommitmentFactory(document=document, lead=ministry, due="2018", title="Later promise")
    report(later, editor, Completion.LIMITED)
    page = page_of(client, editor)
    assert "Nothing is owed today" in page
    assert "31\xa0December\xa02018" in page


def test_no_change_is_saved_as_a_report_of_today(client, editor, owed):
    client.force_login(editor)
    answer = press(client, owed["silent"])
    update = ProgressUpdate.objects.get()
    assert (update.no_change, update.effective_on, update.author) == (True, TODAY, editor)
    assert update.completion == Completion.NO_EVIDENCE
    assert "Saved: no change on" in answer.content.decode()


def test_form_on_the_page_is_the_form_that_is_taken(client, editor, owed):
    page = page_of(client, editor)
    form = re.search(r'<form method="post" action="([^"]+no-change/)".*?</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="(revision|submission)" value="([^"]+)"', form[0]))
    client.post(form[1], fields)
    assert ProgressUpdate.objects.count() == 1


def test_every_form_has_a_submission_of_its_own(client, editor, owed):
    tokens = re.findall(r'name="submission" value="([^"]+)"', page_of(client, editor))
    assert len(tokens) == len(set(tokens)) == 3


def test_double_click_saves_once(client, editor, owed):
    client.force_login(editor)
    token = uuid.uuid4()
    press(client, owed["silent"], submission=token)
    with time_machine.travel(NOW + dt.timedelta(seconds=1), tick=False):
        answer = press(client, owed["silent"], submission=token)
    assert ProgressUpdate.objects.count() == 1
    assert "Saved already" in answer.content.decode()


def test_stale_desk_saves_nothing_and_says_why(client, editor, colleague, owed):
    seen = owed["silent"].revision
    report(owed["silent"], colleague, Completion.LIMITED)
    client.force_login(editor)
    answer = press(client, owed["silent"], revision=seen)
    assert ProgressUpdate.objects.filter(author=editor).count() == 0
    assert "Somebody changed" in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [{}, {"revision": "1"}, {"revision": "abc", "submission": "x"}, {"revision": "9" * 5000, "submission": "\0"}],
)
def test_malformed_press_saves_nothing_and_says_what_to_do(client, editor, owed, fields):
    client.force_login(editor)
    answer = client.post(reverse("desk-no-change", args=[owed["silent"].reference]), fields, follow=True)
    assert "press the button again" in answer.content.decode()
    assert ProgressUpdate.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("outsider", 404), ("head", 200), ("coordinator", 200)])
def test_no_change_is_for_those_who_report(client, request, owed, who, status):
    client.force_login(request.getfixturevalue(who))
    assert press(client, owed["silent"]).status_code == status
    assert ProgressUpdate.objects.count() == (1 if status == 200 else 0)


@pytest.mark.parametrize("reference", ["XX-NONE", "a\0b", "x" * 500])
def test_no_change_on_nothing_is_not_found(client, editor, reference):
    client.force_login(editor)
    assert client.post(reverse("desk-no-change", args=[reference])).status_code == 404


def test_opening_the_address_of_the_button_changes_nothing(client, editor, owed):
    client.force_login(editor)
    assert client.get(reverse("desk-no-change", args=[owed["silent"].reference])).url == reverse("desk")
    assert ProgressUpdate.objects.count() == 0


def test_many_rows_are_counted_and_led_to(client, editor, document, ministry):
    CommitmentFactory.create_batch(SHOWN + 3, document=document, lead=ministry, due="2018-04-30")
    page = page_of(client, editor)
    assert page.count('no-change/" hx-post') == SHOWN
    assert f"All {SHOWN + 3} in the commitments list" in page
    assert "?mine=1&amp;schedule=overdue" in page


def test_groups_do_not_overlap_and_miss_nothing_open(editor, norway, owed):
    desk = desk_of(standing_for(editor), {norway.pk: TODAY})
    rows = [row.commitment.pk for group in (desk.overdue, desk.soon, desk.silent, desk.rest) for row in group.rows]
    assert sorted(rows) == sorted(commitment.pk for commitment in owed.values())


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow(client, coordinator, document, ministry, number, django_assert_max_num_queries):
    for due in ("2018-04-30", "2018-06-30", None):
        CommitmentFactory.create_batch(number, document=document, lead=ministry, due=due)
    client.force_login(coordinator)
    with django_assert_max_num_queries(23):
        client.get(reverse("desk"))


def test_offices_of_one_name_are_told_apart_by_country(client, viewer, norway, lithuania):
    for country in (norway, lithuania):
        office = InstitutionFactory(country=country, name="Office of the Government")
        SeatFactory(person=viewer, institution=office, role=Role.VIEWER)
    shown = page_of(client, viewer)
    assert "Office of the Government (Lithuania)" in shown
    assert "Office of the Government (Norway)" in shown


def test_coordinator_sees_where_nobody_can_be_told(page, norway, document, coordinator, editor, commitment):
    empty = InstitutionFactory(country=norway, name="Empty Agency")
    CommitmentFactory.create_batch(2, document=document, lead=empty)
    said = text(page("coordinator", "/desk/"))
    assert "Nobody to tell" in said
    assert f'/institutions/{empty.pk}/">Empty Agency</a>' in said
    assert "2 open commitments" in said
    assert "Told instead: Coordinator" in said
    assert "Nobody to tell" not in text(page("editor", "/desk/"))


def test_house_whose_people_are_away_without_a_deputy_has_nobody(page, document, coordinator, editor, commitment):
    assert "Nobody to tell" not in text(page("coordinator", "/desk/"))
    editor.seats.update(absent_from=NOW.date(), absent_until=NOW.date())
    assert "Ministry of Defence</a>" in text(page("coordinator", "/desk/")).split("Nobody to tell")[1]


def test_where_nothing_is_open_nobody_need_be_told(page, norway, document, coordinator):
    CommitmentFactory(
        document=document, lead=InstitutionFactory(country=norway), completion="complete", done_on=NOW.date()
    )
    assert "Nobody to tell" not in text(page("coordinator", "/desk/"))
