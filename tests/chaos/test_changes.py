"""A date moved, a promise closed or kept, an owner replaced, a seat left: nothing stale goes out."""

import pytest

from tests.chaos import changes
from tests.chaos.seams import BY_NAME

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("place", ["planned", "mails are written", "mails are claimed", "the server has answered"])
def test_what_changed_meanwhile_is_not_told(open_stage, place):
    assert changes.play(open_stage(senders=1), BY_NAME[place]) == []
