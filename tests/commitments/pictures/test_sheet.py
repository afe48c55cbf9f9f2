"""Sheets: what spreadsheet programs open, with the numbers of the picture and nothing that runs."""

import csv
import io
from dataclasses import replace

import pytest

from commitments.pictures.sheet import sheet
from tests.commitments.pictures.test_svg import NAMES


def read(written: bytes) -> list[list[str]]:
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", NAMES)
def test_it_has_every_number_of_the_picture(norwegian, gallery, source, name):
    picture = gallery()[name]
    head, *rows = read(sheet(picture, source))
    assert head[:2] == ["Scope", "As of"]
    assert {row[0] for row in rows} == {"All countries"}
    assert {row[1] for row in rows} == {"2019-06-01"}
    at = head.index(picture.columns[0])
    numbers = [[int(cell) for cell in row[at : at + len(picture.columns)]] for row in rows]
    assert numbers == [[part.number.count for part in line.parts] for line in picture.lines]


def test_what_looks_like_a_formula_is_text(norwegian, gallery, source):
    head, *rows = read(sheet(gallery()["completion"], source))
    assert [row[head.index("Pillar")] for row in rows][2] == "'=HYPERLINK(1)"
    for begins in "=+-@\t\r":
        name = f"{begins}1"
        assert read(sheet(gallery()["late"], replace(source, scope=name)))[1][0] == f"'{name}"


def test_every_row_is_as_long_as_the_head(norwegian, gallery, source):
    for picture in gallery().values():
        assert {len(row) for row in read(sheet(picture, source))} == {len(read(sheet(picture, source))[0])}
