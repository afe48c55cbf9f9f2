"""The page behind the links in mails: it says how things stand, and one press answers."""

import datetime as dt

import pytest
import time_machine

from commitments import reminders
from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update, withdraw
from commitments.models import Acknowledgement, DecisionRequest, Message, ProgressUpdate
from countries.models import Seat
from tests.commitments.web.reading import text
from tests.factories import coming_back
from tests.people import NOW, standing_for

pytestmark = pytest.mark.django_db

LINE = "/mail/NO-2017-02/"
MAILED = dt.datetime(2018, 12, 1, 9, tzinfo=dt.UTC)
LATER = MAILED + dt.timedelta(hours=5)


@pytest.fixture
def mailed(commitment, editor, settings):
    """The editor was told thirty days before; the tests go on in the afternoon."""
    settings.MAIL_IS_DELIVERED = False
    reminders.run(MAILED)
    with time_machine.travel(LATER, tick=False):
        yield Message.objects.get(recipient=editor)


def sheet(response, answer):
    """What the browser would send of the form of one answer."""
    form = next(f for f in response.context["answers"].values() if f.name == answer)
    return {field.name: field.value() or "" for field in form}


def press(client, response, answer, **typed):
    return client.post(LINE, sheet(response, answer) | typed)


def test_it_says_what_the_mail_said_and_how_it_stands(page, mailed):
    shown = text(page("editor", LINE))
    assert 'From your mail of <time datetime="2018-12-01">' in shown
    assert "you are editor at the Ministry of Defence" in shown
    assert "30 days left" in shown
    assert mailed.get_absolute_url() in shown


def test_of_several_reasons_the_date_is_named(page, commitment, editor, shipped_policy, settings):
    """Silent for long as well; the mail names the date first, and so does the page."""
    settings.MAIL_IS_DELIVERED = False
    reminders.run(MAILED)
    assert commitment.reminders.filter(about="silence", message__isnull=False).exists()
    with time_machine.travel(LATER, tick=False):
        assert "(30 days before)" in text(page("editor", LINE))


def test_the_coordinator_decides_first_and_sees_whom_to_ask(page, mailed, editor):
    shown = text(page("coordinator", LINE))
    assert shown.index("Ask or decide") < shown.index("Or report on it")
    assert f'<a href="mailto:{editor.email}?subject=NO-2017-02">Editor</a> (editor)' in shown
    assert '"/commitments/NO-2017-02/decide/?kind=move_date"' in shown
    assert page("coordinator", "/commitments/NO-2017-02/decide/?kind=withdraw").status_code == 200
    Seat.objects.filter(person=editor).update(held_until=dt.date(2018, 11, 30))
    assert "nobody holds a seat there" in text(page("coordinator", LINE))
    assert "Ask or decide" not in text(page("head", LINE))


def test_visitor_signs_in_first_and_comes_back(client, commitment):
    assert client.get(LINE).url == f"/sign-in/?next={LINE}"


def test_no_change_is_one_press(page, client, mailed):
    answer = press(client, page("editor", LINE), "no-change")
    assert (answer.status_code, answer.url) == (302, LINE)
    update = ProgressUpdate.objects.get()
    assert (update.no_change, update.effective_on) == (True, LATER.date())
    assert "Saved: no change on NO-2017-02" in text(client.get(LINE))


def test_two_quick_presses_are_one_update(page, client, mailed):
    opened = page("editor", LINE)
    press(client, opened, "no-change")
    with time_machine.travel(LATER + dt.timedelta(seconds=1), tick=False):
        assert "Saved already" in text(client.post(LINE, sheet(opened, "no-change"), follow=True))
    assert ProgressUpdate.objects.count() == 1


def test_two_open_pages_do_not_make_two_updates(page, client, mailed):
    first, second = page("editor", LINE), page("editor", LINE)
    press(client, first, "no-change")
    answer = press(client, second, "no-change")
    assert answer.status_code == 409
    assert "Something changed while this page was open" in text(answer)
    assert ProgressUpdate.objects.count() == 1


def test_update_is_two_fields(page, client, mailed):
    press(client, page("editor", LINE), "update", completion="limited", narrative="The lease is signed.")
    update = ProgressUpdate.objects.get()
    assert (update.completion, update.narrative) == ("limited", "The lease is signed.")


def test_refused_update_keeps_what_was_typed_and_stays_open(page, client, mailed):
    answer = press(client, page("editor", LINE), "update", completion="great", narrative="The lease is signed.")
    assert answer.status_code == 422
    shown = text(answer)
    assert "The lease is signed." in shown
    assert 'id="update" open' in shown
    assert "Choose one from the list" in shown


def test_extension_is_two_fields(page, client, mailed):
    press(client, page("editor", LINE), "later", day="2019-06-30", reason="The law is late.")
    asked = DecisionRequest.objects.get()
    assert (asked.proposed_phrase, asked.proposed_edtf) == ("by 30 June 2019", "2019-06-30")
    assert "waits for its answer" in text(client.get(LINE))


def test_extension_to_an_earlier_day_says_so_at_the_day(page, client, mailed):
    answer = press(client, page("editor", LINE), "later", day="2018-12-30", reason="The law is late.")
    assert answer.status_code == 422
    assert answer.context["answers"]["later"].errors["day"] == [
        "This is not later than the date in force (31 December 2018). Propose a later one."
    ]


