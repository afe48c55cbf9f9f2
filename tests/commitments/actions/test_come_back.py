"""Duties that come back: registered with their occurrences, reported and moved one by one."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from commitments.actions import (
    CommitmentDraft,
    DependencyDraft,
    Move,
    ProgressDraft,
    RequestDraft,
    Ruling,
    ask_for_decision,
    extend_series,
    grant_request,
    move_date,
    post_update,
    register_commitment,
    reopen,
    wait_for,
    withdraw,
)
from commitments.models import Commitment, Occurrence
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory
from tests.people import standing_for

NOW = dt.datetime(2024, 6, 1, 10, tzinfo=dt.UTC)
YEARLY = "R5/2023-03-01/P1Y"
ENDLESS = "R/2023-03-01/P1Y"


@pytest.fixture
def by(coordinator):
    return standing_for(coordinator)


@pytest.fixture
def document(norway):
    day = dt.date(2022, 5, 1)
    return DocumentFactory(country=norway, published_on=day, counted_from=day)


@pytest.fixture
def register(document, by):
    def register(rule=YEARLY, phrase="every year by 1 March", now=NOW):
        lead = InstitutionFactory(country=document.country)
        draft = CommitmentDraft(
            "NO-1", "Report", "Hvert år.", "nb", lead, due_phrase=phrase, due_edtf=rule, due_why="So it was agreed."
        )
        return register_commitment(document, draft, by=by, now=now)

    return register


@pytest.fixture
def say(by):
    def say(commitment, completion, day, occurrence=0, now=NOW, **fields):
        draft = ProgressDraft(day, completion, "So it went.", occurrence=occurrence, **fields)
        post_update(commitment, draft, by=by, now=now)
        return Commitment.objects.get(pk=commitment.pk)

    return say


def ruling(day=dt.date(2024, 5, 1)):
    return Ruling(day, "The Cabinet", "It was decided.", submission=uuid.uuid4())


def names(commitment):
    return [time.name for time in commitment.occurrences.all()]


def test_a_finite_duty_has_all_its_occurrences(register):
    row = register()
    assert names(row) == ["2023", "2024", "2025", "2026", "2027"]
    assert row.occurrence.number == 1
    assert (row.due_edtf, row.baseline_edtf, row.due_precision) == ("2023-03-01", "2023-03-01", "recurring")
    assert row.series.rule == YEARLY


def test_an_endless_duty_keeps_the_next_two(register):
    assert names(register(ENDLESS)) == ["2023", "2024", "2025", "2026"]


def test_what_is_done_gives_way_to_the_next(register, say):
    row = say(register(), "complete", dt.date(2023, 2, 20))
    assert (row.occurrence.name, row.completion, row.done_on) == ("2024", "no_evidence", None)
    assert (row.due_edtf, row.baseline_edtf) == ("2024-03-01", "2024-03-01")
    assert (row.due_revision, row.slippage()) == (2, 0)
    assert row.last_reported_on == dt.date(2023, 2, 20)


def test_the_day_an_occurrence_was_done_is_its_own(register, say):
    row = say(register(), "complete", dt.date(2023, 4, 2))
    first, second = row.occurrences.all()[:2]
    assert (first.done_on, first.slip) == (dt.date(2023, 4, 2), 32)
    assert second.done_on is None
    assert first.schedule_on(NOW.date()) == "done_late"
    assert second.schedule_on(NOW.date()) == "overdue"


def test_a_later_one_done_early_is_passed_over_when_its_turn_comes(register, say):
    row = say(register(), "complete", dt.date(2024, 1, 1), occurrence=2)
    assert row.occurrence.number == 1
    row = say(row, "complete", dt.date(2024, 5, 1))
    assert row.occurrence.number == 3


def test_a_reversal_turns_back(register, say):
    row = say(register(), "complete", dt.date(2023, 2, 20))
    row = say(row, "limited", dt.date(2024, 4, 1), occurrence=1)
    assert (row.occurrence.number, row.completion, row.baseline_edtf) == (1, "limited", "2023-03-01")
    assert row.due_revision == 3


def test_a_finite_duty_is_complete_when_the_last_one_is(register, say):
    row = register("R2/2023-03-01/P1Y")
    row = say(row, "complete", dt.date(2024, 2, 1), occurrence=2)
    assert row.completion == "no_evidence"
    row = say(row, "complete", dt.date(2024, 5, 2))
    assert (row.completion, row.done_on, row.occurrence.number) == ("complete", dt.date(2024, 5, 2), 2)
    assert row.schedule_on(NOW.date()) == "done_late"


def test_an_endless_duty_is_never_complete(register, say):
    row = register(ENDLESS)
    for _ in range(6):
        row = say(row, "complete", dt.date(2024, 5, 1))
    assert row.completion == "no_evidence"
    assert row.occurrence.name == "2029"
    assert names(row)[-2:] == ["2029", "2030"]


def test_each_day_adds_what_came_into_sight(register):
    row, later = register(ENDLESS), NOW.replace(year=2026)
    assert extend_series(later, dry_run=True) == {"NO-1": 2}
    assert extend_series(later) == {"NO-1": 2}
    assert extend_series(later) == {}
    assert names(row)[-1] == "2028"
    assert Commitment.objects.get(pk=row.pk).revision == row.revision


def test_nothing_is_added_to_what_is_closed(register, by):
    row = register(ENDLESS)
    withdraw(row, ruling(), by=by, now=NOW)
    assert extend_series(NOW.replace(year=2030)) == {}
    reopen(row, ruling(dt.date(2024, 6, 1)), by=by, now=NOW.replace(year=2030))
    assert names(row)[-1] == "2032"


def test_no_change_repeats_what_was_said_of_that_occurrence(register, say):
    row = say(register(), "limited", dt.date(2023, 2, 20))
    with pytest.raises(ValidationError) as refused:
        say(row, "limited", dt.date(2024, 2, 20), occurrence=2, no_change=True)
    assert "completion" in refused.value.error_dict


def test_a_decision_moves_one_occurrence_and_no_other(register, say, by):
    row = register()
    decision = move_date(row, Move("by 1 June 2024", "2024-06-01", occurrence=2), ruling(), by=by, now=NOW)
    assert (decision.old_edtf, decision.after_due, decision.days_moved) == ("2024-03-01", True, 92)
    row = Commitment.objects.get(pk=row.pk)
    assert (row.due_edtf, row.due_revision) == ("2023-03-01", 1)
    row = say(row, "complete", dt.date(2023, 2, 20))
    assert (row.due_edtf, row.due_phrase, row.slippage()) == ("2024-06-01", "by 1 June 2024", 92)
    row = say(row, "complete", dt.date(2024, 5, 20))
    assert (row.due_edtf, row.due_phrase, row.slippage()) == ("2025-03-01", "every year by 1 March", 0)


def test_the_date_of_what_is_done_moves_no_more(register, say, by):
    row = say(register(), "complete", dt.date(2023, 2, 20))
    with pytest.raises(ValidationError, match="2023 was done on 20 February 2023"):
        move_date(row, Move("by 1 June 2023", "2023-06-01", occurrence=1), ruling(), by=by, now=NOW)


def test_a_granted_extension_moves_the_occurrence_it_was_asked_for(register, say, by):
    row = register()
    draft = RequestDraft("extend", "Too much to do.", "by 1 July 2024", "2024-07-01")
    request = ask_for_decision(row, draft, by=by, now=NOW)
    say(row, "complete", dt.date(2024, 5, 1))
    with pytest.raises(ValidationError, match="2023 was done"):
        grant_request(request, ruling(), by=by, now=NOW)


def test_an_unknown_occurrence_is_refused(register, say):
    with pytest.raises(ValidationError, match="no time number 9"):
        say(register(), "complete", dt.date(2023, 2, 20), occurrence=9)


def test_an_occurrence_of_what_does_not_come_back_is_refused(say, document):
    with pytest.raises(ValidationError, match="no time number 1"):
        say(CommitmentFactory(document=document), "complete", dt.date(2023, 2, 20), occurrence=1)


@pytest.mark.parametrize(
    ("rule", "phrase", "field", "reason"),
    [
        (YEARLY, "", "due_phrase", "needs the words"),
        ("R5/2021-03-01/P1Y", "yearly", "due_edtf", "before the document"),
        ("R1/2023/P1Y", "yearly", "due_edtf", "comes once"),
        ("R3/2023-05/2023-01/P1Y", "yearly", "due_edtf", "ends"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_by_field(register, rule, phrase, field, reason):
    with pytest.raises(ValidationError, match=reason) as refused:
        register(rule, phrase)
    assert list(refused.value.error_dict) == [field]
    assert not Commitment.objects.exists()


def test_an_endless_duty_with_a_long_past_is_refused(register, document):
    with pytest.raises(ValidationError, match="More than 120 times have passed"):
        register("R/2022-06/P1M", now=NOW.replace(year=2034))


def test_nothing_waits_for_what_comes_back(register, by, document):
    row, waiting = register(), CommitmentFactory(document=document, due=None)
    draft = DependencyDraft(upon=row, amount=3, unit="month", phrase="three months after the report")
    with pytest.raises(ValidationError, match="comes back"):
        wait_for(waiting, draft, by=by, now=NOW)


def test_the_first_promise_of_an_occurrence_never_moves(register):
    row = register()
    with pytest.raises(IntegrityError, match="never moves"), transaction.atomic():
        Occurrence.objects.filter(commitment=row).update(baseline_latest=dt.date(2030, 1, 1))


def test_a_commitment_shows_the_first_promise_of_an_occurrence_of_its_own_only(register):
    row = register()
    with pytest.raises(IntegrityError, match="never moves"), transaction.atomic():
        Commitment.objects.filter(pk=row.pk).update(baseline_latest=dt.date(2024, 3, 1))
    with pytest.raises(IntegrityError, match="never moves"), transaction.atomic():
        Commitment.objects.filter(pk=row.pk).update(baseline_phrase="whenever")


def test_a_rule_is_never_edited(register):
    row = register()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE commitments_series SET rule = 'R/2023/P1Y' WHERE commitment_id = %s", [row.pk])


@pytest.mark.parametrize(
    ("rule", "phrase", "how"),
    [
        ("R6/2023-03-01/P1Y", "every year by 1 March until 2028", "clear"),
        ("R/2023-03-01/P2Y", "every two years by 1 March", "chosen"),
        ("R5/2023-03-01/P1Y", "every year by 1 March until 2028", "given"),
    ],
)
def test_how_the_words_became_a_rule_is_kept(register, rule, phrase, how):
    row = register(rule, phrase)
    assert (row.baseline_reading.how, row.baseline_reading.edtf) == (how, rule)


def test_a_rule_the_words_do_not_say_needs_a_reason(document, by):
    lead = InstitutionFactory(country=document.country)
    draft = CommitmentDraft("NO-1", "Report", "Hvert år.", "nb", lead, due_phrase="every year", due_edtf=YEARLY)
    with pytest.raises(ValidationError, match="say why below") as refused:
        register_commitment(document, draft, by=by, now=NOW)
    assert list(refused.value.error_dict) == ["due_edtf"]
