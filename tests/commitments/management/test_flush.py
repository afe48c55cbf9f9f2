"""Emptying a database says what it meets, and leaves the locks as they were."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commitments.models import NamedBaseline
from tests.commitments.models.test_triggers import LISTED
from tests.people import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(coordinator):
    yield NamedBaseline.objects.create(
        name="Annual report", on=NOW.date(), place="All countries", made_at=NOW, made_by=coordinator
    )
    call_command("flush", interactive=False, with_baselines=True)


def locks():
    with connection.cursor() as cursor:
        cursor.execute(LISTED[connection.vendor])
        return set(cursor.fetchall())


def test_baselines_are_not_lost_by_accident(kept):
    with pytest.raises(CommandError, match="1 named baseline was kept for good in this database"):
        call_command("flush", interactive=False)
    assert NamedBaseline.objects.exists()


def test_whoever_says_so_empties_everything_and_the_locks_stay(kept):
    before = locks()
    call_command("flush", interactive=False, with_baselines=True)
    assert not NamedBaseline.objects.exists()
    assert locks() == before
