"""The database itself holds the invariants, whoever writes: each constraint is broken here once, past every form."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from commitments.models import Commitment, DateReading, Decision, Evidence, Milestone, ProgressUpdate, Review
from tests.factories import CommitmentFactory, PersonFactory

DAY = dt.date(2018, 6, 1)
NOW = dt.datetime(2018, 6, 1, 12, tzinfo=dt.UTC)


def refuses(name: str, model: type[Model], **fields) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.bulk_create([model(**fields)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("due_window_is_whole", {"due_latest": None}),
        ("due_window_is_whole", {"due_earliest": None}),
        ("due_window_is_whole", {"due_edtf": ""}),
        ("due_window_is_whole", {"due_earliest": dt.date(2019, 1, 1)}),
        ("due_window_has_its_phrase", {"due_phrase": ""}),
        ("done_day_if_and_only_if_complete", {"done_on": DAY}),
        ("done_day_if_and_only_if_complete", {"completion": "complete"}),
        ("commitment_completion_is_known", {"completion": "finished"}),
        ("closing_day_if_and_only_if_closed", {"closed_on": DAY}),
        ("closing_day_if_and_only_if_closed", {"closed_as": "withdrawn"}),
        ("closing_day_if_and_only_if_closed", {"closed_as": "forgotten", "closed_on": DAY}),
        ("rollup_is_never_ahead", {"rolled_revision": 2}),
    ],
)
def test_a_commitment_cannot_contradict_itself(name, change):
    commitment = CommitmentFactory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(**change)


@pytest.mark.django_db
def test_succession_is_of_another_one_and_only_when_superseded():
    first, second = CommitmentFactory(), CommitmentFactory()
    with pytest.raises(IntegrityError, match="only_superseded_has_a_successor"), transaction.atomic():
        Commitment.objects.filter(pk=first.pk).update(superseded_by=second)
    with pytest.raises(IntegrityError, match="commitment_does_not_supersede_itself"), transaction.atomic():
        Commitment.objects.filter(pk=first.pk).update(superseded_by=first, closed_as="superseded", closed_on=DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("update_completion_is_known", {"completion": "finished"}),
        ("update_confidence_is_known", {"confidence": "blue"}),
        ("update_says_something_or_no_change", {"narrative": ""}),
    ],
)
def test_an_update_cannot_contradict_itself(name, change):
    sound = {"effective_on": DAY, "posted_at": NOW, "completion": "limited", "narrative": "Begun."}
    refuses(name, ProgressUpdate, **{"commitment": CommitmentFactory(), "author": PersonFactory(), **sound, **change})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"kind": "link", "address": ""},
        {"kind": "file", "address": "https://example.org"},
        {"kind": "fax", "address": "https://example.org"},
    ],
)
def test_evidence_is_a_link_or_a_file(change):
    update = ProgressUpdate.objects.create(
        commitment=CommitmentFactory(),
        author=PersonFactory(),
        posted_at=NOW,
        effective_on=DAY,
        completion="limited",
        narrative="Begun.",
    )
    refuses("evidence_is_a_link_or_a_file", Evidence, update=update, title="Proof", fingerprint="0" * 64, **change)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("decision_kind_is_known", {"kind": "forget"}),
        ("decision_has_a_reason", {"reason": ""}),
        ("moved_date_if_and_only_if_the_decision_moves_it", {"kind": "move_date"}),
        ("moved_date_if_and_only_if_the_decision_moves_it", {"new_latest": DAY}),
        ("successor_if_and_only_if_superseded", {"kind": "supersede"}),
    ],
)
def test_a_decision_cannot_contradict_itself(name, change):
    sound = {"kind": "withdraw", "decided_on": DAY, "decided_by": "All", "reason": "Dropped.", "posted_at": NOW}
    refuses(name, Decision, **{"commitment": CommitmentFactory(), "recorded_by": PersonFactory(), **sound, **change})


@pytest.mark.django_db
def test_a_review_uses_the_scale():
    refuses(
        "review_completion_is_known",
        Review,
        commitment=CommitmentFactory(),
        reviewer=PersonFactory(),
        posted_at=NOW,
        reviewed_on=DAY,
        completion="excellent",
        judgement="Good.",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("milestone_window_is_whole", {"due_phrase": "2018", "due_latest": DAY}),
        (
            "milestone_window_has_its_phrase",
            {"due_earliest": DAY, "due_latest": DAY, "due_edtf": "2018-06-01"},
        ),
    ],
)
def test_a_milestone_has_a_whole_window_with_its_phrase(name, change):
    refuses(name, Milestone, commitment=CommitmentFactory(), title="Apply", **change)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"baseline_latest": dt.date(2020, 1, 1)},
        {"baseline_phrase": "by 2020"},
        {"baseline_phrase": "", "baseline_earliest": None, "baseline_latest": None, "baseline_edtf": ""},
    ],
)
def test_the_baseline_never_moves(change):
    commitment = CommitmentFactory()
    with pytest.raises(DatabaseError, match="baseline never moves"), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(**change)


@pytest.mark.django_db
def test_how_the_baseline_was_read_never_changes():
    commitment = CommitmentFactory()
    reading = DateReading.objects.create(
        phrase="by 2018", edtf="2018", how="clear", read_by=PersonFactory(), read_at=NOW
    )
    with pytest.raises(DatabaseError, match="baseline never moves"), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(baseline_reading=reading)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        DateReading.objects.update(rule="Another")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("manner_of_reading_is_known", {"how": "guessed"}),
        ("reading_is_of_some_words", {"phrase": ""}),
        ("figures_of_ones_own_have_a_reason", {"how": "given"}),
        ("figures_unless_left_open", {"edtf": ""}),
        ("figures_unless_left_open", {"how": "left_open"}),
    ],
)
def test_a_reading_is_whole(name, change):
    whole = {"phrase": "by 2018", "edtf": "2018", "how": "clear", "read_by": PersonFactory(), "read_at": NOW}
    refuses(name, DateReading, **whole | change)


@pytest.mark.django_db
def test_every_migration_left_the_triggers_in_place():
    """SQLite makes a table anew for most changes of it, and forgets its triggers."""
    if connection.vendor == "sqlite":
        question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(question)
        found = {name for (name,) in cursor.fetchall()}
    tables = ("progressupdate", "evidence", "review", "decision", "dependency", "dependencymove")
    assert found >= {f"commitments_{table}_append_only" for table in tables} | {"commitment_baseline_locked"}


@pytest.mark.django_db
def test_a_baseline_is_whole_from_the_start():
    with pytest.raises(IntegrityError, match="baseline_window_is_whole"), transaction.atomic():
        CommitmentFactory(baseline_latest=None)