def test_somebody_saved_first_and_both_texts_are_shown(page, client, mailed, commitment, colleague):
    opened = page("editor", LINE)
    draft = ProgressDraft(LATER.date(), "limited", "Their text.")
    post_update(commitment, draft, by=standing_for(colleague), now=LATER)
    answer = press(client, opened, "update", completion="substantial", narrative="My text.")
    assert answer.status_code == 409
    assert "Their text." in text(answer)
    assert "My text." in text(answer)
    assert ProgressUpdate.objects.count() == 1


def test_moved_since_the_mail_is_said(page, mailed, commitment, coordinator):
    move = Move("by the end of 2019", "2019")
    move_date(
        commitment,
        move,
        Ruling(LATER.date(), "The Cabinet", "The law is late."),
        by=standing_for(coordinator),
        now=LATER,
    )
    shown = text(page("editor", LINE))
    assert "Since that mail" in shown
    assert "Decision: move the date" in shown
    assert "at the latest 31 December 2019" in shown.replace("</time>", "").replace('<time datetime="2019-12-31">', "")


def test_done_since_the_mail_asks_for_nothing(page, mailed, commitment, colleague):
    draft = ProgressDraft(LATER.date(), "complete", "Opened today.")
    post_update(commitment, draft, by=standing_for(colleague), now=LATER)
    shown = text(page("editor", LINE))
    assert "nothing is asked of you" in shown
    assert "Opened today." in shown
    assert ">No change<" not in shown


def test_withdrawn_since_the_mail_has_no_form(page, mailed, commitment, coordinator):
    withdraw(commitment, Ruling(LATER.date(), "The Cabinet", "No money."), by=standing_for(coordinator), now=LATER)
    answer = page("editor", LINE)
    assert "Nothing is asked of anybody any more" in text(answer)
    assert "answers" not in answer.content.decode().split("<main")[1]


def test_reader_is_told_politely_that_others_report(page, client, mailed):
    answer = page("viewer", LINE)
    assert answer.status_code == 200
    assert "You read along here" in text(answer)
    assert client.post(LINE, {"answer": "no-change"}).status_code == 403


def test_who_left_the_seat_is_told_so(page, client, mailed, editor):
    Seat.objects.filter(person=editor).update(held_until=dt.date(2018, 11, 30))
    answer = page("editor", LINE)
    assert answer.status_code == 404
    assert "You hold that seat no longer" in text(answer)
    assert client.post(LINE, {"answer": "no-change"}).status_code == 404
    assert ProgressUpdate.objects.count() == 0


@pytest.mark.parametrize("address", [LINE, "/mail/NO-9999-99/", "/mail/a%00b/", f"/mail/{'x' * 400}/"])
def test_outsider_does_not_learn_whether_it_exists(page, commitment, address):
    answer = page("outsider", address)
    assert answer.status_code == 404
    assert "There is nothing here for you to answer" in text(answer)
    assert commitment.title not in text(answer)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"answer": "else"},
        {"answer": "no-change"},
        {"answer": "no-change", "revision": "9" * 5000, "submission": "\0", "opened_at": "x"},
        {"answer": "update", "completion": "\0", "narrative": "\0"},
        {"answer": "later", "day": "2018-02-31", "reason": "\x07"},
        {"answer": "later", "day": "9" * 4000, "reason": ""},
    ],
)
def test_malformed_press_saves_nothing_and_never_breaks(page, client, mailed, typed):
    page("editor", LINE)
    answer = client.post(LINE, typed, follow=True)
    assert answer.status_code in (200, 422)
    assert ProgressUpdate.objects.count() == DecisionRequest.objects.count() == 0
    assert "nothing was saved" in text(answer) or "Please check what you wrote" in text(answer)


def test_an_address_can_open_an_answer(page, commitment):
    assert 'id="later" open' in text(page("editor", f"{LINE}?answer=later"))
    assert " open>" not in text(page("editor", f"{LINE}?answer=nonsense")).split("<main")[1]


def test_acknowledging_is_a_day_and_a_sentence(page, client, mailed):
    press(client, page("editor", LINE), "put-off", day="2018-12-20", reason="The lease is being signed.")
    said = Acknowledgement.objects.get()
    assert (said.until, said.reason) == (dt.date(2018, 12, 20), "The lease is being signed.")
    assert "You are not asked before" in text(client.get(LINE))


def test_acknowledging_can_be_taken_back(page, client, mailed):
    press(client, page("editor", LINE), "put-off", reason="The lease is being signed.")
    press(client, client.get(LINE), "ask-again")
    assert "You are not asked before" not in text(client.get(LINE))


def test_acknowledging_for_too_long_says_how_long_one_can(page, client, mailed):
    answer = press(client, page("editor", LINE), "put-off", day="2020-01-01", reason="Later.")
    assert answer.status_code == 422
    assert "until two weeks after the date. Choose 14 January 2019" in text(answer)


def test_coordinator_is_not_offered_to_put_it_off(page, client, mailed):
    opened = page("coordinator", LINE)
    assert 'id="put-off"' not in text(opened)
    assert press(client, opened, "put-off", reason="Later.").status_code == 403
    assert "You are told as coordinator" in text(client.get(f"{LINE}?answer=put-off"))
    assert "You are told as coordinator" not in text(opened)


def test_what_comes_back_says_which_time_is_meant(page, document, ministry):
    yearly = coming_back("R3/2018-03-01/P1Y", NOW.date(), document=document, lead=ministry)
    assert "This is about 2018." in text(page("editor", f"/mail/{yearly.reference}/"))
