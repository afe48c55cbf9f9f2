"""The three countries as shipped, loaded once and again: all of it or nothing, and nothing of anybody else’s."""

import datetime as dt
import tomllib

import pytest

from commitments.actions import ProgressDraft, edit_commitment, post_update, withdraw
from commitments.actions.decide import Ruling
from commitments.actions.register import CommitmentDraft
from commitments.choices import Completion, ScheduleState
from commitments.intake.fixtures import DESK_RESEARCH, load_fixtures
from commitments.intake.refusal import FileRefused
from commitments.models import Commitment, Evidence, ProgressUpdate, Review
from countries.access import Standing
from countries.models import Document, Institution, Person, Pillar
from tests.shipped import FILES
from tests.shipped import SHIPPED_AT as NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def administration(shipped):
    person = Person.objects.get(email="administrator@example.org")
    return Standing(person=person, sees_all=True, is_administrator=True)


def promised():
    return [row for file in FILES for row in tomllib.loads(file.read_text(encoding="utf-8"))["commitments"]]


def everything():
    """Every column of every row that a load may write."""
    models = (Document, Institution, Pillar, Commitment, ProgressUpdate, Evidence, Review)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_counts_of_the_three_documents(shipped):
    by_document = {d.reference: d.commitments.count() for d in Document.objects.all()}
    assert by_document == {"NO-2017": 9, "LT-KAM": 20, "CZ-2024": 14}
    assert shipped.added["commitments"] == 43
    assert {d.reference: d.pillars.count() for d in Document.objects.all()} == {
        "NO-2017": 7,
        "LT-KAM": 4,
        "CZ-2024": 3,
    }


def test_rows_say_what_the_files_say(shipped):
    for row in promised():
        commitment = Commitment.objects.get(reference=row["reference"])
        assert commitment.quotation == row["quotation"] != ""
        assert commitment.title == row["title"]
        assert commitment.lead.name
        assert commitment.place
        assert [u.narrative for u in commitment.updates.order_by("id")] == [
            u["narrative"] for u in row.get("updates", [])
        ]


def test_foreign_words_have_a_translation(shipped):
    foreign = Commitment.objects.exclude(quotation_language="en")
    assert {c.document.reference for c in foreign} == {"NO-2017"}
    assert not foreign.filter(translation="").exists()


def test_only_norway_and_lithuania_have_a_date(shipped):
    dated = Commitment.objects.exclude(due_edtf="").values_list("reference", "due_edtf", "due_phrase", "due_latest")
    assert set(dated) == {
        ("NO-2017-02", "2018", "innen utgangen av 2018", dt.date(2018, 12, 31)),
        ("LT-KAM-13", "2022/2024", "2022-2024", dt.date(2024, 12, 31)),
    }
    assert "sets no day" in Commitment.objects.get(reference="LT-KAM-13").due_note


def test_norway_joined_the_centre_164_days_late(shipped):
    commitment = Commitment.objects.get(reference="NO-2017-02")
    assert commitment.done_on == dt.date(2019, 6, 13)
    assert commitment.days_late(NOW.date()) == 164
    assert commitment.schedule_on(NOW.date()) == ScheduleState.DONE_LATE


def test_what_was_not_verified_is_no_evidence(shipped):
    commitment = Commitment.objects.get(reference="LT-KAM-13")
    assert commitment.completion == Completion.NO_EVIDENCE
    assert "not found" in commitment.updates.get().narrative
    assert commitment.schedule_on(NOW.date()) == ScheduleState.OVERDUE


def test_page_without_a_date_has_none(shipped):
    document = Document.objects.get(reference="LT-KAM")
    assert document.published_on is None
    assert document.counted_from == dt.date(2021, 7, 1)
    assert "no date" in document.note


def test_updates_lie_between_document_and_today(shipped):
    for update in ProgressUpdate.objects.select_related("commitment__document"):
        assert update.commitment.document.counted_from <= update.effective_on <= NOW.date()


