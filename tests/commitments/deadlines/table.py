"""The phrases that were read by hand, as rows."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "phrases"
LANGUAGES = ("en", "nb", "sv", "lt", "cs", "fr")


@dataclass(frozen=True)
class Row:
    phrase: str
    edtf: str
    precision: str
    offers: int | None
    country: str
    on: dt.date | None


def rows_of(language: str) -> list[Row]:
    lines = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [_row(line) for line in lines if not line.startswith("#")]


def _row(line: str) -> Row:
    phrase, edtf, precision, country, on = [*(cell.strip() for cell in line.split("|")), "", ""][:5]
    precision, _, offers = precision.partition("/")
    return Row(
        phrase,
        "" if edtf == "-" else edtf,
        precision,
        int(offers) if offers else None,
        country,
        None if on == "none" else dt.date.fromisoformat(on or "2025-06-15"),
    )
