"""The figures of a run, kept in `docs/reliability.json`, and the table of them: `python -m tests.chaos.record`.

A scenario puts its row down as soon as it is over, so that a run that is broken off leaves what it has found.
"""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
FIGURES, PAGE = DOCS / "reliability.json", DOCS / "reliability.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
HEAD = "| what | kills or failures | mails | lost | repeats | doubled | besides |\n|---|---|---|---|---|---|---|"
WRITERS, WORKERS = "Four writers and a recount", "Three workers of Celery that count, and four writers"
WRITTEN = ("operations", "kills", "in writing", "recounts", "alarms", "differences", "seconds")
WHO_DIES = {WRITERS: "writers", WORKERS: "workers of Celery that count"}
HEAD_OF_WRITERS = (
    "| database | who is killed | operations | kills | of these in the middle of writing | recounts meanwhile "
    "| what they found | differences afterwards | seconds | at |\n|---|---|---|---|---|---|---|---|---|---|"
)
TITLES = {"postgresql": "PostgreSQL, four senders", "sqlite": "SQLite, two senders, smaller numbers"}
Row = dict[str, Any]


def keep(path: Path, row: Row) -> None:
    """In the place of what was found before in the same scenario."""
    rows: list[Row] = json.loads(path.read_text()) if path.exists() else []
    known = [(old["database"], old["what"]) for old in rows]
    key = (row["database"], row["what"])
    if key in known:
        rows[known.index(key)] = row
    else:
        rows.append(row)
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def commit() -> str:
    """Of the code that was tried; with a mark when files differ from it, but for those that tell of it."""
    differs = _git("status", "--porcelain", "--untracked-files=no", "--", ":/", ":(top,exclude)docs")
    return f"{_git('describe', '--always', '--exclude=*') or 'unknown'}{', changed' if differs else ''}"


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=DOCS, capture_output=True, text=True, check=False).stdout.strip()


def main() -> None:
    page, rows = PAGE.read_text(), json.loads(FIGURES.read_text())
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(before + BEGIN + "\n" + "\n".join(tables(rows)) + END + after)


def tables(rows: list[Row]) -> Iterable[str]:
    for database, title in TITLES.items():
        found = [row for row in rows if row["database"] == database and row["what"] not in WHO_DIES]
        if not found:
            continue
        yield f"### {title}\n\n{', '.join(_origins(found))}.\n\n{HEAD}"
        yield from map(_line, found)
        yield ""
    if written := [row for row in rows if row["what"] in WHO_DIES]:
        yield f"### Counts, four writers\n\n{HEAD_OF_WRITERS}"
        yield from map(_line_of_writers, written)
        yield ""


def _origins(rows: list[Row]) -> Iterable[str]:
    """From which commits and days the figures are: one, when all were found in one run."""
    origins = dict.fromkeys((row["day"], row["commit"]) for row in rows)
    for day, found_at in origins:
        seconds = sum(row["seconds"] for row in rows if (row["day"], row["commit"]) == (day, found_at))
        yield f"{day} at commit {found_at} in {seconds / 60:.0f} minutes"


def _line(row: Row) -> str:
    numbers = (f"{row[name]:,}" for name in ("kills", "mails", "lost", "repeats", "doubled"))
    return f"| {' | '.join((row['what'], *numbers, row['besides']))} |"


def _line_of_writers(row: Row) -> str:
    name = TITLES[row["database"]].partition(",")[0]
    numbers = ("" if row[column] is None else f"{row[column]:,}" for column in WRITTEN)
    return f"| {' | '.join((name, WHO_DIES[row['what']], *numbers))} | {row['day']}, {row['commit']} |"


if __name__ == "__main__":
    main()
