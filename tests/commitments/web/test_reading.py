import re

import pytest

from tests.commitments.web import reading

pytestmark = pytest.mark.django_db

PAGE = "/commitments/reading/"


def text(answer):
    return re.sub(r"<[^>]*>", "", reading.text(answer))


@pytest.fixture
def read(client, editor):
    client.force_login(editor)
    return lambda **asked: client.get(PAGE, asked)


def test_a_clear_phrase_shows_its_last_day(read):
    answer = read(phrase="innen utgangen av 2018", language="nb", country="NO", on="2017-09-27")
    assert "At the latest 31 December 2018 (in figures: 2018)" in text(answer)


def test_an_unclear_phrase_shows_the_ways_to_read_it(read):
    answer = text(read(phrase="winter 2028", language="en"))
    assert "Unclear. Winter lies in two years" in answer
    assert "December 2027 to February 2028: at the latest 29 February 2028 (in figures: 2027-12/2028-02)" in answer


def test_the_form_may_be_sent_as_it_stands(read):
    assert "31 December 2024" in text(read(due_phrase="iki 2024 m. pabaigos", quotation_language="lt"))


@pytest.mark.parametrize("asked", [{}, {"phrase": "  "}])
def test_nothing_typed_shows_nothing(read, asked):
    assert text(read(**asked)).strip() == ""


def test_nonsense_is_answered(read):
    answer = read(phrase="<b>x</b>\x00" * 200, language="\x00" * 9, country="?" * 99, on="yesterday")
    assert answer.status_code == 200
    assert b"<b>" not in answer.content


def test_strangers_sign_in_first(client):
    assert client.get(PAGE).status_code == 302


def test_a_form_gets_the_ways_to_read_it_as_a_choice(read):
    answer = read(phrase="winter 2028", language="nb", choice="due_choice")
    assert b'<input type="radio" name="due_choice" value="2027-12/2028-02">' in answer.content


def test_a_choice_of_no_form_is_not_offered(read):
    assert b"<input" not in read(phrase="winter 2028", language="en", choice="revision").content


def test_the_words_of_a_decision_count_from_its_day(read):
    assert "1 July 2019" in text(read(new_phrase="within 6 months", language="en", decided_on="2019-01-01"))
