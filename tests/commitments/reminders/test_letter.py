"""The mail as bytes: its head, its two bodies, and what may not stand in it."""

import datetime as dt
import re
from email import message_from_bytes, policy

import pytest
from django.core.exceptions import ValidationError

from commitments import reminders
from commitments.catalogues import extracted
from commitments.choices import MessageStatus, StepKind
from commitments.models import Message
from commitments.reminders.digest import Digest, Line
from commitments.reminders.house import House
from commitments.reminders.less import token_of
from commitments.reminders.letter import CannotBeWritten, wrapped, write
from commitments.reminders.news import Notice
from commitments.timeline import ScheduleState
from commitments.tongue import one_stop
from countries.models import Institution, Person
from tests.factories import CommitmentFactory

HOUSE = House("https://tracker.example.org", "Tracker <tracker@example.org>", True)
NOW = dt.datetime(2019, 1, 12, 8, tzinfo=dt.UTC)


def line(days_late, **facts):
    due = NOW.date() - dt.timedelta(days=days_late)
    state = ScheduleState.OVERDUE if days_late > 0 else ScheduleState.DUE_SOON
    given = {"title": "Be represented", "phrase": "innen utgangen av 2018", "why": "Reminder: you are editor."}
    return Line(
        reference="NO-2017-02",
        due_latest=due,
        state=state,
        days_late=days_late,
        path="/commitments/NO-2017-02/",
        **(given | facts),
    )


def digest(**facts):
    given = {"overdue": 1, "due_soon": 0, "later": 0, "lines": (line(12),), "others": (), "address": "kari@example.org"}
    given |= {
        "language": "en-gb",
        "name": "Kari Nordmann",
        "local_day": NOW.date(),
    }
    return Digest(**(given | facts))


def written(**facts):
    letter = write(digest(**facts), HOUSE, now=NOW, message_id="<1@example.org>")
    return message_from_bytes(letter.raw, policy=policy.default)


@pytest.mark.parametrize(
    ("overdue", "due_soon", "later", "subject"),
    [
        (2, 1, 0, "2 commitments overdue, 1 due within 30 days"),
        (1, 0, 0, "1 commitment overdue"),
        (0, 1, 3, "1 commitment due within 30 days, 3 due later"),
        (0, 0, 1, "1 commitment due later"),
        (1250, 1000, 0, "1,250 commitments overdue, 1,000 due within 30 days"),
    ],
)
def test_subject_counts(overdue, due_soon, later, subject):
    assert digest(overdue=overdue, due_soon=due_soon, later=later).subject == subject


@pytest.mark.parametrize(
    ("days_late", "words"),
    [
        (12, "overdue by 12 days"),
        (1, "overdue by 1 day"),
        (0, "due today"),
        (-7, "due in 7 days"),
        (1789, "overdue by 1,789 days"),
        (-1096, "due in 1,096 days"),
    ],
)
def test_days_in_words(days_late, words):
    assert line(days_late).when == words


def test_head():
    mail = written()
    assert mail["To"] == "Kari Nordmann <kari@example.org>"
    assert mail["Message-ID"] == "<1@example.org>"
    assert mail["List-Id"] == "Tracker <reminders.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en-gb"


def test_one_click_address_stands_whole_on_one_line():
    """Some programs look for it without unfolding the head."""
    raw = write(digest(), HOUSE, now=NOW, message_id="<b5f1@example.org>").raw.decode()
    (line,) = [line for line in raw.splitlines() if line.startswith("List-Unsubscribe:")]
    address = re.fullmatch(r"List-Unsubscribe: <https://tracker\.example\.org/mail/less/(\S+)/>", line)[1]
    assert address == token_of("<b5f1@example.org>")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw


def test_one_click_is_offered_over_https_only():
    plain = House("http://localhost:8000", "Tracker <tracker@example.org>", True)
    raw = write(digest(), plain, now=NOW, message_id="<1@example.org>").raw
    assert b"List-Unsubscribe-Post" not in raw


def test_mails_of_one_week_stand_together():
    days = [NOW.date() + dt.timedelta(days=n) for n in range(3)]  # Saturday, Sunday, Monday
    threads = [written(local_day=day)["References"] for day in days]
    assert threads[0] == threads[1] != threads[2]
    assert written(address="ola@example.org")["References"] != threads[0]


def test_text_is_folded_and_addresses_are_not():
    said = written(lines=(line(1, title="Apsaugoti " * 30),)).get_body(("plain",)).get_content()
    assert max(len(one) for one in said.splitlines() if "https://" not in one) <= 76
    assert all(" " not in one.strip() for one in said.splitlines() if one.strip().startswith("https://"))


@pytest.mark.parametrize("filler", range(60, 76))
def test_date_stays_in_one_line(filler):
    for day in ("31 December 2018", "31. desember 2018", "2018 m. gruodžio 31 d."):
        said = wrapped(f"    {'x' * (filler - 10)} till {day}, and so on for ever, ever, ever, ever and a little more.")
        assert day in said
        assert max(map(len, said.splitlines())) <= 76


