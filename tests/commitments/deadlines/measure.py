"""How many phrases are read right, called unclear, or read wrong: `make bench-dates` prints the table.

Right is the same window, or rightly none (ongoing; every year without an end). Rightly unclear is what only a person
can tell, and the reader asks. Unclear is what a person reads and the reader asks about. Wrong is any other window.
"""

import csv
import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator

from commitments.deadlines import Reading, read_deadline
from commitments.deadlines.window import window_of
from tests.commitments.deadlines.table import FOLDER, LANGUAGES, Row, rows_of

PLAN_PUBLISHED = dt.date(2025, 6, 1)  # the plan names only months and years, so the day decides nothing


def verdict(row: Row, reading: Reading) -> str:
    if reading.window is None:
        rightly = not row.edtf and row.precision in ("continuous", "recurring", "relative")
        if rightly and reading.precision == row.precision:
            return "right"
        return "rightly unclear" if row.precision == "unclear" else "unclear"
    if not row.edtf:
        return "wrong"
    meant = window_of(row.edtf)
    same = (meant.earliest, meant.latest) == (reading.window.earliest, reading.window.latest)
    return "right" if same else "wrong"


def canadian_rows(part: str, language: str) -> list[Row]:
    with (FOLDER / f"canada_{part}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(line["phrase"], line["edtf"], line["precision"], None, "CA", PLAN_PUBLISHED)
            for line in csv.DictReader(file)
            if line["language"] == language
        ]


def measured(rows: list[Row], language: str) -> Counter:
    return Counter(
        verdict(row, read_deadline(row.phrase, language=language, country=row.country, on=row.on)) for row in rows
    )


def measurements() -> Iterator[tuple[str, str, Counter]]:
    for language in LANGUAGES:
        yield ("own table", language, measured(rows_of(language), language))
    for part in ("development", "held_out"):
        for language in ("en", "fr"):
            yield (f"Canada, {part.replace('_', ' ')}", language, measured(canadian_rows(part, language), language))


def main() -> None:
    started, phrases = time.perf_counter(), 0
    heads = ("right", "rightly unclear", "unclear", "wrong")
    print(f"{'part':<20} {'language':<8} {'phrases':>8}" + "".join(f"{head:>17}" for head in heads))
    for part, language, verdicts in measurements():
        phrases += verdicts.total()
        counts = "".join(f"{verdicts[head]:>17}" for head in heads)
        print(f"{part:<20} {language:<8} {verdicts.total():>8}{counts}")
    print(f"{phrases} phrases in {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
