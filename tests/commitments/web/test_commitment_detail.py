import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.actions import (
    EvidenceDraft,
    MilestoneDraft,
    Move,
    ProgressDraft,
    ReviewDraft,
    Ruling,
    add_milestone,
    move_date,
    post_review,
    post_update,
    withdraw,
)
from commitments.choices import Completion
from tests.commitments.web.reading import text
from tests.factories import CommitmentFactory
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db

PAGE = "/commitments/NO-2017-02/"


def report(commitment, person, day=TODAY, completion=Completion.LIMITED, now=NOW, **options):
    draft = ProgressDraft(day, completion, options.pop("narrative", "Talks began."), **options)
    return post_update(commitment, draft, by=standing_for(person, now.date()), now=now)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("editor", 200),
        ("colleague", 200),
        ("head", 200),
        ("coordinator", 200),
        ("viewer", 200),
        ("administrator", 200),
        ("outsider", 404),
        ("anonymous", 302),
    ],
)
def test_who_may_see_it(page, commitment, name, status):
    assert page(name, PAGE).status_code == status


def test_a_visitor_reads_a_public_tracker_and_gets_no_buttons(page, commitment, settings):
    settings.PUBLIC_VIEW = True
    response = page("anonymous", PAGE)
    assert response.status_code == 200
    assert "Post an update" not in text(response)


@pytest.mark.parametrize("reference", ["NO-2017-99", "%00", "%ED%A0%80", "x" * 5000, "NO-2017-02%0A"])
def test_an_address_that_names_nothing_is_not_found(page, commitment, reference):
    assert page("viewer", f"/commitments/{reference}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "buttons"),
    [
        ("editor", {"Post an update"}),
        ("head", {"Post an update"}),
        ("coordinator", {"Post an update", "Review", "Decide", "Edit the text"}),
        ("viewer", set()),
        ("administrator", {"Post an update", "Review", "Decide", "Edit the text"}),
    ],
)
def test_buttons_are_those_the_person_may_use(page, commitment, name, buttons):
    shown = text(page(name, PAGE))
    everything = {"Post an update", "Review", "Decide", "Edit the text"}
    assert {button for button in everything if f">{button}</a>" in shown} == buttons


def test_the_promise_stands_in_its_own_language(page, commitment):
    shown = text(page("viewer", PAGE))
    assert '<p lang="nb">innen utgangen av 2018 å være representert</p>' in shown
    assert "to be represented by the end of 2018" in shown


def test_done_late_reads_at_once(page, commitment, editor, time_machine):
    late = dt.datetime(2019, 6, 13, 10, tzinfo=dt.UTC)
    time_machine.move_to(late, tick=False)
    report(commitment, editor, dt.date(2019, 6, 13), Completion.COMPLETE, now=late)
    shown = text(page("viewer", PAGE))
    assert "Done late" in shown
    assert "164 days late" in shown
    assert "31 December 2018" in shown
    assert "13 June 2019" in shown


def test_a_forecast_stands_beside_the_promise_and_says_its_slip(page, commitment, editor):
    report(commitment, editor, forecast_on=dt.date(2019, 4, 10))
    shown = text(page("viewer", PAGE))
    assert "<dt>Forecast</dt>" in shown
    assert "+100 days by the forecast" in shown
    assert 'class="mark mark-forecast"' in shown
    assert '<strong>Forecast</strong>, <span class="num">+100 days</span> against the first promise' in shown
    assert "has passed" not in shown


def test_a_forecast_that_has_passed_says_so(page, commitment, editor, time_machine):
    report(commitment, editor, forecast_on=dt.date(2018, 6, 10))
    time_machine.move_to(dt.datetime(2018, 6, 11, 10, tzinfo=dt.UTC), tick=False)
    assert "has passed" in text(page("viewer", PAGE))


def test_claim_and_judgement_stand_side_by_side(page, commitment, editor, coordinator):
    report(commitment, editor, completion=Completion.SUBSTANTIAL, confidence="amber", next_step="Send the letter.")
    draft = ReviewDraft(Completion.LIMITED, "Only a letter was seen.", TODAY)
    post_review(commitment, draft, by=standing_for(coordinator), now=NOW)
    shown = text(page("viewer", PAGE))
    assert "Substantial" in shown
    assert "Amber: at risk" in shown
    assert "Only a letter was seen." in shown
    assert "Send the letter." in shown


