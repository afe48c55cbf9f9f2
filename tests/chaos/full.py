"""`make chaos`: every scenario at full length. What is printed at the end stands in `docs/reliability.md`."""

from functools import partial

import pytest
from django.db import connection

from tests.chaos import world
from tests.chaos.kills import Result, at_any_moment, at_seam
from tests.chaos.seams import SEAMS

pytestmark = pytest.mark.django_db(transaction=True)


def on_sqlite() -> bool:
    return connection.vendor == "sqlite"


@pytest.fixture
def scale() -> tuple[int, int, int]:
    """Senders, people and kills; every person is owed 20 reminders."""
    return (2, 50, 5) if on_sqlite() else (4, 500, 30)


def check(result: Result, most_repeats: float) -> None:
    assert (result.lost, result.changed, result.doubled) == (0, 0, 0), result
    assert result.repeats <= most_repeats, result


@pytest.mark.parametrize("seam", SEAMS, ids=lambda seam: seam.name)
def chaos_killed_at_a_named_place(open_stage, figures, scale, seam):
    senders, people, kills = scale
    owed = world.people(people, each=20)
    result = at_seam(partial(open_stage, senders=senders), owed, seam, kills=kills, often=5 if on_sqlite() else None)
    figures(f"Killed: {seam.name}", result)
    check(result, kills if seam.gap else 0)


def chaos_killed_at_any_moment(open_stage, figures, scale):
    senders, people, _ = scale
    owed = world.people(people, each=20)
    result = at_any_moment(partial(open_stage, senders=senders), owed, kills=40 if on_sqlite() else 200, longest=3.0)
    figures("Killed at any moment", result)
    check(result, 0.05 * result.kills)
