import os

import pytest

from tracker.supervisor.lock import AlreadyRunning, held


def test_second_holder_reads_the_words_of_the_first(tmp_path):
    path = tmp_path / "up.lock"
    with held(path, "http://127.0.0.1:8000"):
        with pytest.raises(AlreadyRunning) as refused, held(path, "http://127.0.0.1:8001"):
            pytest.fail("held twice")
        assert str(refused.value) == f"http://127.0.0.1:8000 (process {os.getpid()})"


def test_released_lock_can_be_taken_again(tmp_path):
    path = tmp_path / "up.lock"
    with held(path, "first"):
        pass
    with held(path, "second"):
        assert path.read_text().startswith("second")
