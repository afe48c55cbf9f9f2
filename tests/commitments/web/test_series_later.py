"""A duty that was kept as one date, or none, is given its times later, from the page on which its text is edited."""

import datetime as dt

import pytest

from commitments.actions import CommitmentDraft, ProgressDraft, post_update, register_commitment
from commitments.models import Commitment
from commitments.rollups.apply import apply_waiting
from commitments.rollups.verify import verify
from tests.commitments.web.reading import refilled, text
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db

PAGE = "/commitments/NO-2017-09/edit/"
RULE = "R5/2024-03-01/P1Y"


@pytest.fixture(params=["every year by 1 March", "every year by 1 March until 2028"])
def duty(request, document, ministry, coordinator):
    """Registered by its last day, or without one, as before times were kept."""
    last = "2028-03-01" if "until" in request.param else ""
    draft = CommitmentDraft("NO-2017-09", "Report", "Every year.", "en", ministry, due_phrase=request.param)
    by = standing_for(coordinator)
    return register_commitment(document, CommitmentDraft(**vars(draft) | {"due_edtf": last}), by=by, now=NOW)


def sent(page, client, **typed):
    return client.post(PAGE, refilled(page("coordinator", PAGE)) | typed)


def test_it_is_given_its_times_and_each_keeps_its_own_promise(page, client, duty):
    assert sent(page, client, due_edtf=RULE, due_why="So it was meant.").status_code == 302
    row = Commitment.objects.get(pk=duty.pk)
    assert (row.series.rule, row.occurrence.number) == (RULE, 1)
    assert (row.due_latest, row.baseline_latest) == (dt.date(2024, 3, 1), dt.date(2024, 3, 1))
    assert [time.baseline_latest.year for time in row.occurrences.all()] == [2024, 2025, 2026, 2027, 2028]
    assert row.baseline_reading == duty.baseline_reading
    apply_waiting(NOW)
    assert verify(TODAY).differences == ()


def test_left_empty_it_stays_as_it_is(page, client, duty):
    assert sent(page, client, title="Another title").status_code == 302
    row = Commitment.objects.get(pk=duty.pk)
    assert (row.title, row.due_latest, row.occurrence) == ("Another title", duty.due_latest, None)


def test_the_same_page_sent_twice_is_saved_once(page, client, duty):
    sheet = refilled(page("coordinator", PAGE)) | {"due_edtf": RULE, "due_why": "So it was meant."}
    assert [client.post(PAGE, sheet).status_code for _ in range(2)] == [302, 302]
    assert duty.occurrences.count() == 5


def test_one_date_is_refused_with_the_way_to_move_it(page, client, duty):
    answer = sent(page, client, due_edtf="2030")
    assert answer.status_code == 422
    assert "moves by a decision only" in text(answer)


def test_what_was_reported_on_is_refused(page, client, duty, editor):
    post_update(duty, ProgressDraft(TODAY, "limited", "Begun."), by=standing_for(editor), now=NOW)
    answer = sent(page, client, due_edtf=RULE, due_why="So it was meant.")
    assert answer.status_code == 422
    assert "supersede this one" in text(answer)
    assert not Commitment.objects.get(pk=duty.pk).occurrence_id
