"""A date that follows another commitment: it moves with it, the moves stay on record, and nothing goes in circles."""

import datetime as dt
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from commitments.actions import (
    DependencyDraft,
    Move,
    ProgressDraft,
    Ruling,
    StaleForm,
    move_date,
    post_update,
    reopen,
    wait_for,
    withdraw,
)
from commitments.choices import Precision
from commitments.facts import facts_of
from commitments.models import Commitment, Dependency, DependencyMove
from commitments.rollups.apply import apply_waiting
from commitments.rollups.verify import verify
from commitments.rollups.which import in_band
from commitments.timeline import snapshot
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, TODAY, standing_for
from tests.together import together

WORDS = "within 18 months of the law"


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway)


@pytest.fixture
def law(document, ministry):
    """Due by the end of 2018."""
    return CommitmentFactory(document=document, lead=ministry, reference="NO-01")


@pytest.fixture
def undated(document, ministry):
    def make(reference: str) -> Commitment:
        return CommitmentFactory(document=document, lead=ministry, reference=reference, due=None)

    return make


@pytest.fixture
def wait(coordinator):
    def record(commitment, upon, amount=18, unit="month", phrase=WORDS, **options):
        draft = DependencyDraft(upon, amount, unit, phrase, **options)
        return wait_for(commitment, draft, by=standing_for(coordinator), now=NOW)

    return record


@pytest.fixture
def centre(undated, law, wait):
    """Due 18 months after the law."""
    commitment = undated("NO-02")
    wait(commitment, law)
    return commitment


@pytest.fixture
def report(editor):
    def post(commitment, completion, day=TODAY, now=NOW):
        post_update(commitment, ProgressDraft(day, completion, "So it went."), by=standing_for(editor), now=now)

    return post


@pytest.fixture
def move(coordinator):
    def decide(commitment, edtf, day=TODAY):
        ruling = Ruling(day, "The Cabinet", "More time is needed.")
        move_date(commitment, Move(f"by {edtf}", edtf), ruling, by=standing_for(coordinator), now=NOW)

    return decide


def due(commitment) -> dt.date | None:
    commitment.refresh_from_db()
    return commitment.due_latest


def test_until_the_other_is_done_its_due_date_counts(centre):
    assert due(centre) == dt.date(2020, 6, 30)
    assert (centre.due_earliest, centre.due_precision) == (dt.date(2019, 7, 1), Precision.RELATIVE)
    assert (centre.due_phrase, centre.baseline_phrase) == (WORDS, WORDS)
    assert centre.baseline_latest == dt.date(2020, 6, 30)


def test_when_the_other_is_done_its_day_counts_and_the_baseline_stays(centre, law, report):
    report(law, "complete")
    assert due(centre) == dt.date(2019, 12, 1)
    assert centre.baseline_latest == dt.date(2020, 6, 30)
    assert centre.slippage() == -212
    assert (centre.due_revision, centre.revision) == (3, 3)


def test_when_the_other_is_undone_it_goes_back(centre, law, report):
    report(law, "complete")
    report(law, "substantial")
    assert due(centre) == dt.date(2020, 6, 30)


def test_when_the_other_moves_it_moves_and_the_record_says_who_moved_whom(centre, law, move):
    move(law, "2019")
    assert due(centre) == dt.date(2021, 6, 30)
    last = centre.waits_for.moves.last()
    assert (last.dependency.upon, last.basis, last.counted_from) == (law, "due", dt.date(2019, 12, 31))
    assert (last.old_latest, last.new_latest, last.moved_on) == (dt.date(2020, 6, 30), dt.date(2021, 6, 30), TODAY)


def test_what_changes_no_date_moves_nothing(centre, law, report):
    report(law, "limited")
    centre.refresh_from_db()
    assert (centre.revision, centre.due_revision, DependencyMove.objects.count()) == (2, 2, 1)


def test_a_move_goes_through_the_whole_chain(centre, law, undated, wait, move):
    opening = undated("NO-03")
    wait(opening, centre, 30, "day", "30 days after the centre")
    assert due(opening) == dt.date(2020, 7, 30)
    move(law, "2019")
    assert due(opening) == dt.date(2021, 7, 30)
    assert (opening.due_revision, opening.baseline_latest) == (3, dt.date(2020, 7, 30))


