import datetime as dt

import pytest

from commitments.choices import DecisionKind
from commitments.models import Decision
from tests.commitments.web.reading import refilled, text
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import TODAY

pytestmark = pytest.mark.django_db

PAGE = "/commitments/NO-2017-02/decide/"
CAST = [
    ("coordinator", 200),
    ("administrator", 200),
    ("editor", 403),
    ("head", 403),
    ("viewer", 403),
    ("outsider", 404),
    ("anonymous", 302),
]
SAID = {"reason": "Parliament had not agreed.", "decided_by": "The Cabinet", "source": "https://example.org/decision"}


@pytest.fixture
def sheet(page, commitment, coordinator):
    def of(kind: str) -> dict[str, str]:
        return refilled(page("coordinator", f"{PAGE}?kind={kind}")) | SAID

    return of


@pytest.mark.parametrize("query", ["", "?kind=withdraw"])
@pytest.mark.parametrize(("name", "status"), CAST)
def test_who_may_open_it(page, commitment, name, status, query):
    assert page(name, PAGE + query).status_code == status


@pytest.mark.parametrize(("name", "status"), [*CAST[2:-1], ("anonymous", 403)])
def test_who_may_not_post_it(request, client, sheet, signed_in, name, status):
    filled = sheet("withdraw")
    client.logout()
    if name != "anonymous":
        signed_in(request.getfixturevalue(name))
    # Who was signed out meanwhile gets back what was written.
    assert client.post(PAGE + "?kind=withdraw", filled).status_code == (403 if name == "anonymous" else status)
    assert not Decision.objects.exists()


def test_what_applies_is_offered(page, commitment):
    offered = text(page("coordinator", PAGE))
    assert "?kind=move_date" in offered
    assert "?kind=reopen" not in offered


@pytest.mark.parametrize("kind", ["", "demolish", "%00", "x" * 5000])
def test_without_a_kind_nothing_is_saved(client, page, commitment, kind):
    assert page("coordinator", f"{PAGE}?kind={kind}").status_code == 200
    response = client.post(f"{PAGE}?kind={kind}", SAID)
    assert response.status_code == 422
    assert "Choose the kind of decision first." in text(response)


def test_a_moved_date_keeps_the_baseline(client, commitment, sheet):
    filled = sheet("move_date") | {"new_phrase": "by the end of 2019", "new_edtf": "2019"}
    assert client.post(PAGE + "?kind=move_date", filled).status_code == 302
    commitment.refresh_from_db()
    assert commitment.due_latest == dt.date(2019, 12, 31)
    assert commitment.baseline_latest == dt.date(2018, 12, 31)


def test_withdraw_and_reopen(client, commitment, sheet):
    assert client.post(PAGE + "?kind=withdraw", sheet("withdraw")).status_code == 302
    assert "?kind=reopen" in text(client.get(PAGE))
    assert client.post(PAGE + "?kind=reopen", sheet("reopen")).status_code == 302
    commitment.refresh_from_db()
    assert commitment.closed_as == ""


def test_supersede_names_the_successor(client, commitment, sheet, document, ministry):
    CommitmentFactory(document=document, lead=ministry, reference="NO-2019-01", title="Lead the centre")
    filled = sheet("supersede") | {"successor": "no-2019-01"}
    response = client.post(PAGE + "?kind=supersede", filled, follow=True)
    assert "Replaced by NO-2019-01" in text(response)


def test_a_successor_one_may_not_see_is_as_unknown_as_any(client, commitment, sheet, lithuania):
    CommitmentFactory(document=DocumentFactory(country=lithuania), reference="LT-1")
    for reference in ("LT-1", "NO-0000-00"):
        response = client.post(PAGE + "?kind=supersede", sheet("supersede") | {"successor": reference})
        assert response.status_code == 422
        assert f"There is no commitment {reference} you can see." in text(response)


def test_nothing_supersedes_itself(client, commitment, sheet):
    response = client.post(PAGE + "?kind=supersede", sheet("supersede") | {"successor": "NO-2017-02"})
    assert response.status_code == 422
    assert "Choose another commitment" in text(response)


def test_sent_twice_it_is_recorded_once(client, commitment, sheet):
    filled = sheet("withdraw")
    client.post(PAGE + "?kind=withdraw", filled)
    assert client.post(PAGE + "?kind=withdraw", filled).status_code == 302
    assert Decision.objects.count() == 1


def test_a_decision_about_something_that_changed_is_stale(client, commitment, sheet):
    filled = sheet("withdraw")
    move = sheet("move_date") | {"new_phrase": "by the end of 2019", "new_edtf": "2019", "reason": "More time."}
    client.post(PAGE + "?kind=move_date", move)
    response = client.post(PAGE + "?kind=withdraw", filled)
    assert response.status_code == 409
    assert "More time." in text(response)
    assert refilled(response)["reason"] == "Parliament had not agreed."


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"new_edtf": "2018"}, "This is the date in force already."),
        ({"new_edtf": "2016"}, "The new date is before the document."),
        ({"new_edtf": "soon"}, "“soon” is not a date."),
        ({"new_edtf": "2018-02-31"}, "“2018-02-31” is not a day of the calendar."),
        ({"new_edtf": "99999"}, "is not a date"),
        ({"new_edtf": ""}, "New date, in figures"),
        ({"new_phrase": ""}, "New date, in the words of the decision"),
        ({"reason": ""}, "Reason"),
        ({"reason": "x" * 4001}, "4,001 characters; 4,000 fit."),
        ({"decided_by": "The\nCabinet"}, "This must stand on one line."),
        ({"source": "javascript:alert(1)"}, "Only web addresses can be linked."),
        ({"decided_on": "2018-06-02"}, "2 June 2018 is in the future."),
        ({"decided_on": "2017-01-01"}, "This is before the document"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_kept(client, commitment, sheet, changes, reason):
    filled = sheet("move_date") | {"new_phrase": "by the end of 2019", "new_edtf": "2019"}
    response = client.post(PAGE + "?kind=move_date", filled | changes)
    assert response.status_code == 422
    assert reason in text(response)
    assert "Parliament had not agreed." in text(response) or "reason" in changes
    assert not Decision.objects.exists()


def test_withdrawing_twice_says_to_reopen_first(client, commitment, sheet):
    client.post(PAGE + "?kind=withdraw", sheet("withdraw"))
    response = client.post(PAGE + "?kind=withdraw", sheet("withdraw"))
    assert response.status_code == 422
    assert "is withdrawn already. Reopen it first." in text(response)


def test_the_day_of_the_decision_is_today_in_the_country(sheet):
    assert sheet(DecisionKind.WITHDRAW)["decided_on"] == f"{TODAY:%Y-%m-%d}"


@pytest.mark.parametrize("source", ["javascript:alert(1)", "page 7"])
def test_a_source_that_is_no_address_says_how_one_begins(client, sheet, source):
    response = client.post(PAGE + "?kind=withdraw", sheet("withdraw") | {"source": source})
    assert response.status_code == 422
    assert "Use one that starts with https:// or http://." in text(response)
    assert "Enter a valid URL" not in text(response)
