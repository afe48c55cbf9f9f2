"""A duty that comes back on its pages: registered, reported, moved and read one occurrence at a time."""

import datetime as dt

import pytest

from commitments.actions import ProgressDraft, ReviewDraft, post_review, post_update
from commitments.models import Commitment, Decision, ProgressUpdate
from tests.commitments.web.reading import refilled, text
from tests.factories import coming_back
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db
PAGE = "/commitments/NO-2017-09/"
NEW = "/commitments/new/?document=NO-2017"
PHRASE = "every year by 1 March until 2020"


@pytest.fixture
def yearly(document, ministry) -> Commitment:
    fields = {"document": document, "reference": "NO-2017-09", "title": "Report to Parliament", "lead": ministry}
    return coming_back("R3/2018-03-01/P1Y", TODAY, PHRASE, **fields)


@pytest.fixture
def report(client, page, yearly, editor):
    def report(**said):
        filled = refilled(page("editor", f"{PAGE}update/")) | {"completion": "complete", "narrative": "Sent."} | said
        return client.post(f"{PAGE}update/", filled)

    return report


def test_the_page_lists_each_time_and_draws_it(page, report):
    report(effective_on="2018-04-10")
    shown = text(page("editor", PAGE))
    assert "Comes back every year, 3 times" in shown
    assert "+40 days" in shown
    assert shown.count('<g class="time ') == 3
    assert 'class="time tag-done_late"' in shown
    assert 'class="time tag-on_schedule time-current"' in shown


def test_a_screen_reader_hears_each_time(page, report):
    report(effective_on="2018-04-10")
    shown = text(page("editor", PAGE))
    assert '2018: due <time datetime="2018-03-01">1 March 2018</time>' in shown
    assert 'on <time datetime="2018-04-10">10 April 2018</time>' in shown


def test_the_current_one_is_reported_unless_another_is_chosen(report, yearly):
    assert report().status_code == 302
    assert report(occurrence="3").status_code == 302
    numbers = ProgressUpdate.objects.order_by("pk").values_list("occurrence__number", flat=True)
    assert list(numbers) == [1, 3]
    assert Commitment.objects.get(pk=yearly.pk).occurrence.number == 2


def test_a_review_of_an_earlier_time_does_not_stand_beside_the_claim_of_the_next(page, report, yearly, coordinator):
    review = ReviewDraft("limited", "Half of it was seen.", dt.date(2018, 3, 1))
    post_review(yearly, review, by=standing_for(coordinator), now=NOW)
    assert "Not reviewed yet" not in text(page("editor", PAGE))
    report(effective_on="2018-04-10")
    shown = text(page("editor", PAGE))
    assert "Not reviewed yet" in shown
    assert "Half of it was seen." in shown


def test_the_time_said_to_be_done_last_is_proposed_for_review(client, page, report, yearly, coordinator):
    report(effective_on="2018-04-10")
    opened = page("coordinator", f"{PAGE}review/")
    filled = refilled(opened)
    assert filled["occurrence"] == "1"
    assert "Claimed of 2018: " in text(opened)
    assert "2019, due by 1 March 2019: on schedule" in text(opened)
    sent = filled | {"completion": "limited", "judgement": "Half of it."}
    assert client.post(f"{PAGE}review/", sent).status_code == 302
    assert yearly.reviews.get().occurrence.number == 1
    shown = text(page("coordinator", PAGE))
    assert "for 2018, claimed complete" in shown
    assert '<span class="sub">for 2019</span></dd>' in shown  # of which nobody has said anything
    assert "<span>for 2018</span>" in shown
    again = page("coordinator", f"{PAGE}review/")
    assert refilled(again)["occurrence"] == "2"
    assert "reviewed 1 June 2018" in text(again)


@pytest.mark.parametrize("wrong", ["3", "9", "first", "-1", "", "1" * 5000])
def test_a_wrong_time_to_review_is_refused_and_what_was_typed_stays(client, page, report, yearly, wrong):
    report(effective_on="2018-04-10")
    typed = refilled(page("coordinator", f"{PAGE}review/")) | {"completion": "limited", "judgement": "Half of it."}
    refused = client.post(f"{PAGE}review/", typed | {"occurrence": wrong})
    assert refused.status_code == 422
    assert "Half of it." in text(refused)
    assert not yearly.reviews.exists()


