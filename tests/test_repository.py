"""What the repository says about itself must be true."""

import ast
import os
import re
import subprocess
import tomllib

import pytest
from django.template.loader import get_template

from tests.conftest import PAGES_ON_BOTH, SAID_ONCE
from tracker.environment import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = PROJECT["project"]["dependencies"]
EVERYTHING = [*RUNTIME, *PROJECT["dependency-groups"]["test"], *PROJECT["dependency-groups"]["check"]]
ROOMS = ["countries", "commitments", "tracker"]
TEMPLATES = sorted(
    str(path.relative_to(folder))
    for room in ROOMS
    for folder in (ROOT / room).rglob("templates")
    for path in folder.rglob("*.*")
)


def locked(path: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==(\S+)", (ROOT / path).read_text(), re.MULTILINE))


@pytest.mark.parametrize(("lock", "wanted"), [("requirements.txt", RUNTIME), ("tests/requirements.txt", EVERYTHING)])
def test_lock_holds_what_the_project_asks_for(lock, wanted):
    asked = dict(re.sub(r"\[.*\]", "", requirement).split("==") for requirement in wanted)
    found = locked(lock)
    assert {name: found.get(name) for name in asked} == asked, "run `make lock`"


def test_tests_run_on_what_is_shipped():
    shipped, tested = locked("requirements.txt"), locked("tests/requirements.txt")
    assert {name: tested.get(name) for name in shipped} == shipped, "run `make lock`"


@pytest.mark.parametrize("lock", ["requirements.txt", "tests/requirements.txt"])
def test_lock_names_no_registry(lock):
    assert "://" not in (ROOT / lock).read_text()


@pytest.mark.parametrize("template", TEMPLATES)
def test_template_compiles(template):
    get_template(template)


def test_help_lists_every_word_of_the_makefile():
    bare = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    listed = subprocess.run(["make", "help"], cwd=ROOT, env=bare, capture_output=True, text=True, check=True).stdout
    words = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE).group(1).split()
    assert [line.split()[0] for line in listed.splitlines()] == words


def test_what_is_said_once_is_there():
    """A name that is gone would bring its tests back, or leave them out, unseen."""
    named = [*SAID_ONCE, *(f"commitments/web/{name}.py" for name in PAGES_ON_BOTH)]
    assert [name for name in named if not is_there(*name.split("::"))] == []


def is_there(file: str, test: str = "") -> bool:
    path = ROOT / "tests" / file
    return path.is_file() and f"def {test}(" in path.read_text() if test else path.is_file()


def test_no_inline_script_or_style():
    """The content security policy would refuse it in the reader's browser."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    pages = [
        path
        for room in ROOMS
        for path in (ROOT / room).rglob("*.html")
        if not {"mail", "mails", "reminders"} & set(path.parts)  # mails carry their styles with them
    ]
    assert {str(path.relative_to(ROOT)) for path in pages if inline.search(path.read_text())} == set()


@pytest.mark.parametrize(("folders", "most"), [([*ROOMS, "manage.py"], 300), (["tests"], 400)])
def test_no_file_outgrows_a_reader(folders, most):
    """Split it where its two subjects meet."""
    files = [
        path
        for folder in folders
        for path in ([ROOT / folder] if folder.endswith(".py") else sorted((ROOT / folder).rglob("*")))
        if path.suffix in {".py", ".html", ".css", ".js"} and "migrations" not in path.parts
    ]
    assert len(files) > 1
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {path: length for path, length in lengths.items() if length > most} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_no_function_outgrows_a_page(room):
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_quotations_of_the_fixtures_are_kept_short():
    """The texts themselves are not ours to copy: one sentence per promise."""
    for path in sorted((ROOT / "fixtures").glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["commitments"]:
            assert 10 < len(row["quotation"]) < 300, row["reference"]
