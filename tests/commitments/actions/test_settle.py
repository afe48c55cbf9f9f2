"""A row that somebody else is changing is read when they are done, with all that belongs to it then."""

import threading

import pytest
from django.db import transaction

from commitments.actions.settle import locked
from commitments.models import Commitment
from tests.factories import CommitmentFactory, InstitutionFactory, PillarFactory
from tests.together import together


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_waits_for_another_institution_finds_the_row_with_it():
    promise = CommitmentFactory()
    other = InstitutionFactory(country=promise.document.country)
    pillar = PillarFactory(document=promise.document)
    held = threading.Event()

    @transaction.atomic
    def change():
        locked(promise)
        Commitment.objects.filter(pk=promise.pk).update(lead=other, pillar=pillar)
        held.set()
        threading.Event().wait(0.5)  # the other one asks meanwhile

    @transaction.atomic
    def wait():
        held.wait(10)
        row = locked(promise)
        return row.lead, row.pillar

    assert together(change, wait)[1] == (other, pillar)