def test_only_the_own_claim_of_that_time_cannot_be_judged(client, page, report, yearly, coordinator):
    report(effective_on="2018-04-10")
    own = ProgressDraft(dt.date(2018, 5, 1), "limited", "Begun.", occurrence=2)
    post_update(yearly, own, by=standing_for(coordinator), now=NOW)
    typed = refilled(page("coordinator", f"{PAGE}review/")) | {"completion": "limited", "judgement": "Half of it."}
    assert client.post(f"{PAGE}review/", typed | {"occurrence": "2"}).status_code == 422
    assert client.post(f"{PAGE}review/", typed | {"occurrence": "1"}).status_code == 302


@pytest.mark.parametrize("wrong", ["9", "first", "-1", "", "1" * 5000])
def test_a_wrong_time_is_refused_and_what_was_typed_stays(report, wrong):
    refused = report(occurrence=wrong)
    assert refused.status_code == 422
    assert "Sent." in text(refused)
    assert not ProgressUpdate.objects.exists()


def test_a_decision_moves_the_one_that_is_chosen(client, page, yearly, coordinator):
    address = f"{PAGE}decide/?kind=move_date"
    said = {
        "reason": "Elections.",
        "decided_by": "The Cabinet",
        "new_phrase": "by 1 June 2019",
        "new_edtf": "2019-06-01",
    }
    filled = refilled(page("coordinator", address)) | said | {"occurrence": "2"}
    assert client.post(address, filled).status_code == 302
    assert Decision.objects.get().occurrence.number == 2
    shown = text(page("coordinator", PAGE))
    assert "Date of 2019 moved" in shown
    assert "moved to" in shown


def test_words_that_come_back_are_proposed_as_a_list_before_saving(client, page, document, ministry, coordinator):
    filled = refilled(page("coordinator", NEW)) | {
        "title": "Report",
        "quotation": PHRASE,
        "quotation_language": "en",
        "lead": ministry.pk,
        "due_phrase": PHRASE,
    }
    proposed = client.post(NEW, filled)
    assert proposed.status_code == 422
    assert "every year, 3 times, the first by 1 March 2018" in text(proposed)
    assert "2018, by 1 March 2018; 2019, by 1 March 2019; 2020, by 1 March 2020" in text(proposed)
    assert not Commitment.objects.exists()
    assert client.post(NEW, refilled(proposed) | {"lead": ministry.pk}).status_code == 302
    assert [one.name for one in Commitment.objects.get().occurrences.all()] == ["2018", "2019", "2020"]


@pytest.mark.parametrize("rule", ["R1/2018/P1Y", "R3/2018-05/2018-01/P1Y", "R3/2016/P1Y", "R999/2018-01/P1M", "R/x"])
def test_a_rule_that_cannot_be_kept_is_refused_beside_its_field(client, page, document, ministry, coordinator, rule):
    filled = refilled(page("coordinator", NEW)) | {
        "title": "Report",
        "quotation": PHRASE,
        "lead": ministry.pk,
        "due_phrase": PHRASE,
        "due_edtf": rule,
    }
    refused = client.post(NEW, filled)
    assert refused.status_code == 422
    assert 'id="id_due_edtf_error"' in text(refused)
    assert rule in text(refused)


def test_the_reading_shows_the_times_while_one_types(page, editor):
    asked = f"/commitments/reading/?phrase={PHRASE}&language=en&on=2017-09-27"
    assert "2020, by 1 March 2020" in text(page("editor", f"{asked}&repeats=yes"))
    assert "2020, by 1 March 2020" not in text(page("editor", asked))


def test_desk_and_list_say_which_time(page, yearly, editor):
    assert f"“{PHRASE}” for 2018 (1 of 3)" in text(page("editor", "/desk/"))
    assert f"{PHRASE}, for 2018" in text(page("editor", "/commitments/?q=Parliament"))


def test_a_long_series_is_shown_around_the_current_one(page, document, ministry, editor):
    fields = {"document": document, "reference": "NO-2017-10", "title": "Exercise", "lead": ministry}
    coming_back("R30/2017-10/P1M", TODAY, "each month", **fields)
    shown = text(page("editor", "/commitments/NO-2017-10/"))
    assert shown.count("<tr") == 1 + 7
    assert "23 later" in shown
    assert text(page("editor", "/commitments/NO-2017-10/?all")).count('id="occurrence-') == 30
