"""My mail: what one chooses is kept, what is wrong is refused by field, and the page says when the next mail comes."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.models import MailChoices
from countries.models import Person
from tests.commitments.web.reading import text
from tests.factories import CommitmentFactory
from tests.people import TODAY

CHOSEN = {
    "language": "en-gb",
    "time_zone": "",
    "rhythm": "daily",
    "days": list("1234567"),
    "hour": "8",
    "weekly_on": "1",
    "news": "on",
    "seen": "0",
}
DAY = dt.timedelta(days=1)


@pytest.fixture
def save(signed_in, editor):
    def send(**changed):
        return signed_in(editor).post("/account/mail/", CHOSEN | changed)

    return send


def newest(person):
    return MailChoices.objects.newest([person])[person.pk]


def test_choices_are_kept(save, editor):
    answer = save(
        language="lt", time_zone="Europe/Vilnius", rhythm="weekly", weekly_on="3", hour="7", quiet_overdue="on"
    )
    assert (answer.status_code, answer["Location"]) == (302, "/account/mail/")
    chosen, person = newest(editor), Person.objects.get(pk=editor.pk)
    assert (person.language, person.time_zone) == ("lt", "Europe/Vilnius")
    assert (chosen.rhythm, chosen.weekly_on, chosen.hour, chosen.quiet_overdue) == ("weekly", 3, 7, True)


def test_saved_twice_is_there_once(save, editor):
    for _ in range(2):
        assert save(hour="9").status_code == 302
    assert MailChoices.objects.filter(person=editor).count() == 1


def test_earlier_choices_stay_on_record(save, editor):
    save(hour="9")
    save(hour="10", seen=str(newest(editor).pk))
    assert list(MailChoices.objects.order_by("pk").values_list("hour", flat=True)) == [9, 10]


def test_other_norwegian_stays_as_long_as_norwegian_is_chosen(save, editor):
    Person.objects.filter(pk=editor.pk).update(language="nn")
    save(language="nb", hour="9")
    assert Person.objects.get(pk=editor.pk).language == "nn"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"days": []}, "On which days: No day is ticked. Tick at least one"),
        ({"hour": "3"}, "“3” is not an hour of the list."),
        ({"language": "xx"}, "“xx” is not a language we write in."),
        ({"time_zone": "Europe/Atlantis"}, "“Europe/Atlantis” is not a time zone we know."),
        ({"days": ["8"]}, "“8” is not a weekday."),
        ({"paused_from": "2018-06-05"}, "A pause needs its last day."),
        ({"paused_until": "2018-06-05"}, "A pause needs its first day."),
        ({"paused_from": "2018-06-05", "paused_until": "2018-06-04"}, "The pause ends before it starts."),
        ({"paused_from": "2018-06-05", "paused_until": "2018-08-04"}, "60 days at most. Choose 3 August 2018"),
        ({"paused_from": "2018-04-05", "paused_until": "2018-05-04"}, "This pause is over."),
        ({"paused_from": "soon", "paused_until": "2018-06-05"}, "“soon” is not a day of the calendar."),
        ({"seen": "x"}, "A hidden part of this page was missing or damaged"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(save, changed, said):
    answer = save(**changed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not MailChoices.objects.exists()


def test_one_pause_after_the_other_is_one_pause(save, editor):
    MailChoices.objects.create(
        person=editor,
        chosen_at=dt.datetime(2018, 4, 1, tzinfo=dt.UTC),
        paused_from=dt.date(2018, 4, 2),
        paused_until=dt.date(2018, 5, 25),
    )
    answer = save(paused_from="2018-06-02", paused_until="2018-06-30", seen=str(newest(editor).pk))
    assert "Pauses since 2 April 2018" in answer.content.decode()
    assert MailChoices.objects.count() == 1


def test_choices_changed_meanwhile_are_shown_and_not_overwritten(save, editor):
    MailChoices.objects.create(person=editor, chosen_at=dt.datetime(2018, 4, 1, tzinfo=dt.UTC), hour=11)
    answer = save(hour="9")
    assert "Your choices changed while this page was open" in answer.content.decode()
    assert newest(editor).hour == 11
    assert f'name="seen" value="{newest(editor).pk}"' in answer.content.decode()


def test_page_says_when_the_next_mail_comes_and_what_it_would_say(
    page, commitment, editor, ministry, settings, document
):
    settings.MAIL_IS_DELIVERED = False
    CommitmentFactory(document=document, reference="NO-2017-03", due=f"{TODAY - 30 * DAY}", lead=ministry)
    MailChoices.objects.create(person=editor, chosen_at=dt.datetime(2018, 4, 1, tzinfo=dt.UTC), days="1", hour=9)
    reminders.run(dt.datetime(2018, 6, 1, 10, tzinfo=dt.UTC))
    shown = page("editor", "/account/mail/").content.decode()
    assert "Your next mail goes on Monday 4 June 2018, 09:00: 1 commitment overdue." in shown
    assert "Overdue by 33 days" in page("editor", "/account/mail/next/").content.decode()


def test_page_says_that_nothing_is_owed(page):
    assert "No mail is on its way to you at the moment" in page("editor", "/account/mail/").content.decode()


def test_next_mail_is_framed_without_script(page):
    answer = page("editor", "/account/mail/next/")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_visitor_signs_in_first(page):
    assert page("anonymous", "/account/mail/").status_code == 302


def test_page_looks_ahead_when_nothing_is_planned_yet(page, commitment, editor):
    CommitmentFactory(document=commitment.document, lead=commitment.lead, due="2018-07-10", reference="NO-2017-07")
    said = text(page("editor", "/account/mail/"))
    assert "No mail is on its way to you at the moment. The next one goes on" in said
    assert "The next 60 days, if nobody acts" in said
    assert "30 days before" in said
    assert "NO-2017-07" in said
