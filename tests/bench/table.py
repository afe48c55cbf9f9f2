"""The figures of `benchmarks.json` as the table of `docs/benchmarks.md`: `python -m tests.bench.table`."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
FIGURES, PAGE = DOCS / "benchmarks.json", DOCS / "benchmarks.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
Figure = dict[str, Any]


def main() -> None:
    figures: list[Figure] = json.loads(FIGURES.read_text())
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(before + BEGIN + "\n" + "\n".join(_tables(figures)) + END + after)


def _tables(figures: list[Figure]) -> Iterable[str]:
    for database, title in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        rows = [figure for figure in figures if figure["database"] == database]
        if not rows:
            continue
        sizes = sorted({figure["size"] for figure in rows})
        yield f"### {title}, {rows[0]['cores']} cores\n"
        yield f"| ours, with its ratio to the barest | {' | '.join(_size(size) for size in sizes)} | promised |"
        yield f"|---|{'---|' * (len(sizes) + 1)}"
        for name in dict.fromkeys(figure["name"] for figure in rows):
            yield _line(name, [figure for figure in rows if figure["name"] == name], sizes)
        yield ""


def _size(size: int) -> str:
    return f"{size:,}" if size else "a few"


def _line(name: str, found: list[Figure], sizes: list[int]) -> str:
    by_size = {figure["size"]: figure for figure in found}
    cells = [_cell(by_size[size]) if size in by_size else "" for size in sizes]
    most = next((figure["most"] for figure in found if figure["most"] is not None), None)
    return f"| {name} | {' | '.join(cells)} | {_ratio(most) if most is not None else ''} |"


def _cell(figure: Figure) -> str:
    return f"{_time(figure['our_seconds'])}, {_ratio(figure['our_seconds'] / figure['raw_seconds'])}"


def _time(seconds: float) -> str:
    if seconds >= 10:
        return f"{seconds:.0f} s"
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def _ratio(ratio: float) -> str:
    return f"{ratio:.2f}×" if ratio >= 0.1 else f"1/{1 / ratio:,.0f}"


if __name__ == "__main__":
    main()
