"""Spans of time in words."""

import datetime as dt

import pytest

from commitments.web.wording import ago


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "just now"),
        (0, "just now"),
        (1, "1 second ago"),
        (119, "1 minute ago"),
        (7200, "2 hours ago"),
        (90000, "1 day ago"),
    ],
)
def test_ago(seconds, words):
    assert ago(dt.timedelta(seconds=seconds)) == words
