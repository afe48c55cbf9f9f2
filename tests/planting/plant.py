"""Some thousand commitments at a time, so that memory does not grow with their number."""

import random
from collections.abc import Callable

from django.db import connection, transaction

from commitments.models import Commitment
from tests.planting.field import Field
from tests.planting.land import settle

CHUNK = 5000


def plant(
    amount: int,
    *,
    updates: int = 5,
    seed: int = 7,
    countries: int = 50,
    told: Callable[[int], None] = lambda done: None,
) -> None:
    """`told` hears from time to time how many commitments stand. The database must hold none yet."""
    if Commitment.objects.exists():
        raise ValueError("There are commitments already. Give an empty database.")
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # every reference is right, so nobody has to look it up
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("PRAGMA cache_size = -200000")  # in KiB: indexes grow in many places at once
        field = Field(settle(countries), random.Random(seed), updates)
        for number in range(amount):
            field.sow(number)
            if (number + 1) % CHUNK == 0:
                field.write()
                told(number + 1)
        field.write()
        for table in field.tables:
            table.finish()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told(amount)
