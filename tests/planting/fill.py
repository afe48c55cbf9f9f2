"""Plant and count, with a bar for each."""

from commitments.models import Commitment
from commitments.rollups.apply import apply_batch
from tests.planting.land import NOW
from tests.planting.plant import plant
from tests.planting.progress import bar


def fill(amount: int, *, updates: int = 5, seed: int = 7, counted: bool = True) -> None:
    plant(amount, updates=updates, seed=seed, told=bar("planting", amount))
    if counted:
        count()


def count() -> None:
    """By the product itself: the generator knows nothing of spans."""
    waiting, done = Commitment.objects.awaiting_rollup().count(), 0
    tell = bar("counting", waiting)
    while batch := apply_batch(NOW):
        done += batch
        tell(done)
