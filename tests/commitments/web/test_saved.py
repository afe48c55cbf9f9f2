"""Lists under a name: saved from the screen, opened again, renamed, deleted, and honest when they stop working."""

import pytest

from commitments.actions import save_filter
from commitments.actions.saved_filters import MOST
from commitments.models import SavedFilter
from tests.commitments.web.reading import text
from tests.people import NOW, standing_for

pytestmark = pytest.mark.django_db
PAGE = "/saved/"


@pytest.fixture
def kept(editor, commitment):
    return save_filter("Due soon", "mine=1&horizon=within_30", by=standing_for(editor), now=NOW)


def save(page, client, name, query, who="editor"):
    page(who, PAGE)
    return client.post(PAGE, {"name": name, "query": query}, follow=True)


def test_the_list_on_the_screen_offers_to_be_saved(page, client, commitment):
    shown = text(page("editor", "/commitments/?country=NO&page=1"))
    assert '<input type="hidden" name="query" value="country=NO">' in shown
    save(page, client, "Norway", "country=NO")
    assert "/commitments/?country=NO" in text(client.get(PAGE))


def test_visitor_is_not_offered_to_save(client, commitment, settings):
    settings.PUBLIC_VIEW = True
    assert "Save this list" not in text(client.get("/commitments/"))


def test_it_says_what_it_asks_in_words(page, kept):
    shown = text(page("editor", PAGE))
    assert "Due ahead: In the next 30 days" in shown
    assert "Only my institutions: yes" in shown
    assert "stays that day" not in shown


def test_a_day_in_it_is_said_to_stay(page, client, commitment):
    assert "A day in it stays that day" in text(save(page, client, "Until March", "due_before=2019-03-01"))


def test_the_page_one_was_on_and_empty_fields_are_not_kept(page, client, commitment):
    save(page, client, "Norway", "?country=NO&q=&page=3")
    assert SavedFilter.objects.get().query == "country=NO"


def test_the_same_again_is_one(page, client, kept):
    save(page, client, "Due soon", "mine=1&horizon=within_30")
    assert SavedFilter.objects.count() == 1


def test_a_name_is_used_once_and_what_was_typed_stays(page, client, kept):
    answer = save(page, client, "Due soon", "country=NO")
    assert answer.status_code == 422
    assert "You have a list called “Due soon”. Choose another name." in text(answer)
    assert 'name="query" value="country=NO"' in text(answer)


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("", "country=NO", "This cannot be empty"),
        ("x" * 81, "country=NO", "80 fit"),
        ("a\x07b", "country=NO", "invisible control character"),
        ("Nowhere", "country=XX", "Country: “XX” is not a country you can see"),
        ("Odd", "due_before=soon", "is not a day of the calendar"),
        ("Long", "q=" + "x" * 3000, "cannot be saved"),
        ("Nul", "q=%00", "cannot be saved"),
    ],
)
def test_what_cannot_be_saved_is_refused_in_words(page, client, commitment, name, query, words):
    answer = save(page, client, name, query)
    assert answer.status_code == 422
    assert words in text(answer)
    assert SavedFilter.objects.count() == 0


def test_renamed(page, client, kept):
    page("editor", PAGE)
    answer = client.post(f"/saved/{kept.pk}/rename/", {"name": "Next month"}, follow=True)
    assert "“Due soon” is called “Next month” now." in text(answer)


@pytest.mark.parametrize(("name", "words"), [("", "keeps its name"), ("Other", "You have a list called “Other”")])
def test_refused_names_keep_the_old_one(page, client, kept, editor, name, words):
    save_filter("Other", "", by=standing_for(editor), now=NOW)
    page("editor", PAGE)
    assert words in text(client.post(f"/saved/{kept.pk}/rename/", {"name": name}, follow=True))
    kept.refresh_from_db()
    assert kept.name == "Due soon"


def test_deleted(page, client, kept):
    page("editor", PAGE)
    assert "Deleted: “Due soon”" in text(client.post(f"/saved/{kept.pk}/delete/", follow=True))
    assert SavedFilter.objects.count() == 0


@pytest.mark.parametrize("what", ["rename", "delete"])
def test_only_ones_own_and_only_by_a_press(page, client, kept, colleague, what):
    address = f"/saved/{kept.pk}/{what}/"
    page("colleague", PAGE)
    assert client.post(address, {"name": "Mine"}).status_code == 404
    page("editor", PAGE)
    assert client.get(address).status_code == 405
    assert SavedFilter.objects.get().name == "Due soon"


def test_others_do_not_see_it(page, kept, colleague):
    assert "Due soon" not in text(page("colleague", PAGE))


def test_a_filter_that_is_no_more_says_so(page, kept, editor):
    save_filter("Gone", "document=NO-1999", by=standing_for(editor), now=NOW)
    shown = text(page("editor", PAGE))
    assert "It cannot be asked any more. Document: “NO-1999” is not a document you can see" in shown
    assert "Due ahead" in shown


def test_there_is_a_bound(page, client, editor, commitment):
    for number in range(MOST):
        save_filter(f"List {number}", "", by=standing_for(editor), now=NOW)
    assert f"You have {MOST} saved lists" in text(save(page, client, "One more", "country=NO"))


@pytest.mark.parametrize("count", [1, 20])
def test_it_asks_the_same_for_one_and_for_twenty(page, editor, commitment, count, django_assert_max_num_queries):
    for number in range(count):
        save_filter(f"List {number}", "country=NO", by=standing_for(editor), now=NOW)
    client = page("editor", PAGE).client
    with django_assert_max_num_queries(14):
        client.get(PAGE)