def test_without_any_day_to_count_from_it_is_undated_until_there_is_one(undated, wait, report):
    law, centre = undated("NO-01"), undated("NO-02")
    wait(centre, law)
    assert due(centre) is None
    assert centre.due_phrase == WORDS
    report(law, "complete")
    assert due(centre) == dt.date(2019, 12, 1)
    assert centre.baseline_latest == dt.date(2019, 12, 1)
    report(law, "limited")
    assert due(centre) is None
    assert centre.baseline_latest == dt.date(2019, 12, 1)


def test_past_days_keep_what_was_known_then(centre, law, move):
    move(law, "2019")
    centre.refresh_from_db()
    facts = facts_of(centre)
    shots = {day: snapshot(facts, day) for day in (TODAY - dt.timedelta(days=1), TODAY)}
    assert [shot.due_latest for shot in shots.values()] == [None, dt.date(2021, 6, 30)]
    later = facts_of(Commitment.objects.get(pk=law.pk))
    assert snapshot(later, TODAY).due_latest == dt.date(2019, 12, 31)


def test_a_decision_ends_the_following(centre, law, move):
    move(centre, "2022")
    move(law, "2019")
    assert due(centre) == dt.date(2022, 12, 31)


def test_a_decision_cannot_come_before_the_following_it_ends(centre, move):
    with pytest.raises(ValidationError, match="Its date followed NO-01 on 1 June 2018") as refusal:
        move(centre, "2022", TODAY - dt.timedelta(days=1))
    assert set(refusal.value.message_dict) == {"decided_on"}


def test_what_is_done_stays_and_catches_up_when_undone(centre, law, report, move):
    report(centre, "complete")
    move(law, "2019")
    assert due(centre) == dt.date(2020, 6, 30)
    report(centre, "limited")
    assert due(centre) == dt.date(2021, 6, 30)


def test_what_is_withdrawn_stays_and_catches_up_when_reopened(centre, law, coordinator, move):
    by = standing_for(coordinator)
    withdraw(centre, Ruling(TODAY, "The Cabinet", "Dropped."), by=by, now=NOW)
    move(law, "2019")
    assert due(centre) == dt.date(2020, 6, 30)
    reopen(centre, Ruling(TODAY, "The Cabinet", "Needed."), by=by, now=NOW)
    assert due(centre) == dt.date(2021, 6, 30)


def test_beyond_the_calendar_there_is_no_date(undated, law, wait, move):
    late = undated("NO-02")
    wait(late, law, 100, "year")
    assert due(late) == dt.date(2118, 12, 31)
    move(law, "2150")
    assert due(late) is None


def test_a_circle_is_refused_by_name(law, undated, wait):
    first, second, third = undated("NO-11"), undated("NO-12"), undated("NO-13")
    wait(second, first)
    wait(third, second)
    with pytest.raises(ValidationError) as refusal:
        wait(first, third)
    [reason] = refusal.value.message_dict["upon"]
    assert "NO-11 waits for NO-13, which waits for NO-12, which waits for NO-11." in reason
    with pytest.raises(ValidationError, match="NO-11 waits for NO-11"):
        wait(first, first)


def tried(job):
    """What came of it: nothing, or the refusal."""
    try:
        job()
    except ValidationError as refusal:
        return refusal.message_dict["upon"][0]
    return ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [2, 3])
def test_a_circle_closed_from_all_sides_at_once_is_refused_to_one(undated, wait, size):
    for attempt in range(3):
        ring = [undated(f"NO-{attempt}{number}") for number in range(size)]
        pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
        said = together(*(partial(tried, partial(wait, one, upon)) for one, upon in pairs))
        (refusal,) = filter(None, said)
        assert "They would wait for each other" in refusal


@pytest.mark.django_db(transaction=True)
def test_a_date_that_runs_down_a_chain_meets_a_new_link(undated, ministry, document, wait, report):
    """The later one was registered first: by number it would be locked before what it waits for."""
    for attempt in range(4):
        late, first = undated(f"NO-{attempt}1"), undated(f"NO-{attempt}2")
        last = undated(f"NO-{attempt}3")
        wait(late, first, 1)
        together(partial(report, first, "complete"), partial(wait, last, late, 2))
        assert due(late) == dt.date(2018, 7, 1)
        assert due(last) == dt.date(2018, 9, 1)


