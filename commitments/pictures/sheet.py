"""The numbers of a picture as a sheet: one row per line of it, each saying whose numbers of which day they are.

Comma separated as RFC 4180 says, in UTF-8 with a mark in front, by which spreadsheet programs know it. What could be
taken for a formula gets an apostrophe.
"""

import csv
import io
from collections.abc import Iterator

from commitments.pictures.picture import Drawing, Line, Picture, Source

MARK = "\ufeff"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | int


def sheet(picture: Picture, source: Source) -> bytes:
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(map(_safe, _head(picture)))
    for line in picture.lines:
        rows.writerow(map(_safe, _row(picture, line, source)))
    return (MARK + written.getvalue()).encode()


def _head(picture: Picture) -> Iterator[Cell]:
    yield from ("Scope", "As of")
    if any(line.group for line in picture.lines):
        yield "Document"
    yield picture.heading
    yield from picture.columns
    if _has_totals(picture):
        yield picture.whole
    if _has_medians(picture):
        yield "Days at the median"


def _row(picture: Picture, line: Line, source: Source) -> Iterator[Cell]:
    yield from (source.scope, source.on.isoformat())
    if any(one.group for one in picture.lines):
        yield line.group
    yield line.day.isoformat() if picture.drawing == Drawing.LAYERS and line.day else line.label
    yield from (part.number.count for part in line.parts)
    if _has_totals(picture):
        yield line.total.count if line.total else ""
    if _has_medians(picture):
        yield "" if line.median is None else line.median


def _has_totals(picture: Picture) -> bool:
    return any(line.total for line in picture.lines)


def _has_medians(picture: Picture) -> bool:
    return any(line.median is not None for line in picture.lines)


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA) else cell
