"""Whoever is told instead of somebody may do what they are told to: mail and rights follow the same deputies."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments.access import may_acknowledge, may_update
from commitments.reminders.audience import Audience
from countries.access import standing_of
from countries.choices import Role
from countries.models import Seat
from tests.commitments.reminders.test_property import rolled_back
from tests.factories import CommitmentFactory, DocumentFactory, SeatFactory

TODAY = dt.date(2018, 6, 1)
DAY = dt.timedelta(days=1)

SEATS = st.lists(
    st.tuples(
        st.sampled_from([Role.EDITOR, Role.HEAD, Role.VIEWER]),
        st.booleans(),
        st.sampled_from(["here", "away", "left"]),
        st.integers(0, 4),
    ),
    min_size=5,
    max_size=5,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=SEATS)
def test_told_and_allowed_are_the_same_people(drawn, norway, ministry, chancellery):
    """Of those who are there: somebody who is away keeps the right and is not told."""
    with rolled_back():
        commitment = CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry)
        seats = [SeatFactory(institution=ministry if inside else chancellery, role=role) for role, inside, *_ in drawn]
        for seat, (_role, _inside, how, deputy) in zip(seats, drawn, strict=True):
            away = {"absent_from": TODAY, "absent_until": TODAY + DAY} if how == "away" else {}
            left = {"held_until": TODAY - DAY} if how == "left" else {}
            named = None if seats[deputy] == seat else seats[deputy]
            Seat.objects.filter(pk=seat.pk).update(deputy=named, **away, **left)
        told = {one.person.pk for one in Audience.on({norway.pk: TODAY}).of(ministry)}
        here = [seat.person for seat, (*_, how, _deputy) in zip(seats, drawn, strict=True) if how == "here"]
        standings = {person.pk: standing_of(person, TODAY, public=False) for person in here}
        assert told == {pk for pk, one in standings.items() if may_update(one, commitment)}
        assert told == {pk for pk, one in standings.items() if may_acknowledge(one, commitment)}
