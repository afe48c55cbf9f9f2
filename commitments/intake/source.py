"""A TOML file in, checked rows out: every problem of every file at once, before anything is written."""

import dataclasses
import datetime as dt
import tomllib
import types
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from commitments.deadlines import InvalidWindow, window_from_edtf
from commitments.intake.refusal import FileRefused, Problem
from commitments.intake.rows import FixtureFile

Row = TypeVar("Row")
_KINDS = {
    str: "a text in quotation marks",
    int: "a whole number",
    dt.date: "a day such as 2018-12-31, without quotation marks",
}


def read_files(paths: Sequence[Path]) -> dict[str, FixtureFile]:
    """File name to its rows. Raises `FileRefused` with all that is wrong."""
    problems: list[Problem] = []
    found: dict[str, FixtureFile] = {}
    for path in paths:
        try:
            found[path.name] = _read(path)
        except FileRefused as refusal:
            problems.extend(refusal.problems)
    problems.extend(_given_twice(found))
    if problems:
        raise FileRefused(problems)
    return found


def _read(path: Path) -> FixtureFile:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise FileRefused([Problem(path.name, "", "", f"It cannot be read: {problem.strerror}.")]) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise FileRefused([Problem(path.name, "", "", f"Not TOML in UTF-8: {problem}. Mend it there.")]) from problem
    reader = _Reader(path.name)
    rows = reader.row(FixtureFile, table, "")
    if reader.problems or rows is None:
        raise FileRefused(reader.problems)
    problems = [*_broken_keys(path.name, rows), *_broken_dates(path.name, rows)]
    if problems:
        raise FileRefused(problems)
    return rows


class _Reader:
    """Reads tables by the annotations of the rows; collects what does not fit."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def row(self, kind: type[Row], table: object, place: str) -> Row | None:
        if not isinstance(table, Mapping):
            self._complain(place, "", "This must be a table. Write its fields below a [heading].")
            return None
        before = len(self.problems)
        hints = get_type_hints(kind)
        for name in table.keys() - hints.keys():
            self._complain(place, name, f"No such field. Use one of: {', '.join(hints)}.")
        values = {}
        for spec in dataclasses.fields(kind):  # type: ignore[arg-type]
            if spec.name in table:
                values[spec.name] = self._value(hints[spec.name], table[spec.name], place, spec.name)
            elif spec.default is dataclasses.MISSING:
                self._complain(place, spec.name, "This is missing. Add it.")
        return kind(**values) if len(self.problems) == before else None

    def _value(self, hint: Any, value: object, place: str, name: str) -> object:
        if get_origin(hint) is tuple:
            return self._list(get_args(hint)[0], value, place, name)
        if dataclasses.is_dataclass(hint) and isinstance(hint, type):
            return self.row(hint, value, f"[{name}]")
        wanted = get_args(hint)[0] if get_origin(hint) is types.UnionType else hint
        if type(value) is not wanted:
            self._complain(place, name, f"This must be {_KINDS[wanted]}.")
        return value

    def _list(self, item: Any, value: object, place: str, name: str) -> tuple[object, ...]:
        if not isinstance(value, list):
            self._complain(place, name, "This must be a list. Put it in square brackets.")
            return ()
        if item is str:
            return tuple(self._value(str, each, place, name) for each in value)
        return tuple(self.row(item, each, _place(place, name, each, n)) for n, each in enumerate(value, start=1))

    def _complain(self, place: str, field: str, message: str) -> None:
        self.problems.append(Problem(self.file, place, field, message))


def _place(outer: str, name: str, table: object, number: int) -> str:
    """Such as "commitment NO-2017-02, update 1"."""
    singular = name.removesuffix("s")
    called = (table.get("reference") or table.get("key")) if isinstance(table, Mapping) else None
    inner = f"{singular} {called or number}"
    return f"{outer}, {inner}" if outer else inner


def _broken_keys(file: str, rows: FixtureFile) -> Iterable[Problem]:
    yield from _broken_tree(file, "institution", rows.institutions)
    yield from _broken_tree(file, "pillar", rows.pillars)
    institutions = {row.key for row in rows.institutions}
    pillars = {"", *(row.key for row in rows.pillars)}
    for row in rows.commitments:
        place = f"commitment {row.reference}"
        for field, key in (("lead", row.lead), *(("contributors", key) for key in row.contributors)):
            if key not in institutions:
                yield Problem(file, place, field, f"No institution has the key “{key}”. Add it, or use another key.")
        if row.pillar not in pillars:
            yield Problem(file, place, "pillar", f"No pillar has the key “{row.pillar}”. Add it, or use another key.")


def _broken_tree(file: str, noun: str, rows: Iterable[Any]) -> Iterable[Problem]:
    above: set[str] = set()
    for row in rows:
        if row.key in above:
            yield Problem(file, f"{noun} {row.key}", "key", "This key is given twice. Use another one.")
        if row.parent and row.parent not in above:
            yield Problem(
                file, f"{noun} {row.key}", "parent", f"No {noun} further up has the key “{row.parent}”. Put it above."
            )
        above.add(row.key)


def _broken_dates(file: str, rows: FixtureFile) -> Iterable[Problem]:
    for row in rows.commitments:
        for evidence in (piece for update in row.updates for piece in update.evidence):
            try:
                if evidence.dated_on:
                    window_from_edtf(evidence.dated_on)
            except InvalidWindow as problem:
                yield Problem(file, f"commitment {row.reference}, {evidence.title}", "dated_on", str(problem))


def _given_twice(files: Mapping[str, FixtureFile]) -> Iterable[Problem]:
    seen: set[str] = set()
    for file, rows in files.items():
        for reference in (rows.document.reference, *(row.reference for row in rows.commitments)):
            if reference in seen:
                yield Problem(file, reference, "reference", "This reference is given twice. Use another one.")
            seen.add(reference)