def test_what_cannot_wait_is_told_why(law, centre, undated, wait, document, ministry, report):
    with pytest.raises(ValidationError, match="NO-02 waits for NO-01 already"):
        wait(centre, law)
    with pytest.raises(ValidationError, match=r"a date of its own \(31 December 2018\)"):
        wait(law, undated("NO-04"))
    done = undated("NO-05")
    report(done, "complete")
    with pytest.raises(ValidationError, match="NO-05 is done already"):
        wait(done, law)


def test_nothing_waits_for_what_was_withdrawn_or_is_elsewhere(law, undated, wait, coordinator, lithuania):
    elsewhere = CommitmentFactory(document=DocumentFactory(country=lithuania))
    with pytest.raises(ValidationError, match="is of another country"):
        wait(undated("NO-02"), elsewhere)
    withdraw(law, Ruling(TODAY, "The Cabinet", "Dropped."), by=standing_for(coordinator), now=NOW)
    with pytest.raises(ValidationError, match="NO-01 is withdrawn"):
        wait(undated("NO-03"), law)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -3}, "amount"),
        ({"amount": 10**30}, "amount"),
        ({"amount": 190, "unit": "year"}, "amount"),
        ({"unit": "fortnight"}, "unit"),
        ({"phrase": "  "}, "phrase"),
        ({"phrase": "a\0b"}, "phrase"),
        ({"phrase": "x" * 301}, "phrase"),
    ],
)
def test_bad_input_is_refused_by_field_and_leaves_nothing(fields, field, law, undated, wait):
    commitment = undated("NO-02")
    with pytest.raises(ValidationError) as refusal:
        wait(commitment, law, **fields)
    assert set(refusal.value.message_dict) == {field}
    assert not Dependency.objects.exists()
    commitment.refresh_from_db()
    assert (commitment.revision, commitment.due_phrase) == (1, "")


@pytest.mark.parametrize("name", ["editor", "head", "viewer", "outsider"])
def test_only_the_coordinator_records_it(name, law, undated, request):
    draft = DependencyDraft(law, 18, "month", WORDS)
    with pytest.raises(PermissionDenied):
        wait_for(undated("NO-02"), draft, by=standing_for(request.getfixturevalue(name)), now=NOW)


def test_the_same_form_twice_is_one_and_a_stale_one_none(law, undated, coordinator):
    commitment, draft, by = undated("NO-02"), DependencyDraft(law, 18, "month", WORDS), standing_for(coordinator)
    with pytest.raises(StaleForm):
        wait_for(commitment, draft, by=by, now=NOW, seen_revision=0)
    first = wait_for(commitment, draft, by=by, now=NOW, seen_revision=1)
    assert wait_for(commitment, draft, by=by, now=NOW, seen_revision=1) == first


def test_the_database_refuses_to_rewrite_it(centre, law):
    for rows, change in (
        (Dependency.objects, {"amount": 24}),
        (DependencyMove.objects, {"new_latest": TODAY}),
        (Commitment.objects.filter(pk=centre.pk), {"baseline_latest": dt.date(2020, 7, 1)}),
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            rows.update(**change)


def test_an_undated_baseline_is_set_by_a_dependency_only(undated):
    commitment = undated("NO-02")
    change = {"baseline_earliest": TODAY, "baseline_latest": TODAY, "baseline_edtf": f"{TODAY}"}
    with pytest.raises(DatabaseError, match="baseline never moves"), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(**change)


def test_what_followed_is_counted_anew(centre, law, report):
    apply_waiting(NOW)
    report(law, "complete")
    assert centre.pk in Commitment.objects.awaiting_rollup().values_list("pk", flat=True)
    apply_waiting(NOW)
    assert verify(TODAY).differences == ()
    on = dt.date(2019, 12, 15)
    assert centre in Commitment.objects.filter(in_band("schedule", ["overdue"], on))
