"""What a dashboard holds, from facts to numbers with their questions."""

import datetime as dt

import pytest
from django.http import QueryDict

from commitments.actions import ProgressDraft, ReviewDraft, Ruling, post_review, post_update, withdraw
from commitments.choices import Completion
from commitments.dashboard import Places, Subject, dashboard_of
from commitments.dashboard.trend import quarters
from commitments.filters import CommitmentFilters
from commitments.rollups.apply import apply_waiting
from countries.access import Standing
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory, PillarFactory, coming_back
from tests.people import NOW, standing_for

EVERYBODY = Standing(sees_all=True)
DAY = dt.date(2019, 6, 1)


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway, reference="NO-2017", title="The strategy")


def shown(subject=None, on=DAY, standing=EVERYBODY):
    apply_waiting(NOW)
    return dashboard_of(subject or Subject(), on, standing=standing, places=Places.seen_by(standing))


def test_the_longest_overdue_comes_first_with_its_days(document):
    CommitmentFactory(document=document, due="2019-05", title="Later")
    CommitmentFactory(document=document, due="2018", title="Sooner")
    CommitmentFactory(document=document, due="2020", title="Not yet")
    assert [(late.title, late.days) for late in shown().longest] == [("Sooner", 152), ("Later", 1)]


def test_deadlines_ahead_add_up(document):
    for due in ("2019-06-10", "2019-07-31", "2019-12", "2025"):
        CommitmentFactory(document=document, due=due)
    assert [part.number.count for part in shown().ahead] == [1, 2, 3, 1]
    assert shown().ahead[1].number.query == "horizon=within_30&horizon=within_90&on=2019-06-01"


def test_a_pillar_counts_what_is_below_it(document):
    top = PillarFactory(document=document, title="Top")
    below = PillarFactory(document=document, parent=top, title="Below")
    CommitmentFactory(document=document, pillar=top)
    CommitmentFactory(document=document, pillar=below)
    (group,) = shown().pillars
    assert [(r.subject.name, r.depth, r.figures.total.count) for r in group.rows] == [("Top", 0, 2), ("Below", 1, 1)]
    assert not group.elsewhere


def test_commitments_outside_the_pillars_are_mentioned(document):
    PillarFactory(document=document)
    CommitmentFactory(document=document)
    (group,) = shown().pillars
    assert group.elsewhere


def test_an_institution_counts_the_bodies_below_it(document, ministry):
    agency = InstitutionFactory(country=document.country, parent=ministry, name="Agency")
    InstitutionFactory(country=document.country, name="Promised nothing")
    CommitmentFactory(document=document, lead=ministry)
    CommitmentFactory(document=document, lead=agency)
    rows = shown(Subject(document.country)).institutions
    assert [(r.subject.name, r.depth, r.figures.total.count) for r in rows] == [
        ("Ministry of Defence", 0, 2),
        ("Agency", 1, 1),
    ]
    narrowed = shown(Subject(document.country, institution=agency))
    assert (narrowed.figures.total.count, len(narrowed.institutions), narrowed.pillars) == (1, 1, ())


def test_the_league_begins_with_the_most_overdue(document, lithuania):
    CommitmentFactory(document=document, due="2030")
    CommitmentFactory(document=DocumentFactory(country=lithuania), due="2018")
    assert [row.subject.name for row in shown().countries] == ["Lithuania", "Norway"]
    assert shown(Subject(document.country)).countries == ()


def test_done_late_and_closed_are_told_apart(document, ministry, editor, coordinator):
    late, gone = (CommitmentFactory(document=document, lead=ministry, due="2018-01") for _ in range(2))
    draft = ProgressDraft(dt.date(2018, 3, 1), Completion.COMPLETE, "Done.")
    post_update(late, draft, by=standing_for(editor), now=NOW)
    withdraw(gone, Ruling(dt.date(2018, 4, 1), "The ministry", "Not needed."), by=standing_for(coordinator), now=NOW)
    figures = shown().figures
    assert (figures.done.count, figures.closed.count, figures.overdue.count) == (1, 1, 0)
    assert {part.state: part.number.count for part in figures.ended_parts}["done_late"] == 1
    earlier = shown(on=dt.date(2018, 2, 15)).figures
    assert (earlier.overdue.count, earlier.done.count, earlier.closed.count) == (2, 0, 0)


