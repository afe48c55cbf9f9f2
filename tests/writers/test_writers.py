import pytest

from tests.factories import CommitmentFactory, DocumentFactory, PillarFactory
from tests.writers.play import play


@pytest.fixture
def land(norway, ministry, coordinator, administrator):
    document = DocumentFactory(country=norway)
    PillarFactory.create_batch(2, document=document)
    CommitmentFactory.create_batch(4, document=document, lead=ministry)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_counts_are_right_after_four_writers_and_kills(land):
    outcome = play(40, 2, seed=5)
    assert (outcome.kills, outcome.alarms, outcome.differences) == (2, 0, 0), outcome
