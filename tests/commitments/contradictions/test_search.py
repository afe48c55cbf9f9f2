"""The database brings every suspect before the rules, in the countries somebody coordinates."""

import datetime as dt

import pytest

from commitments.actions import (
    EvidenceDraft,
    MilestoneDraft,
    Move,
    ProgressDraft,
    Ruling,
    add_milestone,
    move_date,
    post_update,
    withdraw,
)
from commitments.contradictions import Kind, search, sheet, sheets
from commitments.models import DateReading
from countries.choices import Role
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory
from tests.people import NOW, TODAY, seated, standing_for


@pytest.fixture
def document(norway, editor):
    """Its ministry has an owner, so that only what a test is about is found."""
    return DocumentFactory(country=norway)


@pytest.fixture
def promised(document, ministry):
    return lambda **given: CommitmentFactory(document=document, lead=ministry, **given)


def found(person, most=1000):
    standing = standing_for(person)
    days = dict.fromkeys(standing.seen_countries, TODAY)
    rows = [one for found in sheets(standing, days, most) for one in found.findings]
    return [(one.kind, one.commitment or one.institution) for one in rows]


def complete(row, person, evidence=()):
    draft = ProgressDraft(dt.date(2018, 4, 1), "complete", "Done.", evidence=evidence)
    post_update(row, draft, by=standing_for(person), now=NOW)


def test_sound_commitments_have_none(promised, coordinator):
    promised()
    promised(due=None)
    promised(due="2018-03")  # overdue, and registered in time
    assert found(coordinator) == []


def test_dates_before_the_document(promised, coordinator):
    due = promised(due="2017-08")
    baseline = promised(due="2018", baseline_latest=dt.date(2017, 8, 31), baseline_earliest=dt.date(2017, 8, 1))
    assert found(coordinator) == [(Kind.DUE_BEFORE_DOCUMENT, due), (Kind.BASELINE_BEFORE_DOCUMENT, baseline)]


def test_past_when_registered_by_the_day_of_the_country(promised, coordinator):
    promised(due="2018-03-31", registered_at=dt.datetime(2018, 3, 31, 20, tzinfo=dt.UTC))
    late = promised(due="2018-03-31", registered_at=dt.datetime(2018, 3, 31, 23, tzinfo=dt.UTC))  # 1 April in Oslo
    later = promised(due="2018-03-30", registered_at=dt.datetime(2018, 4, 2, tzinfo=dt.UTC))
    assert found(coordinator) == [(Kind.PAST_WHEN_REGISTERED, late), (Kind.PAST_WHEN_REGISTERED, later)]
    ruling = Ruling(TODAY, "The ministry", "It takes longer.")
    move_date(later, Move("in 2019", "2019"), ruling, by=standing_for(coordinator), now=NOW)
    assert found(coordinator) == [(Kind.PAST_WHEN_REGISTERED, late)]


def test_complete_without_evidence(promised, coordinator, editor):
    bare, proved = promised(), promised()
    complete(bare, editor)
    complete(proved, editor, (EvidenceDraft("Report", address="https://example.org/report"),))
    assert found(coordinator) == [(Kind.NO_PROOF, bare)]


def test_evidence_from_before_it_was_done_proves_nothing(promised, coordinator, editor):
    row = promised()
    proof = (EvidenceDraft("Plan", address="https://example.org/plan"),)
    draft = ProgressDraft(dt.date(2018, 2, 1), "limited", "Begun.", evidence=proof)
    post_update(row, draft, by=standing_for(editor), now=NOW)
    complete(row, editor)
    assert found(coordinator) == [(Kind.NO_PROOF, row)]


def test_translation_of_another_year(promised, coordinator):
    row = promised(quotation="innen 2018", translation="by 2019")
    assert found(coordinator) == [(Kind.TRANSLATION, row)]


def test_milestones_that_do_not_fit(promised, coordinator):
    row = promised()
    by = standing_for(coordinator)
    for title, due in [("Draft of the rules", "2018-10"), ("Publication", "2018-07"), ("Evaluation", "2019")]:
        add_milestone(row, MilestoneDraft(title, f"in {due}", due), by=by, now=NOW)
    assert found(coordinator) == [(Kind.LATE_MILESTONE, row), (Kind.LATE_DRAFT, row)]


