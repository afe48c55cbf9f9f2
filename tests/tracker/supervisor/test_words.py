import sys

from tracker.supervisor.words import progress, say, welcome


class ClosedWindow:
    def write(self, words):
        raise OSError(5, "Input/output error")


def test_closed_window_does_not_keep_us_from_stopping(monkeypatch):
    monkeypatch.setattr(sys, "stdout", ClosedWindow())
    say("Stopped.")


def test_progress_is_said_before_the_work(capsys):
    with progress("Database"):
        assert capsys.readouterr().out == "  Database ... "


def test_welcome_names_address_and_every_sign_in():
    words = welcome("http://127.0.0.1:8000", [("editor", "editor@example.org", "a word")], mail_is_delivered=False)
    assert "http://127.0.0.1:8000" in words
    assert "editor@example.org  password a word" in words
    assert "Mails stay on the outbox page." in words
