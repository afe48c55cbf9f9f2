"""Imports run one way, or this fails: countries <- commitments <- tracker."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tracker.environment import ROOT

FLOORS = ["countries", "commitments", "tracker"]
SEPARATE_ROOMS = ["reminders", "rollups", "intake"]
EDGES = ["web", "templatetags", "api", "admin", "tasks", "management"]
CELERY_MAY_BE_IMPORTED_IN = {
    "commitments/tasks.py",
    "tracker/apps.py",
    "tracker/beat.py",
    "tracker/celery.py",
    "tracker/supervisor/run.py",
}


def modules(folder: str) -> list[Path]:
    return [p for p in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in p.parts]


@cache
def imports(path: Path) -> list[str]:
    return imported_by(path.read_text())


def imported_by(source: str) -> list[str]:
    """Every imported name in full: `from a.b import c` is both a.b and a.b.c."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def reaches(names: list[str], *packages: str) -> list[str]:
    return [n for n in names if any(n == p or n.startswith(f"{p}.") for p in packages)]


def offenders(paths: list[Path], *packages: str) -> dict[str, list[str]]:
    found = {str(path.relative_to(ROOT)): reaches(imports(path), *packages) for path in paths}
    return {path: names for path, names in found.items() if names}


def test_every_spelling_of_an_import_is_seen():
    source = "import a.b\nfrom c import d\ndef f():\n    from e.f import g\n"
    assert imported_by(source) == ["a.b", "c", "c.d", "e.f", "e.f.g"]


def test_arrow_that_points_the_wrong_way_is_caught(tmp_path):
    """The checker itself must be able to fail."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def late():\n    from commitments.models import Commitment\n    import tracker.settings\n")
    assert reaches(imports(wrong), "commitments", "tracker") == [
        "commitments.models",
        "commitments.models.Commitment",
        "tracker.settings",
    ]
    assert reaches(["commitments_of_others", "trackers"], "commitments", "tracker") == []


@pytest.mark.parametrize(("floor", "above"), [(f, FLOORS[i + 1 :]) for i, f in enumerate(FLOORS[:-1])])
def test_lower_floor_imports_no_upper_one(floor, above):
    assert offenders(modules(floor), *above) == {}


def test_nothing_but_tests_imports_tests():
    assert offenders([p for floor in FLOORS for p in modules(floor)], "tests") == {}


@pytest.mark.parametrize("room", SEPARATE_ROOMS)
def test_rooms_side_by_side_do_not_import_one_another(room):
    others = [f"commitments.{other}" for other in SEPARATE_ROOMS if other != room]
    assert offenders(modules(f"commitments/{room}"), *others) == {}


@pytest.mark.parametrize("floor", ["countries", "commitments"])
def test_rooms_do_not_import_edges(floor):
    edges = [f"{floor}.{edge}" for edge in EDGES]
    rooms = [p for p in modules(floor) if not set(p.relative_to(ROOT / floor).with_suffix("").parts) & set(EDGES)]
    assert len(rooms) > 5
    assert offenders([p for p in rooms if p.name not in {"apps.py", "urls.py"}], *edges) == {}


def test_celery_stays_at_the_edge():
    paths = [p for floor in FLOORS for p in modules(floor)]
    assert set(offenders(paths, "celery", "tracker.celery")) <= CELERY_MAY_BE_IMPORTED_IN


LEAVES = {
    "countries/choices.py": [],
    "countries/validators.py": [],
    "commitments/choices.py": [],
    "commitments/validators.py": ["countries.validators", "commitments.choices", "commitments.deadlines"],
    "commitments/life.py": ["commitments.choices"],
    "commitments/timeline.py": ["commitments.choices", "commitments.life"],
}


@pytest.mark.parametrize(("leaf", "allowed"), LEAVES.items())
def test_leaves_import_only_leaves(leaf, allowed):
    assert [name for name in reaches(imports(ROOT / leaf), *FLOORS) if not reaches([name], *allowed)] == []


def test_deadlines_are_pure():
    assert offenders(modules("commitments/deadlines"), "django", "commitments.models", "countries.models") == {}


@pytest.mark.parametrize("floor", FLOORS)
def test_no_drawer_for_odds_and_ends(floor):
    drawers = {"utils", "util", "helpers", "common", "services", "misc", "base"}
    assert [str(p) for p in modules(floor) if drawers & {p.stem, *p.relative_to(ROOT).parts}] == []


def test_no_module_is_named_like_a_package_we_use():
    """A root module called csp.py would hide django-csp."""
    own = {path.stem for path in ROOT.glob("*.py")}
    assert own == {"manage"}
