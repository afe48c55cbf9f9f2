"""Who may do what, person by person."""

import pytest

from commitments.access import may_coordinate, may_review, may_see, may_update
from commitments.models import Commitment
from countries.access import standing_of
from countries.models import Seat
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import TODAY, standing_for


@pytest.fixture
def commitment(norway, ministry) -> Commitment:
    return CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry)


RIGHTS = {
    "editor": (True, True, False, False),
    "colleague": (True, True, False, False),
    "head": (True, True, False, False),
    "coordinator": (True, True, True, True),
    "viewer": (True, False, False, False),
    "outsider": (False, False, False, False),
    "administrator": (True, True, True, True),
}


@pytest.mark.parametrize("name", RIGHTS)
def test_each_role_has_exactly_its_rights(name, commitment, request):
    standing = standing_for(request.getfixturevalue(name))
    rights = tuple(may(standing, commitment) for may in (may_see, may_update, may_coordinate, may_review))
    assert rights == RIGHTS[name]


@pytest.mark.parametrize("name", RIGHTS)
def test_the_list_shows_exactly_what_may_be_seen(name, commitment, request):
    standing = standing_for(request.getfixturevalue(name))
    listed = Commitment.objects.visible_to(standing).filter(pk=commitment.pk).exists()
    assert listed == RIGHTS[name][0]


def test_an_editor_of_another_institution_sees_but_does_not_update(commitment, chancellery, editor):
    Seat.objects.filter(person=editor).update(institution=chancellery)
    standing = standing_for(editor)
    assert may_see(standing, commitment)
    assert not may_update(standing, commitment)


def test_a_coordinator_with_a_seat_in_the_lead_does_not_review(commitment, coordinator, ministry):
    Seat.objects.filter(person=coordinator).update(institution=ministry)
    assert not may_review(standing_for(coordinator), commitment)


def test_who_has_left_the_seat_stands_for_nothing(commitment, editor):
    Seat.objects.filter(person=editor).update(held_until="2018-05-31")
    assert not may_see(standing_for(editor, TODAY), commitment)


def test_who_is_locked_out_stands_for_nothing(commitment, editor):
    editor.is_active = False
    editor.save()
    assert not may_see(standing_for(editor), commitment)


def test_the_public_view_shows_and_never_lets_write(commitment):
    standing = standing_of(None, TODAY, public=True)
    assert may_see(standing, commitment)
    assert not may_update(standing, commitment)
    assert not may_coordinate(standing, commitment)


def test_without_the_public_view_a_stranger_sees_nothing(commitment):
    assert not may_see(standing_of(None, TODAY, public=False), commitment)
