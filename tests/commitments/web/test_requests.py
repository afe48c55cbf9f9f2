"""The page of requests: who reads which, and how they are filtered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.actions import RequestDraft, Ruling, ask_for_decision, grant_request, refuse_request
from tests.commitments.web.reading import text
from tests.factories import CommitmentFactory, InstitutionFactory
from tests.people import NOW, TODAY, standing_for

PAGE = "/requests/"


@pytest.fixture
def asked(document, ministry, editor):
    def ask(reference, lead=ministry, kind="drop", **given):
        row = CommitmentFactory(document=document, lead=lead, reference=reference)
        draft = RequestDraft(kind, f"Because of {reference}.", **given)
        return ask_for_decision(row, draft, by=standing_for(editor), now=NOW)

    return ask


@pytest.fixture
def three(asked, coordinator):
    """One waits, one was granted, one refused."""
    by = standing_for(coordinator)
    asked("XY-1", kind="extend", phrase="by the end of 2019", edtf="2019")
    grant_request(asked("XY-2"), Ruling(TODAY, "The Cabinet", "So be it."), by=by, now=NOW)
    refuse_request(asked("XY-3"), "It can be done.", by=by, now=NOW)


def listed(answer):
    shown = text(answer)
    return [reference for reference in ("XY-1", "XY-2", "XY-3") if f"Because of {reference}." in shown]


@pytest.mark.parametrize("role", ["editor", "head", "colleague", "coordinator", "administrator"])
def test_who_asks_and_who_answers_reads_all_of_them(page, three, role):
    assert listed(page(role, PAGE)) == ["XY-1", "XY-2", "XY-3"]


@pytest.mark.parametrize("role", ["viewer", "outsider"])
def test_others_read_none(page, three, role):
    answer = page(role, PAGE)
    assert (answer.status_code, listed(answer)) == (200, [])


def test_strangers_sign_in_first(client, db, settings):
    settings.PUBLIC_VIEW = True
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=waiting", ["XY-1"]),
        ("state=granted", ["XY-2"]),
        ("state=refused", ["XY-3"]),
        ("kind=drop", ["XY-2", "XY-3"]),
        ("kind=extend&state=granted", []),
        ("kind=nonsense", ["XY-1", "XY-2", "XY-3"]),
        ("institution=%00", ["XY-1", "XY-2", "XY-3"]),
    ],
)
def test_filters(page, three, query, found):
    answer = page("coordinator", f"{PAGE}?{query}")
    assert (answer.status_code, listed(answer)) == (200, found)


def test_by_institution(page, three, document, ministry, coordinator):
    house = InstitutionFactory(country=document.country, name="Another house")
    row = CommitmentFactory(document=document, lead=house, reference="ZZ-1")
    ask_for_decision(row, RequestDraft("drop", "Because."), by=standing_for(coordinator), now=NOW)
    assert listed(page("coordinator", f"{PAGE}?institution={house.pk}")) == []
    assert listed(page("coordinator", f"{PAGE}?institution={ministry.pk}")) == ["XY-1", "XY-2", "XY-3"]
    assert "Another house" not in text(page("editor", PAGE))


def test_waiting_ones_stand_first_with_the_way_to_answer(page, three):
    shown = text(page("coordinator", PAGE))
    assert shown.index("Because of XY-1.") < shown.index("Because of XY-3.")
    assert "Waits for its answer" in shown
    assert "the request about XY-1" in shown
    assert "the request about XY-1" not in text(page("editor", PAGE))


def test_an_answer_is_shown_with_reason_and_name(page, three):
    shown = text(page("editor", f"{PAGE}?state=refused"))
    assert "<strong>Refused</strong>. It can be done." in shown
    assert "By Coordinator" in shown


def test_queries_do_not_grow(client, asked, editor):
    def questions():
        client.force_login(editor)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    asked("XY-1", kind="extend", phrase="by the end of 2019", edtf="2019")
    few = questions()
    for number in range(2, 10):
        asked(f"XY-{number}", kind="extend", phrase="by the end of 2019", edtf="2019")
    assert questions() == few