def test_evidence_is_linked_with_its_fingerprint(page, commitment, editor):
    link = EvidenceDraft("Press release", "https://example.org/release")
    report(commitment, editor, evidence=(link,))
    shown = text(page("viewer", PAGE))
    assert '<a href="https://example.org/release" rel="noopener noreferrer">Press release</a>' in shown
    assert "SHA-256" in shown


def test_a_moved_date_shows_its_reason_and_that_it_came_late(page, commitment, coordinator, time_machine):
    late = dt.datetime(2019, 2, 1, 10, tzinfo=dt.UTC)
    time_machine.move_to(late, tick=False)
    ruling = Ruling(late.date(), "The Cabinet", "Parliament had not yet agreed.")
    by = standing_for(coordinator, late.date())
    move_date(commitment, Move("by the end of 2019", "2019"), ruling, by=by, now=late)
    shown = text(page("viewer", PAGE))
    assert "Parliament had not yet agreed." in shown
    assert "taken after the date had passed" in shown
    assert "+365 days" in shown


def test_a_withdrawn_commitment_says_so_and_takes_no_updates(page, commitment, coordinator):
    withdraw(commitment, Ruling(TODAY, "The Cabinet", "No longer pursued."), by=standing_for(coordinator), now=NOW)
    shown = text(page("editor", PAGE))
    assert 'Withdrawn on <time datetime="2018-06-01">1 June 2018</time>.' in shown
    assert "Post an update" not in shown


def test_an_undated_promise_is_a_whole_record(page, commitment, document, ministry):
    undated = CommitmentFactory(document=document, lead=ministry, due=None)
    shown = text(page("viewer", undated.get_absolute_url()))
    assert "Undated" in shown
    assert "date-line" not in shown.split("<main")[1]


def test_text_is_shown_as_text(page, commitment, editor):
    report(commitment, editor, narrative="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text(page("viewer", PAGE))


def test_a_long_life_shows_its_newest_part_first(page, commitment, editor):
    for number in range(12):
        report(commitment, editor, TODAY - dt.timedelta(days=number), narrative=f"Report {number}.")
    assert "Report 9." in text(page("viewer", PAGE))
    assert "Report 10." not in text(page("viewer", PAGE))
    assert "Report 11." in text(page("viewer", PAGE + "?all"))


def test_queries_do_not_grow_with_what_was_said(page, commitment, editor, coordinator, django_assert_num_queries):
    def say(number: int) -> None:
        link = EvidenceDraft("Press release", f"https://example.org/{number}")
        report(commitment, editor, evidence=(link,), narrative=f"Report {number}.")
        post_review(commitment, ReviewDraft("limited", "Seen.", TODAY), by=standing_for(coordinator), now=NOW)
        add_milestone(commitment, MilestoneDraft(f"Step {number}"), by=standing_for(editor), now=NOW)

    say(0)
    page("editor", PAGE)
    with CaptureQueriesContext(connection) as one:
        page("editor", PAGE)
    for number in range(1, 30):
        say(number)
    with django_assert_num_queries(len(one)):
        page("editor", PAGE + "?all")


def test_visitors_read_what_was_said_and_not_who_typed_it(page, commitment, editor, coordinator, settings):
    """The names in reminders are for people who are signed in; those beside updates and decisions are too."""
    settings.PUBLIC_VIEW = True
    report(commitment, editor, completion=Completion.SUBSTANTIAL)
    draft = ReviewDraft(Completion.LIMITED, "Only a letter was seen.", TODAY)
    post_review(commitment, draft, by=standing_for(coordinator), now=NOW)
    ruling = Ruling(TODAY, "The Cabinet", "No longer wanted.")
    withdraw(commitment, ruling, by=standing_for(coordinator), now=NOW)
    visitor, viewer = text(page("anonymous", PAGE)), text(page("viewer", PAGE))
    for name in (editor.full_name, coordinator.full_name):
        assert name in viewer
        assert name not in visitor
    for said in ("Talks began.", "Only a letter was seen.", "Decided by The Cabinet"):
        assert said in visitor


def test_first_date_of_what_had_none_is_no_promise_that_moved(page, document, ministry, coordinator):
    undated = CommitmentFactory(document=document, lead=ministry, due=None)
    ruling = Ruling(TODAY, "The Cabinet", "It is planned now.")
    move_date(undated, Move("by the end of 2019", "2019"), ruling, by=standing_for(coordinator), now=NOW)
    said = text(page("coordinator", undated.get_absolute_url()))
    assert "No date was promised at first; now “by the end of 2019”: the last day is" in said
    assert "moved to “by the end of 2019”" not in said
