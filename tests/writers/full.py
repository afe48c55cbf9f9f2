"""`make chaos`: ten thousand things done by four writers, with two hundred kills."""

import pytest

from tests.writers.play import play
from tests.writers.test_writers import land

__all__ = ["land"]


@pytest.mark.django_db(transaction=True)
def chaos_counts_after_ten_thousand_operations(land):
    outcome = play(10_000, 200, seed=11)
    print(f"\n{outcome.done:,} operations by four writers, {outcome.kills} kills: {outcome.differences} differences")
    assert outcome.differences == 0