def test_institution_without_an_owner_is_named_once(document, norway, coordinator, time_machine):
    house = InstitutionFactory(country=norway)
    for _ in range(2):
        CommitmentFactory(document=document, lead=house)
    seated("reader", Role.VIEWER, house)
    assert found(coordinator) == [(Kind.NO_OWNER, house)]
    owner = seated("owner", Role.HEAD, house).seats.get()
    assert found(coordinator) == []
    owner.held_until = TODAY - dt.timedelta(days=1)
    owner.save()
    assert found(coordinator) == [(Kind.NO_OWNER, house)]


def test_what_is_withdrawn_owes_nothing(promised, coordinator):
    row = promised(due="2017-08")
    withdraw(row, Ruling(TODAY, "The Cabinet", "Dropped."), by=standing_for(coordinator), now=NOW)
    assert found(coordinator) == []


def test_only_the_coordinator_of_the_country_is_told(promised, document, coordinator, editor, viewer, lithuania):
    promised(due="2017-08")
    seat = InstitutionFactory(country=lithuania)
    elsewhere = seated("elsewhere", Role.COORDINATOR, seat)
    assert len(found(coordinator)) == 1
    assert found(elsewhere) == found(editor) == found(viewer) == []


def test_a_sheet_leads_on_to_the_next(promised, coordinator):
    standing, days = standing_for(coordinator), {promised().country.pk: TODAY}
    rows = [promised(due="2017-08", reference=f"XY-{number}") for number in range(5)]
    seen, after = [], ""
    for size in (2, 2, 1):
        found = sheet(Kind.DUE_BEFORE_DOCUMENT, standing, days, 2, after)
        assert len(found.findings) == size
        seen += [one.commitment for one in found.findings]
        after = found.after
    assert (seen, after) == (rows, "")


def test_suspects_the_rules_let_go_do_not_end_the_search(promised, coordinator, monkeypatch):
    monkeypatch.setattr(search, "LOOKED_AT", 2)
    for number in range(4):
        promised(quotation="innen 2018", translation="by 2018", reference=f"XY-{number}")
    wrong = promised(quotation="innen 2018", translation="by 2019", reference="XY-4")
    standing, days = standing_for(coordinator), {wrong.country.pk: TODAY}
    after, looked = "", 0
    while not (found := sheet(Kind.TRANSLATION, standing, days, 9, after)).findings:
        after, looked = found.after, looked + 1
    assert ([one.commitment for one in found.findings], found.after, looked) == ([wrong], "", 2)


def test_all_steps_of_one_commitment_stand_on_one_sheet(promised, coordinator):
    row = promised()
    for number in (1, 2, 3):
        draft = MilestoneDraft(f"Step {number}", "in 2019", "2019")
        add_milestone(row, draft, by=standing_for(coordinator), now=NOW)
    found = sheet(Kind.LATE_MILESTONE, standing_for(coordinator), {row.country.pk: TODAY}, 1)
    assert (len(found.findings), found.after) == (3, "")


@pytest.mark.parametrize(
    ("covers_from", "covers_until", "is_outside"),
    [
        (dt.date(2017, 1, 1), dt.date(2018, 12, 31), False),
        (dt.date(2017, 1, 1), dt.date(2018, 12, 30), True),
        (dt.date(2019, 1, 1), dt.date(2020, 12, 31), True),
        (None, dt.date(2018, 12, 30), True),
        (dt.date(2019, 1, 1), None, True),
        (None, None, False),
    ],
)
def test_a_date_outside_the_period_of_its_plan(promised, document, coordinator, covers_from, covers_until, is_outside):
    document.covers_from, document.covers_until = covers_from, covers_until
    document.full_clean()
    document.save()
    row = promised()
    assert found(coordinator) == ([(Kind.OUTSIDE_PERIOD, row)] if is_outside else [])


def test_words_and_figures_nobody_explained(promised, coordinator):
    row = promised(due="2018", due_phrase="innen 31. desember 2019")
    promised(due="2018", due_phrase="snart")
    promised(due="2018", due_phrase="innen utgangen av 2018")
    assert found(coordinator) == [(Kind.WORDS_AND_FIGURES, row)]
    reading = DateReading.objects.create(
        phrase=row.due_phrase, edtf="2018", how="given", reason="So it is.", read_by=coordinator, read_at=NOW
    )
    row.due_reading = reading
    row.save()
    assert found(coordinator) == []
