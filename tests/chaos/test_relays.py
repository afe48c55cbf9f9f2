"""A mail server with every fault there is: whoever can be told is told, and whoever cannot is on a page."""

import pytest

from tests.chaos import relays

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_three_of_ten_go_wrong(open_stage):
    result, most_copies, refused = relays.play(open_stage(senders=2, faults=0.3), people=10, each=2)
    assert (result.lost, result.changed, result.doubled) == (0, 0, 0)
    assert most_copies <= 3
    assert refused
