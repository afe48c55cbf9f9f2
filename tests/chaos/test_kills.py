"""A sender killed anywhere loses nothing, and repeats at most the one mail in its hands, to the byte."""

from functools import partial

import pytest

from tests.chaos import world
from tests.chaos.kills import AtAnyMoment, in_turn, play
from tests.chaos.seams import SEAMS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_killed_at_every_named_place_in_turn(open_stage):
    owed = world.people(60, each=2)
    result = in_turn(open_stage(senders=2), owed, SEAMS)
    assert (result.lost, result.changed, result.doubled) == (0, 0, 0)
    assert 1 <= result.repeats <= result.kills  # after an answer nobody heard there must be one


def test_killed_at_any_moment(open_stage):
    owed = world.people(20, each=2)
    result = play(partial(open_stage, senders=2), owed, AtAnyMoment(6, longest=1.0))
    assert (result.lost, result.changed, result.doubled) == (0, 0, 0)
    assert result.repeats <= result.kills
