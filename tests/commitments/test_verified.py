"""Claimed against verified: the newest review by a day, and each count exactly its list."""

import datetime as dt
from itertools import product

import pytest
from django.http import QueryDict

from commitments.actions import ProgressDraft, ReviewDraft, post_review, post_update
from commitments.choices import Completion, Verdict
from commitments.dashboard import Places, Subject, dashboard_of
from commitments.filters import CommitmentFilters
from commitments.pictures import findings
from commitments.rollups.apply import apply_waiting
from commitments.timeline import verdict_of
from countries.access import Standing
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, standing_for

EVERYBODY = Standing(sees_all=True)
DAYS = [dt.date(2018, 1, 1), dt.date(2018, 3, 15), dt.date(2018, 4, 15), dt.date(2030, 1, 1)]
C = Completion


@pytest.fixture
def reviewed(norway, lithuania, ministry, editor, coordinator):
    """Claimed and judged in every direction, one judged twice, one by nobody, one elsewhere."""
    document = DocumentFactory(country=norway, reference="NO-2017")
    for claimed, judged in [
        (C.SUBSTANTIAL, [C.SUBSTANTIAL]),
        (C.COMPLETE, [C.COMPLETE, C.LIMITED]),
        (C.LIMITED, [C.SUBSTANTIAL]),
        (C.NOT_STARTED, [C.NO_EVIDENCE]),
        (C.LIMITED, []),
    ]:
        commitment = CommitmentFactory(document=document, lead=ministry, due="2019")
        post_update(commitment, ProgressDraft(dt.date(2018, 2, 1), claimed, "So."), by=standing_for(editor), now=NOW)
        for month, step in enumerate(judged, start=3):
            draft = ReviewDraft(step, "So we found.", dt.date(2018, month, 1))
            post_review(commitment, draft, by=standing_for(coordinator), now=NOW)
    CommitmentFactory(document=DocumentFactory(country=lithuania))
    apply_waiting(NOW)
    return document


def counted(subject, on):
    return dashboard_of(subject, on, standing=EVERYBODY, places=Places.seen_by(EVERYBODY)).figures.verified


def test_the_newest_review_by_the_day_counts(reviewed):
    found = [[part.number.count for part in counted(Subject(reviewed.country), on)] for on in DAYS]
    assert found == [[0, 0, 0, 5], [2, 1, 1, 1], [1, 2, 1, 1], [1, 2, 1, 1]]
    assert [part.number.count for part in counted(Subject(), DAYS[-1])] == [1, 2, 1, 2]


@pytest.mark.parametrize("on", DAYS)
def test_every_count_is_the_length_of_its_list(reviewed, on):
    for subject in (Subject(), Subject(reviewed.country), Subject(reviewed.country, reviewed)):
        for part in counted(subject, on):
            filters = CommitmentFilters(QueryDict(part.number.query), standing=EVERYBODY, days={})
            assert filters.is_valid(), filters.errors
            assert filters.qs.count() == part.number.count


def test_every_pair_has_one_verdict_and_no_evidence_is_the_least():
    verdicts = {(claimed, judged): verdict_of(claimed, judged) for claimed, judged in product(C, C)}
    assert sum(verdict == Verdict.AS_CLAIMED for verdict in verdicts.values()) == len(C)
    assert verdicts[C.NOT_STARTED, C.NO_EVIDENCE] == Verdict.LOWER
    assert all(verdicts[one, other] != verdicts[other, one] for one, other in verdicts if one != other)


def test_those_that_differ_are_named_newest_first(reviewed):
    shown = dashboard_of(Subject(), DAYS[-1], standing=EVERYBODY, places=Places.seen_by(EVERYBODY))
    found = [(one.claimed, one.judged, one.reviewed_on.month) for one in shown.judged]
    assert found == [(C.COMPLETE, C.LIMITED, 4), (C.NOT_STARTED, C.NO_EVIDENCE, 3), (C.LIMITED, C.SUBSTANTIAL, 3)]


def test_it_is_said_in_a_sentence(reviewed):
    said = [findings.verified(counted(Subject(reviewed.country), on)) for on in DAYS[:3]]
    assert said == [
        "No claim was verified by a review",
        "2 of 4 reviewed claims are borne out, 1 is judged lower",
        "1 of 4 reviewed claims is borne out, 2 are judged lower",
    ]


@pytest.mark.parametrize("query", ["judged=lower", "judged=unreviewed", "judged=higher&judged=unreviewed"])
def test_the_list_of_now_and_its_count_agree(reviewed, query):
    days = dict.fromkeys([reviewed.country_id], DAYS[-1])
    filters = CommitmentFilters(QueryDict(query), standing=EVERYBODY, days=days)
    assert filters.is_valid()
    assert filters.qs.count() == filters.known_count() > 0
