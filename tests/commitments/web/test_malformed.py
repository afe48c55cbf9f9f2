"""Whatever is sent to a form, the answer is a page that says what was wrong; never an error of ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments.actions import MilestoneDraft, RequestDraft, add_milestone, ask_for_decision
from commitments.models import Commitment, Decision, DecisionRequest, ProgressUpdate, Review
from tests.commitments.web.reading import refilled
from tests.factories import CommitmentFactory
from tests.people import NOW, standing_for

pytestmark = pytest.mark.django_db

HOME = "/commitments/NO-2017-02/"
FORMS = {
    "update": HOME + "update/",
    "review": HOME + "review/",
    "withdraw": HOME + "decide/?kind=withdraw",
    "move": HOME + "decide/?kind=move_date",
    "supersede": HOME + "decide/?kind=supersede",
    "wait": "/commitments/NO-2017-03/waits/",
    "ask": HOME + "ask/",
    "answer": "/requests/{request}/",
    "edit": HOME + "edit/",
    "milestone": HOME + "milestones/",
    "register": "/commitments/new/?document=NO-2017",
    "finish": "/milestones/{milestone}/done/",
}
URLENCODED = "application/x-www-form-urlencoded"
EVERYWHERE = [
    "",
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\ufffe\uffff",
    "\u202eevil",
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "99999-01-01",
    "0000-00-00",
    "2018-02-31",
    "x" * 20_000,
    "javascript:alert(1)",
    "http://[",
    "https://example.org:99999999/",
    "{% debug %}{{ 7|add:7 }}",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../../etc/passwd",
    "a\r\nBcc: everybody@example.org",
]
BODIES = [
    (b"", URLENCODED),
    (b"%ED%A0%80=%ED%A0%80&title=%ED%A0%80&narrative=%ED%A0%80&reason=%ED%A0%80&judgement=%ED%A0%80", URLENCODED),
    (b"\xff\xfe\x00=\x80", URLENCODED),
    (b"title=\xff\xfe&narrative=\xff&judgement=\xc3\x28&reason=\xa0\xa1", URLENCODED),
    (b"&&&===;;;", URLENCODED),
    (b"revision=abc&submission=1&opened_at=2", URLENCODED),
    (b"revision[]=1&revision=2&revision=3", URLENCODED),
    (b'{"narrative": "An officer was sent."}', "application/json"),
    (b"narrative=An officer was sent.", "text/plain"),
    (b"narrative=x", f"{URLENCODED}; charset=utf-16"),
    (b"narrative=x", f"{URLENCODED}; charset=nonsense"),
    (b"anything", "multipart/form-data"),
    (b"anything", "multipart/form-data; boundary=x"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\nx\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="\xed\xa0\x80.pdf"\r\n\r\n%PDF-\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    (
        b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    (b"&".join(b"a%d=1" % number for number in range(1500)), URLENCODED),
    (b"narrative=" + b"x" * 3_000_000, URLENCODED),
]
REFUSED = {400, 409, 413, 422}


@pytest.fixture
def address(page, commitment, editor, administrator):
    CommitmentFactory(document=commitment.document, lead=commitment.lead, reference="NO-2017-03", due=None)
    milestone = add_milestone(commitment, MilestoneDraft("Letter"), by=standing_for(editor), now=NOW)

    def of(name: str) -> str:
        asked = _asked(commitment, editor).pk if name == "answer" else 0
        return FORMS[name].format(milestone=milestone.pk, request=asked)

    return of


def _asked(commitment, editor) -> DecisionRequest:
    waiting = commitment.requests.first()
    draft = RequestDraft("extend", "The law is late.", "by 2019", "2019")
    return waiting or ask_for_decision(commitment, draft, by=standing_for(editor), now=NOW)


def saved() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Commitment, ProgressUpdate, Review, Decision))


@pytest.mark.once
@pytest.mark.parametrize("name", FORMS)
def test_malformed_posts_are_refused(page, client, address, name):
    page("administrator", address(name))
    before = saved()
    for body, kind in BODIES:
        response = client.generic("POST", address(name), body, content_type=kind)
        assert response.status_code in REFUSED, (body[:60], kind)
    assert saved() == before


@pytest.mark.parametrize("name", FORMS)
def test_any_text_in_any_field_is_answered(page, client, address, name):
    """Also where it is hidden, a choice or a date; what is taken is taken, nothing breaks."""
    sheet = refilled(page("administrator", address(name)))
    for number, value in enumerate(EVERYWHERE):
        field = list(sheet)[number % len(sheet)]
        everywhere = [dict.fromkeys(sheet, value)] if number % 3 == 0 else []
        for sent in (sheet | {field: value}, *everywhere):
            response = client.post(address(name), sent)
            assert response.status_code in REFUSED | {302}, (field, value[:60])


@pytest.mark.once
@pytest.mark.parametrize("name", FORMS)
def test_a_file_where_words_are_expected_is_answered(page, client, address, name):
    sheet = refilled(page("administrator", address(name)))
    files = {field: SimpleUploadedFile("x.pdf", b"%PDF-") for field in sheet}
    assert client.post(address(name), files).status_code in REFUSED


@pytest.mark.once
@pytest.mark.parametrize("name", FORMS)
def test_other_methods_are_refused(page, client, address, name):
    page("administrator", address(name))
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        assert client.generic(method, address(name)).status_code == 405
