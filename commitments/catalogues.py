"""The words of mails in each language: collected from the code, kept as .po, compiled to .mo.

GNU gettext is not asked for: Babel reads and writes both forms. The .mo files are kept beside the .po, because a
tracker fresh from its repository speaks every language; a test compares the two.
"""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOMS = ("commitments", "countries")
ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "commitments" / "locale"
LANGUAGES = ("nb", "lt", "cs")
PLURALS = {
    "nb": "nplurals=2; plural=(n != 1);",
    "lt": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "cs": "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
}
_KEYWORDS = {"_": None, "gettext": None, "gettext_noop": None, "gettext_lazy": None, "ngettext": (1, 2)}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
Words = dict[str | tuple[str, ...], set[str]]


class SteadyCatalog(Catalog):
    """With a head that says what programs need and no moments, so that nothing changes when no word did."""

    header_comment = "# Words of mails. Brought up to date by `make catalogues`."

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        language = str(self.locale)
        return [
            ("Language", language),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", PLURALS[language]),
        ]


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def compiled_path(language: str) -> Path:
    return path_of(language).with_suffix(".mo")


def extracted() -> Words:
    """What is said, and the files that say it."""
    found: Words = {}
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*")):
            for words in _said_in(file):
                found.setdefault(words, set()).add(str(file.relative_to(ROOT)))
    return found


def _said_in(file: Path) -> Iterator[str | tuple[str, ...]]:
    if file.suffix == ".py" and "migrations" not in file.parts:
        yield from _said_in_code(file.read_text(encoding="utf-8"))
    elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
        yield from _said_in_template(file.read_text(encoding="utf-8"))


def _said_in_template(source: str) -> Iterator[str | tuple[str, ...]]:
    """Django makes calls out of it, in lines that are no Python otherwise; their indents would be read as blocks."""
    calls = "\n".join(line.strip() for line in templatize(source).splitlines())
    found: Any = extract_python(io.BytesIO(calls.encode()), _KEYWORDS, [], {}) if "gettext" in calls else ()
    for _line, _function, words, _comments in found:
        yield words if isinstance(words, str) else tuple(part for part in words if part)


def _said_in_code(source: str) -> Iterator[str | tuple[str, ...]]:
    """From the syntax tree, which sees into f-strings, where a reader of tokens sees nothing."""
    for node in ast.walk(ast.parse(source)) if "gettext" in source else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KEYWORDS:
            words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if words:  # none where it is said by a variable
                yield words[0] if len(words) == 1 else tuple(words)


def read(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(catalogue: Catalog, words: Words) -> Catalog:
    """With everything that is said and nothing else; what was translated stays, and nothing is guessed."""
    fresh = SteadyCatalog(locale=str(catalogue.locale), fuzzy=False)
    for said, files in sorted(words.items(), key=lambda entry: entry[0] if isinstance(entry[0], str) else entry[0][0]):
        known = catalogue.get(said if isinstance(said, str) else said[0])
        places = [(file, 0) for file in sorted(files)]
        fresh.add(said, known.string if known else None, locations=places)
    return fresh


def written(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=120, include_lineno=False, omit_header=False)
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def gaps(catalogue: Catalog) -> Iterator[str]:
    """What is not translated, or not with the same placeholders in every form."""
    for message in catalogue:
        problem = _problem(message, catalogue.num_plurals) if message.id else ""
        if problem:
            yield f"“{_forms(message.id)[0]}”: {problem}"


def _problem(message: Message, plurals: int) -> str:
    said, forms = _forms(message.id), _forms(message.string)
    if message.fuzzy or not all(forms) or len(forms) != (plurals if len(said) > 1 else 1):
        return "not translated"
    wanted = set(_PLACEHOLDER.findall(said[-1]))
    if any(set(_PLACEHOLDER.findall(form)) != wanted for form in forms):
        return f"give the same placeholders: {', '.join(sorted(wanted)) or 'none'}"
    return ""


def _forms(words: Any) -> tuple[str, ...]:
    """Singular and plural alike; Babel writes one form as text and several as a sequence with gaps."""
    return (words,) if isinstance(words, str) else tuple(form or "" for form in words or ())