def test_sentence_ends_with_one_full_stop():
    assert one_stop("vėliausiai 2018 m. gruodžio 31 d..") == "vėliausiai 2018 m. gruodžio 31 d."
    assert one_stop("Ir taip toliau... Taip.. Ne.") == "Ir taip toliau... Taip. Ne."


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_both_bodies_say_the_same(kind):
    body = written().get_body((kind,)).get_content()
    for said in (
        "Please say where the overdue commitment stands",
        "Be represented",
        "NO-2017-02",
        "innen utgangen av 2018",
        "31 December 2018",
        "https://tracker.example.org/commitments/NO-2017-02/",
        "https://tracker.example.org/mails/",
    ):
        assert said in body


REVIEW = Notice(StepKind.REVIEW, "NO-2017-03", "Train", "Your review is asked for", "◆", (), "/x/", "You may judge it.")


@pytest.mark.parametrize(
    ("others", "opens"),
    [
        ((line(12),), "Please make the review you are asked for, or decline it. Please say where the overdue"),
        ((line(12, asked="You asked for a later date."),), "Please make the review you are asked for, or decline it."),
    ],
)
def test_a_mail_of_a_review_opens_with_it(others, opens):
    body = written(lines=(), others=others, notices=(REVIEW,)).get_body(("plain",)).get_content()
    assert " ".join(body.split()).startswith(opens)
    assert "A decision has been asked for" not in body


def test_markup_in_a_title_stays_text():
    body = written(lines=(line(1, title="<script>alert(1)</script>"),)).get_body(("html",)).get_content()
    assert "<script>" not in body


def test_letters_beyond_ascii_arrive():
    mail = written(name="Rūta Žemaitytė", lines=(line(1, title="Apsaugoti ryšius"),))
    assert mail["To"].addresses[0].display_name == "Rūta Žemaitytė"
    assert "Apsaugoti ryšius" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "facts",
    [
        {"address": "kari@example.org\r\nBcc: all@example.org"},
        {"name": "Kari\nBcc: all@example.org"},
        {"address": "kåri@example.org"},
        {"name": "Kari \ud800"},
    ],
)
def test_what_cannot_stand_in_a_head_is_not_written(facts):
    with pytest.raises(CannotBeWritten):
        written(**facts)


@pytest.mark.parametrize("address", ["a@example.org\n", "a@example.org\r\nBcc: b@example.org", "a\n@example.org"])
def test_line_break_in_an_address_is_refused(address, ministry):
    with pytest.raises(ValidationError, match=r"valid email|one line"):
        Person(email=address, full_name="A", password="x").full_clean()
    with pytest.raises(ValidationError, match=r"valid email|one line"):
        Institution(country=ministry.country, name="X", native_name="X", mailbox=address).full_clean()


def test_line_break_in_a_name_is_refused(db):
    with pytest.raises(ValidationError, match="one line"):
        Person(email="a@example.org", full_name="A\nBcc: b@example.org", password="x").full_clean()


def test_address_damaged_in_the_database_fails_visibly(promise, editor, smtp_server, morning):
    Person.objects.filter(pk=editor.pk).update(email="a@example.org\nBcc: b@example.org")
    reminders.run(morning)
    message = Message.objects.get()
    assert (smtp_server.deliveries, message.status) == ([], MessageStatus.DEAD)
    assert message.reason == "The name or the mail address of the recipient cannot stand in a mail."


def test_rest_of_the_list_is_named_and_counted(promise, strategy, ministry, editor, kept_here, morning):
    CommitmentFactory.create_batch(25, title="Old promise", due="2018-03", lead=ministry, document=strategy)
    reminders.run(morning)
    message = Message.objects.get()
    assert message.subject == "25 commitments overdue, 1 due within 30 days"
    CommitmentFactory(due="2018-12-08", title="New one", lead=ministry, document=strategy)
    reminders.run(morning + dt.timedelta(days=1))
    latest = Message.objects.order_by("local_day").last()
    assert latest.subject == "25 commitments overdue, 2 due within 30 days"
    assert "Also on your list" in latest.text
    assert latest.text.count("Old promise") + latest.text.count("New one") == 27 - latest.text.count("Be represented")


@pytest.mark.parametrize(
    ("language", "subject", "asks", "day"),
    [
        ("nb", "1 forpliktelse over fristen", "Vennligst meld status", "lørdag 12. januar 2019"),
        ("lt", "1 pradelstas įsipareigojimas", "Prašome nurodyti", "2019 m. sausio 12 d., šeštadienis"),
        ("cs", "1 závazek po termínu", "Sdělte prosím", "sobota 12. ledna 2019"),
    ],
)
def test_whole_mail_is_in_the_language_of_its_reader(language, subject, asks, day):
    mail = written(language=language, lines=(line(12, why=""),))
    html = mail.get_body(("html",)).get_content()
    assert (mail["Subject"], mail["Content-Language"]) == (subject, language)
    assert all(said in html for said in (f'<html lang="{language}">', asks, day, "innen utgangen av 2018"))
    for body in (html, mail.get_body(("plain",)).get_content()):
        said_in_english = [key for key in extracted() if isinstance(key, str) and "%" not in key and key in body]
        assert said_in_english == []