def test_reports_are_signed_by_nobody_who_can_sign_in(shipped):
    person = Person.objects.get(email=DESK_RESEARCH)
    assert not person.has_usable_password()
    assert not person.seats.exists()
    assert set(ProgressUpdate.objects.values_list("author", flat=True)) == {person.pk}


def test_loading_again_changes_nothing(shipped):
    before = everything()
    again = load_fixtures(FILES, now=NOW + dt.timedelta(days=1))
    assert everything() == before
    assert not again.added
    assert again.left == shipped.added


def test_loading_again_asks_little(shipped, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        load_fixtures(FILES, now=NOW)


def test_changes_of_users_survive(shipped, administration):
    commitment = Commitment.objects.get(reference="LT-KAM-13")
    draft = CommitmentDraft(
        reference=commitment.reference,
        title="A better title",
        quotation=commitment.quotation,
        quotation_language="en",
        lead=Institution.objects.get(acronym="NKSC"),
    )
    edit_commitment(commitment, draft, by=administration, now=NOW)
    post_update(commitment, ProgressDraft(dt.date(2026, 1, 5), "limited", "We began."), by=administration, now=NOW)
    Institution.objects.filter(acronym="UD").update(name="Foreign Ministry", acronym="MFA")
    Pillar.objects.filter(title="Cyber security").update(title="Security")
    Document.objects.filter(reference="CZ-2024").update(note="Ours.")
    before = everything()
    load_fixtures(FILES, now=NOW)
    assert everything() == before


def test_missing_rows_are_added(shipped):
    review = Review.objects.get()
    Review.objects.filter(pk=review.pk)._raw_delete("default")
    again = load_fixtures(FILES, now=NOW)
    assert again.added == {"reviews": 1}
    assert Review.objects.get().judgement == review.judgement


def test_closed_commitment_is_left_alone(shipped, administration, tmp_path):
    commitment = Commitment.objects.get(reference="CZ-2024-14")
    withdraw(commitment, Ruling(dt.date(2026, 1, 5), "The Government", "No longer."), by=administration, now=NOW)
    more = '\n[[commitments.updates]]\neffective_on = 2025-10-31\ncompletion = "limited"\nnarrative = "More."\n'
    again = load_fixtures([_file(tmp_path, FILES[0].read_text(encoding="utf-8") + more)], now=NOW)
    assert not again.added


def _file(folder, text, name="broken.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


COMING_BACK = """
[[commitments]]
reference = "NO-2017-99"
title = "Report every year"
quotation = "every year by 1 March until 2020"
place = "paragraph 9"
lead = "UD"
due_phrase = "every year by 1 March until 2020"
due_edtf = "R3/2018-03-01/P1Y"

[[commitments.updates]]
effective_on = 2018-02-20
completion = "complete"
narrative = "The report of the third year came first."
occurrence = 3

[[commitments.reviews]]
reviewed_on = 2018-03-20
completion = "limited"
judgement = "Half of the report was there."
occurrence = 3
"""


@pytest.mark.parametrize("number", ["3", "9", '"3"'])
def test_what_comes_back_is_loaded_with_its_times(db, tmp_path, number):
    file = tmp_path / "norway.toml"
    (norway,) = (path for path in FILES if path.name == "norway.toml")
    more = COMING_BACK.replace("occurrence = 3", f"occurrence = {number}")
    file.write_text(norway.read_text(encoding="utf-8") + more, encoding="utf-8")
    if number != "3":
        with pytest.raises(FileRefused):
            load_fixtures([file], now=NOW)
        return
    load_fixtures([file], now=NOW)
    done = Commitment.objects.get(reference="NO-2017-99").occurrences.values_list("done_on", flat=True)
    assert list(done) == [None, None, dt.date(2018, 2, 20)]
    assert Review.objects.get(commitment__reference="NO-2017-99").occurrence.number == 3
