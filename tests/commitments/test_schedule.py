"""The SQL twin says the same as `timeline.schedule_state`, row by row."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commitments.choices import Closure, Completion
from commitments.models import Commitment
from tests.factories import CommitmentFactory, CountryFactory, DocumentFactory, InstitutionFactory
from tests.servers import examples

DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2019, 12, 31))


class TestTwins(TestCase):
    @settings(max_examples=examples(40))
    @given(
        rows=st.lists(
            st.tuples(
                st.none() | DAYS, st.sampled_from(Completion.values), DAYS, st.sampled_from(["", *Closure.values])
            ),
            min_size=1,
            max_size=6,
        ),
        on=DAYS,
    )
    def test_both_definitions_agree(self, rows, on):
        document = DocumentFactory()
        lead = InstitutionFactory(country=document.country)
        for due, completion, day, closed_as in rows:
            CommitmentFactory(
                document=document,
                lead=lead,
                due=due.isoformat() if due else None,
                completion=completion,
                done_on=day if completion == Completion.COMPLETE else None,
                closed_as=closed_as,
                closed_on=day if closed_as else None,
            )
        for row in Commitment.objects.with_schedule(on):
            assert row.schedule == row.schedule_on(on)


@pytest.mark.django_db
def test_each_country_has_its_own_today():
    rows = [CommitmentFactory(document=DocumentFactory(country=CountryFactory(code=code))) for code in ("NO", "LT")]
    countries = {row.reference: row.document.country_id for row in rows}
    days = dict(zip(countries.values(), [dt.date(2018, 12, 31), dt.date(2019, 1, 1)], strict=True))
    states = dict(Commitment.objects.with_schedule(days).values_list("reference", "schedule"))
    assert [states[row.reference] for row in rows] == ["due_soon", "overdue"]
