"""Plant and count, with a bar for each."""

from django.db import connection

from commitments.models import Commitment
from commitments.rollups.rebuild import rebuild
from tests.planting.land import NOW
from tests.planting.plant import plant
from tests.planting.progress import bar


def fill(amount: int, *, updates: int = 5, seed: int = 7, counted: bool = True) -> None:
    plant(amount, updates=updates, seed=seed, told=bar("planting", amount))
    if counted:
        count()


def count() -> None:
    """By the product itself: the generator knows nothing of spans."""
    rebuild(NOW, told=bar("counting", Commitment.objects.count()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
