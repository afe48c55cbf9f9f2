"""The report: one page, the numbers of the dashboard, readable to those who hear it."""

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from commitments.dashboard import Places, Subject, dashboard_of
from commitments.pictures import pictures_of
from commitments.pictures.svg import WIDTH
from commitments.press.picture import png
from commitments.press.report import pdf, report
from tests.commitments.pictures.conftest import DAY, EVERYBODY, gallery, norwegian, source  # noqa: F401  fixtures


@pytest.fixture
def shown(norwegian):  # noqa: F811
    return dashboard_of(Subject(), DAY, standing=EVERYBODY, places=Places.seen_by(EVERYBODY))


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def test_its_numbers_are_those_of_the_dashboard(shown, source):  # noqa: F811
    words = read(pdf(shown, pictures_of(shown, None), source)).pages[0].extract_text()
    figures = shown.figures
    row = [figures.total, figures.open, figures.overdue, None, figures.done, figures.closed, figures.stale]
    numbers = re.search(r"Stale for 90 days\n([\d, ]+)\n", words).group(1).split()
    assert [int(n) for n, number in zip(numbers, row, strict=True) if number] == [n.count for n in row if n]
    for part in (*shown.lateness, *shown.ahead):
        assert f"{part.label} {part.number.count}" in words
    for late in shown.longest:
        assert late.title in words
        assert str(late.days) in words
    assert "2 of 4 open commitments are overdue; 1 is done." in words
    assert "As it stands on 1 June 2019" in words


def test_every_number_in_it_leads_to_its_list(shown, source):  # noqa: F811
    page = read(pdf(shown, pictures_of(shown, None), source)).pages[0]
    links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
    assert f"https://t.example/commitments/?{shown.figures.overdue.query}" in links
    assert source.address in links
    assert all(link.startswith("https://t.example/") for link in links)


def test_it_is_tagged_and_says_its_language_title_and_pictures(shown, source):  # noqa: F811
    made = read(pdf(shown, pictures_of(shown, None), source))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata.title == "All countries, as it stands on 1 June 2019"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    tags = list(tagged(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/Figure", "/Link"} <= {tag["/S"] for tag in tags}
    (figure,) = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert figure["/Alt"].startswith("Commitments by quarter. ")
    heads = [tag for tag in tags if tag["/S"] == "/TH"]
    assert all(any(one.get("/Scope") == "/Column" for one in tag["/A"]) for tag in heads)
    page = made.pages[0]
    assert page["/Tabs"] == "/S"
    assert all("/ToUnicode" in font.get_object() for font in page["/Resources"]["/Font"].values())


def tagged(node):
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        one = child.get_object()
        if isinstance(one, dict) and "/S" in one:
            yield one
            yield from tagged(one)


@pytest.mark.parametrize("name", ["A ministry with a very long name " * 20, "#*$@\"'" * 40, "x" * 900])
def test_whatever_names_hold_it_is_one_page(shown, source, name):  # noqa: F811
    longest = tuple(replace(late, title=name, lead=name) for late in shown.longest) * 9
    pictures = {
        key: replace(picture, lines=tuple(replace(line, label=name) for line in picture.lines) * 4)
        for key, picture in pictures_of(shown, None).items()
        if key != "trend"
    }
    made = read(pdf(replace(shown, longest=longest), pictures, replace(source, scope=name)))
    assert len(made.pages) == 1


def test_what_is_too_much_for_a_page_is_left_out_and_said(shown, source):  # noqa: F811
    pictures = pictures_of(shown, None)
    lines = pictures["completion"].lines
    pictures["completion"] = replace(pictures["completion"], lines=(*lines, *[lines[1]] * 20))
    cells = report(shown, pictures, source)["cells"]
    chart = next(chart for cell in cells for chart in cell if chart["title"] == "Completion")
    assert (chart["lines"][0]["label"], len(chart["lines"])) == ("All together", 7)
    assert chart["more"] == "And 16 more on the dashboard."


def test_without_a_trend_there_is_a_report_all_the_same(shown, source):  # noqa: F811
    pictures = {name: picture for name, picture in pictures_of(shown, None).items() if name != "trend"}
    assert len(read(pdf(shown, pictures, replace(source, today=dt.date(2020, 1, 1)))).pages) == 1


def test_a_png_is_twice_as_fine_as_its_drawing(norwegian, gallery, source):  # noqa: F811
    made = png(gallery()["late"], source)
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20]) == 2 * WIDTH