def test_the_newest_review_is_held_against_the_claim_of_the_day(document, ministry, editor, coordinator):
    commitment = CommitmentFactory(document=document, lead=ministry, title="Claimed")
    draft = ProgressDraft(dt.date(2018, 2, 1), Completion.SUBSTANTIAL, "Nearly done.")
    post_update(commitment, draft, by=standing_for(editor), now=NOW)
    for day, judged in [(dt.date(2018, 3, 1), Completion.SUBSTANTIAL), (dt.date(2018, 4, 1), Completion.LIMITED)]:
        post_review(commitment, ReviewDraft(judged, "So we found.", day), by=standing_for(coordinator), now=NOW)
    (found,) = shown().judged
    assert (found.title, found.claimed, found.judged) == ("Claimed", Completion.SUBSTANTIAL, Completion.LIMITED)
    assert shown(on=dt.date(2018, 3, 15)).judged == ()


def test_a_time_that_was_judged_otherwise_is_named_with_its_own_claim(document, ministry, editor, coordinator):
    yearly = coming_back("R/2018-03-01/P1Y", NOW.date(), document=document, lead=ministry, title="Yearly")
    done = ProgressDraft(dt.date(2018, 3, 1), "complete", "Sent.", occurrence=1)
    post_update(yearly, done, by=standing_for(editor), now=NOW)
    review = ReviewDraft(Completion.LIMITED, "Half of it.", dt.date(2018, 4, 1), 1)
    post_review(yearly, review, by=standing_for(coordinator), now=NOW)
    (found,) = shown().judged
    assert (found.claimed, found.judged, found.time) == (Completion.COMPLETE, Completion.LIMITED, "2018")


def test_the_trend_begins_where_the_promises_do_and_ends_in_a_year(document):
    CommitmentFactory(document=document, due="2018")
    trend = shown().trend
    assert (trend.points[0].on, trend.points[-1].on) == (dt.date(2017, 7, 1), dt.date(2020, 4, 1))
    assert [p.overdue.count for p in trend.points if p.on.month == 1] == [0, 1, 1]
    assert DAY in [point.on for point in trend.points]


def test_quarters_lie_between_two_days():
    assert list(quarters(dt.date(2018, 12, 31), dt.date(2019, 4, 1))) == [dt.date(2019, 1, 1), dt.date(2019, 4, 1)]


def test_trail_leads_from_everything_to_what_stands_above(document):
    pillar = PillarFactory(document=document)
    subject = Subject(document.country, document, pillar)
    assert [step.name for step in subject.trail()] == ["All countries", "Norway", "The strategy"]
    assert Subject().trail() == ()
    assert [step.name for step in Subject(document.country).trail()] == ["All countries"]


def test_who_sees_nothing_counts_nothing(document):
    CommitmentFactory(document=document)
    assert shown(standing=Standing()).figures.total.count == 0


def test_deadlines_stand_month_by_month_from_today_on(document):
    for due in ("2019-05", "2019-06-01", "2019-06", "2019-08-31", "2019-08", "2020-05-31", "2020-06-01"):
        CommitmentFactory(document=document, due=due)
    apply_waiting(NOW)
    ahead = dashboard_of(Subject(), DAY, standing=EVERYBODY, places=Places.seen_by(EVERYBODY), today=DAY)
    assert [(part.label, part.number.count) for part in ahead.months if part.number.count] == [
        ("June 2019", 2),
        ("August 2019", 2),
        ("May 2020", 1),
    ]
    assert len(ahead.months) == 12
    for part in ahead.months:
        filters = CommitmentFilters(QueryDict(part.number.query), standing=EVERYBODY, days={})
        assert filters.qs.count() == part.number.count
    assert shown().months == ()
