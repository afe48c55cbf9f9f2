"""A date that follows another commitment is reminded of like any other, and not of what fell before it was counted."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.actions import DependencyDraft, wait_for
from commitments.models import Reminder
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db


def test_steps_before_the_date_was_counted_are_not_owed(norway, ministry, editor, coordinator):
    document = DocumentFactory(country=norway)
    law = CommitmentFactory(document=document, lead=ministry, due="2018-05-01")
    centre = CommitmentFactory(document=document, lead=ministry, due=None)
    wait_for(centre, DependencyDraft(law, 1, "month", "a month later"), by=standing_for(coordinator), now=NOW)
    reminders.run(dt.datetime.combine(TODAY, dt.time(12), dt.UTC))
    owed = Reminder.objects.filter(commitment=centre, recipient=editor)
    assert {row.due_revision for row in owed} == {2}
    assert {row.falls_on for row in owed} == {TODAY}
