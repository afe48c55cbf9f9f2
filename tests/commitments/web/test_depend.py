import datetime as dt

import pytest

from commitments.actions import DependencyDraft, ProgressDraft, post_update, wait_for
from commitments.models import Dependency
from tests.commitments.web.reading import refilled, text
from tests.factories import CommitmentFactory
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db

UPON = "/commitments/NO-2017-02/"
HOME = "/commitments/NO-2017-03/"
PAGE = HOME + "waits/"


@pytest.fixture
def waiting(commitment):
    """Undated; NO-2017-02 is due by the end of 2018."""
    options = {"document": commitment.document, "lead": commitment.lead, "title": "Open a centre", "due": None}
    return CommitmentFactory(reference="NO-2017-03", **options)


@pytest.fixture
def sheet(page, waiting):
    return refilled(page("coordinator", PAGE)) | {"phrase": "within 18 months", "upon": "no-2017-02", "amount": "18"}


@pytest.fixture
def recorded(waiting, commitment, coordinator):
    draft = DependencyDraft(commitment, 18, "month", "within 18 months")
    return wait_for(waiting, draft, by=standing_for(coordinator), now=NOW)


@pytest.mark.parametrize(
    ("name", "status"),
    [("coordinator", 200), ("administrator", 200), ("editor", 403), ("viewer", 403), ("outsider", 404)],
)
def test_who_may_open_it(page, waiting, name, status):
    assert page(name, PAGE).status_code == status


@pytest.mark.parametrize(("name", "status"), [("editor", 403), ("viewer", 403), ("outsider", 404)])
def test_who_may_not_post_it(request, client, sheet, signed_in, name, status):
    signed_in(request.getfixturevalue(name))
    assert client.post(PAGE, sheet).status_code == status
    assert not Dependency.objects.exists()


def test_it_is_saved_and_the_date_counted(client, sheet, waiting):
    response = client.post(PAGE, sheet, follow=True)
    assert response.redirect_chain == [(HOME, 302)]
    waiting.refresh_from_db()
    assert waiting.due_latest == dt.date(2020, 6, 30)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"upon": "NO-2099-01"}, "There is no commitment NO-2099-01 you can see."),
        ({"upon": "NO-2017-03"}, "NO-2017-03 waits for NO-2017-03."),
        ({"upon": ""}, "This cannot be empty. Fill it in."),
        ({"amount": "0"}, "Give a number from 1 to 36,600."),
        ({"amount": "18 months"}, "Give a number from 1 to 36,600."),
        ({"amount": "9" * 5000}, "Give a number from 1 to 36,600."),
        ({"amount": "36600"}, "This ends beyond the years that can be held."),
        ({"unit": "fortnight"}, "“fortnight” is not a length of time."),
        ({"phrase": ""}, "This cannot be empty. Fill it in."),
        ({"phrase": "a\x00b"}, "Character 2 is an invisible control character."),
    ],
)
def test_what_cannot_be_said_is_refused_and_kept(client, sheet, changes, reason):
    response = client.post(PAGE, sheet | changes)
    assert response.status_code == 422
    assert reason in text(response)
    kept = refilled(response)
    assert all(kept[name] == value for name, value in changes.items() if name != "unit" and "\x00" not in value)
    assert not Dependency.objects.exists()


def test_both_pages_say_who_waits_for_whom_and_who_moved_whom(page, recorded, commitment, editor):
    done = ProgressDraft(TODAY, "complete", "An officer was sent.")
    post_update(commitment, done, by=standing_for(editor), now=NOW)
    shown = text(page("viewer", HOME))
    assert f'Waits for <a href="{UPON}">NO-2017-02' in shown
    assert "due 18 months after it is done" in shown
    assert "NO-2017-02 dated it" in shown
    assert "NO-2017-02 moved it from" in shown
    assert "(−212 days): done on" in shown
    assert "Moved by NO-2017-02" in shown
    assert "”, moved with NO-2017-02: the last day is" in shown
    other = text(page("viewer", UPON))
    assert "Others wait for this:" in other
    assert f'<a href="{HOME}">NO-2017-03 Open a centre</a>' in other
    assert "(−212 days)" in other


def test_the_button_is_there_for_those_who_may_while_it_applies(page, waiting, commitment):
    button = "Make it wait for another commitment"
    assert button in text(page("coordinator", HOME))
    assert button not in text(page("editor", HOME))
    assert button not in text(page("coordinator", UPON))


def test_the_button_goes_once_it_waits(page, recorded):
    assert "Make it wait" not in text(page("coordinator", HOME))


def test_queries_do_not_grow_with_what_waits(page, recorded, commitment, coordinator, django_assert_max_num_queries):
    page("viewer", UPON)
    with django_assert_max_num_queries(60) as one:
        page("viewer", UPON)
    for number in range(5):
        other = CommitmentFactory(document=commitment.document, lead=commitment.lead, due=None)
        draft = DependencyDraft(commitment, number + 1, "day", "soon after")
        wait_for(other, draft, by=standing_for(coordinator), now=NOW)
    with django_assert_max_num_queries(len(one)):
        page("viewer", UPON)
