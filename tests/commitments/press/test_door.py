"""The press: data is never markup, nothing hangs, and what cannot be printed is said clearly."""

import io
import threading
import time

import pytest
from pypdf import PdfReader

from commitments.press import Busy, Format, NotPrinted, door, printed
from commitments.press.door import NO_LETTER

pytestmark = pytest.mark.once
NASTY = [
    '#panic() $x^2$ *bold* _it_ @ref `raw` <label> // [x] {y} #import "@preview/cetz:0.3.4"',
    "quotes \" ' “ ” and \\ and \\u{41} and <b>&amp;",
]


@pytest.fixture
def templates(tmp_path, monkeypatch):
    """Templates of the test, beside the real worker."""
    worker = (door.WORKER).read_text()
    (tmp_path / "worker.py").write_text(worker)
    monkeypatch.setattr(door, "WORKER", tmp_path / "worker.py")

    def written(text: str) -> str:
        (tmp_path / "test.typ").write_text(f'#set document(title: "T")\n#set text(lang: "en")\n{text}')
        return "test.typ"

    return written


@pytest.fixture
def plain(templates):
    return templates("#let data = json(bytes(sys.inputs.data))\n= #data.name")


def words(pdf: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize("name", NASTY)
def test_signs_of_the_markup_are_printed_as_they_stand(plain, name):
    assert words(printed(plain, {"name": name}, Format.PDF)) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("語の名", f"{NO_LETTER}の{NO_LETTER}"),
        ("😀 fine", f"{NO_LETTER} fine"),
        ("\ud800\x00turned \u202eback", "turned back"),
        ("Žluťoučký kůň, ąčęėįšųūž, ÆØÅ", "Žluťoučký kůň, ąčęėįšųūž, ÆØÅ"),
    ],
)
def test_a_letter_no_font_has_becomes_a_box(plain, name, shown):
    made = words(printed(plain, {"name": name}, Format.PDF))
    assert made.replace("の", NO_LETTER) == shown.replace("の", NO_LETTER)


@pytest.mark.parametrize("name", ["שלום עולם", "مرحبا بالعالم"])
def test_what_runs_from_right_to_left_is_printed(plain, name):
    assert NO_LETTER not in words(printed(plain, {"name": name}, Format.PDF))


def test_what_takes_too_long_is_stopped(templates):
    endless = templates("#for i in range(100000) { for j in range(100000) { let x = calc.sin(j) } }")
    before = time.monotonic()
    with pytest.raises(NotPrinted, match=r"took longer than 0\.5 seconds"):
        printed(endless, {}, Format.PDF, seconds=0.5)
    assert time.monotonic() - before < 10


def test_a_broken_template_is_said_without_its_innards(templates, caplog):
    with pytest.raises(NotPrinted, match="The log of the tracker says why"):
        printed(templates("#nothing.like.it"), {}, Format.PDF)
    assert "unknown variable: nothing" in caplog.text


def test_nothing_outside_its_folder_is_read(templates, caplog):
    with pytest.raises(NotPrinted):
        printed(templates('#read("/etc/passwd")'), {}, Format.PDF)
    assert "root:" not in caplog.text


def test_a_few_print_at_once_and_the_next_is_told(plain, monkeypatch):
    monkeypatch.setattr(door, "_press", threading.BoundedSemaphore(1))
    monkeypatch.setattr(door, "PATIENCE", 0.05)
    with door._press, pytest.raises(Busy, match="Try again in a minute"):
        printed(plain, {"name": "x"}, Format.PDF)
    assert printed(plain, {"name": "x"}, Format.PDF).startswith(b"%PDF")
