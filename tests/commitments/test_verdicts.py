"""The newest review of each day is held against the claim of that day."""

import datetime as dt

from django.http import QueryDict

from commitments.actions import ProgressDraft, ReviewDraft, post_review, post_update
from commitments.choices import Completion, Verdict
from commitments.filters import CommitmentFilters
from commitments.rollups.apply import apply_waiting
from countries.access import Standing
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, standing_for


def listed(query):
    filters = CommitmentFilters(QueryDict(query), standing=Standing(sees_all=True), days={})
    assert filters.is_valid(), filters.errors
    return {row.reference for row in filters.qs}


def test_each_verdict_finds_its_own_on_each_day(norway, ministry, editor, coordinator):
    document = DocumentFactory(country=norway)

    def made(reference, claimed, *judged):
        row = CommitmentFactory(document=document, lead=ministry, reference=reference)
        if claimed:
            draft = ProgressDraft(dt.date(2018, 2, 1), claimed, "So.")
            post_update(row, draft, by=standing_for(editor), now=NOW)
        for month, step in enumerate(judged, 3):
            review = ReviewDraft(step, "Seen.", dt.date(2018, month, 1))
            post_review(row, review, by=standing_for(coordinator), now=NOW)

    made("agreed", Completion.LIMITED, Completion.LIMITED)
    made("worse", Completion.COMPLETE, Completion.SUBSTANTIAL)
    made("better", None, Completion.NOT_STARTED)
    made("turned", Completion.COMPLETE, Completion.COMPLETE, Completion.LIMITED)
    made("unseen", Completion.COMPLETE)
    apply_waiting(NOW)
    expected = {
        "on=2018-02-15": (set(), set(), set(), {"agreed", "worse", "better", "turned", "unseen"}),
        "on=2018-03-15": ({"agreed", "turned"}, {"worse"}, {"better"}, {"unseen"}),
        "on=2018-04-15": ({"agreed"}, {"worse", "turned"}, {"better"}, {"unseen"}),
        "": ({"agreed"}, {"worse", "turned"}, {"better"}, {"unseen"}),
    }
    for day, found in expected.items():
        assert tuple(listed(f"{day}&judged={verdict}") for verdict in Verdict.values) == found
    assert listed("judged=lower&judged=higher") == {"worse", "turned", "better"}
    assert listed("judged=lower&judged=unreviewed") == {"worse", "turned", "unseen"}
