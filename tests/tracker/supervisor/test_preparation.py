import pytest

from tracker.supervisor import preparation
from tracker.supervisor.preparation import fingerprint, is_done, steps


@pytest.fixture
def rooms(tmp_path):
    for room in preparation.ROOMS:
        (tmp_path / room / "__pycache__").mkdir(parents=True)
    (tmp_path / "fixtures" / "norway.toml").write_text("a = 1\n")
    return tmp_path


def test_nothing_changed_is_the_same_fingerprint(rooms):
    assert fingerprint(rooms, "here") == fingerprint(rooms, "here")


@pytest.mark.parametrize(
    "change",
    [
        lambda rooms: (rooms / "fixtures" / "norway.toml").write_text("a = 12\n"),
        lambda rooms: (rooms / "tracker" / "new.css").write_text(""),
        lambda rooms: (rooms / "fixtures" / "norway.toml").unlink(),
    ],
)
def test_changed_file_is_another_fingerprint(rooms, change):
    before = fingerprint(rooms, "here")
    change(rooms)
    assert fingerprint(rooms, "here") != before


def test_another_database_is_another_fingerprint(rooms):
    assert fingerprint(rooms, "here") != fingerprint(rooms, "there")


def test_what_python_compiles_does_not_count(rooms):
    before = fingerprint(rooms, "here")
    (rooms / "tracker" / "__pycache__" / "run.pyc").write_bytes(b"0")
    assert fingerprint(rooms, "here") == before


@pytest.mark.parametrize(("mark", "missing", "expected"), [("a", False, True), ("a", True, False), ("b", False, False)])
def test_prepared_means_same_files_and_whole_tables(tmp_path, monkeypatch, mark, missing, expected):
    monkeypatch.setattr(preparation, "_migrations_are_missing", lambda: missing)
    (tmp_path / "prepared").write_text(mark)
    assert is_done(tmp_path / "prepared", "a") is expected


@pytest.mark.parametrize(("with_demo", "count"), [(True, 3), (False, 2)])
def test_demo_is_loaded_when_asked_for(with_demo, count):
    assert len(list(steps(with_demo=with_demo))) == count
