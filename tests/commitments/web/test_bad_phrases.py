"""The bad input people really send, by form, by the reading beside it, and by JSON lines: answered, never thrown."""

import json
from io import BytesIO

import pytest
from django.core.management import call_command

from commitments.models import Commitment
from tests.commitments.web.reading import refilled, text

PAGE = "/commitments/new/?document=NO-2017"
MEANT = "31 December 2018"
# What is written, and what the page says: the day that is meant, or why none is.
WRITTEN = {
    "nonsense": ("xyzzy plugh", "No date is found in it."),
    "right-to-left marks": ("by the \u200fend\u200e of \u202e2018\u202c", MEANT),
    "soft hyphens": ("by the e\u00adnd of 20\u00ad18", MEANT),
    "spaces that do not break": ("by\u00a0the\u202fend\u2009of\u00a02018", MEANT),
    "full-width figures": ("by the end of ２０１８", MEANT),
    "31 February": ("by 31 February 2018", "February"),
    "29 February": ("by 29 February 2018", "February"),
    "backwards": ("2024-2022", "ends"),
    "year 9999": ("by the end of 9999", "9999"),
    "two dates": ("by 1 March 2018 and by 1 June 2019", "More than one date is named"),
}
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"


@pytest.fixture
def sent(client, page, document, ministry, coordinator):
    sheet = refilled(page("coordinator", PAGE))
    whole = {"title": "Join", "quotation": "By then.", "quotation_language": "en", "lead": ministry.pk}

    def send(phrase, **given):
        return client.post(PAGE, sheet | whole | {"due_phrase": phrase} | given)

    return send


@pytest.mark.parametrize("name", WRITTEN)
def test_by_form(sent, name):
    phrase, said = WRITTEN[name]
    answer = sent(phrase)
    assert answer.status_code == 422
    assert said in text(answer)
    assert ("Read as 2018" in text(answer)) == (said == MEANT)
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("dash", DASHES)
def test_every_dash_makes_an_interval(sent, dash):
    assert "Read as 2022/2024" in text(sent(f"2022{dash}2024"))


@pytest.mark.parametrize("phrase", ["x" * 100_000, "2018 " * 20_000, "a\x00b", "by\n2018", "\ud800"])
def test_what_no_field_holds_is_refused_beside_it(sent, phrase):
    answer = sent(phrase.encode("utf-8", "replace").decode())
    assert answer.status_code == 422
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("name", WRITTEN)
def test_by_the_reading_while_one_types(client, editor, name):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/commitments/reading/", {"phrase": WRITTEN[name][0], "language": "en", "on": "2017-09-27"})
    assert answer.status_code == 200
    assert WRITTEN[name][1] in text(answer)


def test_by_lines_of_json_one_answer_each(monkeypatch, capsys):
    phrases = [phrase for phrase, _ in WRITTEN.values()]
    phrases += ["", "x" * 100_000, "\ud800", *(f"2022{dash}2024" for dash in DASHES)]
    lines = b"".join(json.dumps({"phrase": phrase, "on": "2017-09-27"}).encode() + b"\n" for phrase in phrases)
    monkeypatch.setattr("sys.stdin", type("In", (), {"buffer": BytesIO(lines)}))
    call_command("read_deadline", "-")
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["phrase"] for answer in answers] == phrases
    for answer, (_, said) in zip(answers, WRITTEN.values(), strict=False):
        assert (answer["latest"] == "2018-12-31") == (said == MEANT)
        assert answer["latest"] or answer["rule"]
