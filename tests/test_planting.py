"""What benchmarks are measured on is right: its rows keep every rule, and its derived columns agree with its facts."""

import pytest
from django.db import connection, transaction

from commitments.deadlines import window_from_edtf
from commitments.facts import facts_by_commitment
from commitments.models import Commitment, CommitmentSpan, Decision, Evidence, Milestone, ProgressUpdate, Review
from commitments.rollups.verify import verify
from commitments.search import words_of
from commitments.timeline import snapshot
from tests.planting.fill import count
from tests.planting.land import NOW, TODAY
from tests.planting.lives import window
from tests.planting.plant import plant

pytestmark = pytest.mark.django_db
AMOUNT = 120


@pytest.fixture
def planted():
    plant(AMOUNT, countries=3)


def test_derived_columns_say_what_the_facts_say(planted):
    rows = list(Commitment.objects.select_related("document"))
    assert len(rows) == AMOUNT
    for row in rows:
        shot = snapshot(facts_by_commitment([row])[row.pk], TODAY)
        assert (row.completion, row.done_on, row.last_reported_on, row.forecast_on, row.due_latest) == (
            shot.completion,
            shot.done_on,
            shot.last_reported_on,
            shot.forecast_on,
            shot.due_latest,
        )
        assert (row.closed_as, row.closed_on) == (shot.closure or "", shot.closed_on)


def test_texts_are_as_a_search_reads_them(planted):
    rows = Commitment.objects.select_related("search_text")
    assert [row.search_text.words for row in rows] == [words_of(row) for row in rows]


def test_rows_keep_the_rules_of_their_models(planted):
    for model in (Commitment, ProgressUpdate, Evidence, Decision, Milestone, Review):
        rows = model.objects.all()[:40]
        assert rows, model
        for row in rows:
            row.full_clean(validate_unique=False)
    connection.check_constraints()


def test_the_same_seed_gives_the_same_rows(db):
    assert sown(seed=3) == sown(seed=3) != sown(seed=4)


@pytest.mark.parametrize("day", [(2024,), (2024, 2), (2023, 12), (2024, 2, 28)])
def test_windows_are_those_the_standard_gives(day):
    assert window(*day) == window_from_edtf("-".join(f"{part:02d}" for part in day))


def sown(seed):
    with transaction.atomic():
        plant(20, countries=2, seed=seed)
        columns = ("reference", "title", "due_latest", "completion", "done_on", "last_reported_on")
        rows = list(Commitment.objects.order_by("reference").values_list(*columns))
        transaction.set_rollback(True)
    return rows


def test_it_refuses_a_database_that_is_in_use(planted):
    with pytest.raises(ValueError, match="Give an empty database"):
        plant(1)


def test_what_is_planted_is_counted_by_the_product(planted):
    count()
    assert CommitmentSpan.objects.exists()
    assert verify(NOW.date()).differences == ()
