"""Fixture files in, missing rows added; what is there already is left as it is, whoever changed it.

Rows are known by natural keys: the country's code, the institution's English or native name, the reference of
document and commitment, and for updates and reviews a submission computed from what they are about.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import transaction

from commitments.actions import (
    CommitmentDraft,
    EvidenceDraft,
    ProgressDraft,
    ReviewDraft,
    post_review,
    post_update,
    register_commitment,
)
from commitments.intake.reference import add_country, add_document, add_institutions, add_pillars
from commitments.intake.refusal import refusing
from commitments.intake.rows import CommitmentRow, FixtureFile, ReviewRow, UpdateRow
from commitments.intake.source import read_files
from commitments.intake.tally import Tally
from commitments.models import Commitment, ProgressUpdate, Review
from countries.access import Standing
from countries.models import Document, Institution, Person, Pillar

DESK_RESEARCH = "desk.research@example.org"
_SUBMISSIONS = uuid.uuid5(uuid.NAMESPACE_DNS, "fixtures.cyber-strategy-tracker")


@transaction.atomic
def load_fixtures(paths: Sequence[Path], *, now: dt.datetime) -> Tally:
    """All of the files or nothing. Raises `FileRefused`."""
    files = read_files(paths)
    by = Standing(person=_desk_research(), sees_all=True, is_administrator=True)
    loader = _Loader(by, now)
    for file, rows in files.items():
        loader.load(file, rows)
    return loader.tally


def _desk_research() -> Person:
    """Signs what the fixtures report; has no seat and no password, so nobody can sign in as it."""
    found = Person.objects.filter(email=DESK_RESEARCH).first()
    return found or Person.objects.create_user(DESK_RESEARCH, full_name="Desk research")


class _Loader:
    """One load: who writes, when, and what was there before."""

    def __init__(self, by: Standing, now: dt.datetime) -> None:
        self.by, self.now = by, now
        self.tally = Tally()
        self.commitments = {c.reference: c for c in Commitment.objects.select_related("document__country")}
        self.posted = set(ProgressUpdate.objects.filter(author=by.person).values_list("submission", flat=True))
        self.posted |= set(Review.objects.filter(reviewer=by.person).values_list("submission", flat=True))

    def load(self, file: str, rows: FixtureFile) -> None:
        country = add_country(file, rows.country, self.tally)
        institutions = add_institutions(file, country, rows, self.tally)
        document = add_document(file, country, rows.document, self.tally)
        pillars = add_pillars(file, document, rows, self.tally)
        for row in rows.commitments:
            with refusing(file, f"commitment {row.reference}"):
                commitment = self._commitment(document, row, institutions, pillars)
            self._report(file, commitment, row)

    def _commitment(
        self,
        document: Document,
        row: CommitmentRow,
        institutions: Mapping[str, Institution],
        pillars: Mapping[str, Pillar],
    ) -> Commitment:
        found = self.commitments.get(row.reference)
        self._count("commitments", is_new=found is None)
        if found is not None:
            return found
        draft = CommitmentDraft(
            reference=row.reference,
            title=row.title,
            quotation=row.quotation,
            quotation_language=document.language,
            lead=institutions[row.lead],
            pillar=pillars.get(row.pillar),
            contributors=tuple(institutions[key] for key in row.contributors),
            description=row.description,
            translation=row.translation,
            place=row.place,
            due_phrase=row.due_phrase,
            due_edtf=row.due_edtf,
            due_why=row.due_why,
            due_note=row.due_note.strip(),
        )
        return register_commitment(document, draft, by=self.by, now=self.now)

    def _report(self, file: str, commitment: Commitment, row: CommitmentRow) -> None:
        """Nothing is added to what somebody has closed."""
        numbers: Counter[tuple[str, dt.date]] = Counter()
        for update in row.updates:
            with refusing(file, f"commitment {row.reference}, update of {update.effective_on}"):
                submission = _submission(row.reference, "update", update.effective_on, numbers)
                if self._is_news("progress updates", commitment, submission):
                    self._post_update(commitment, update, submission)
        for review in row.reviews:
            with refusing(file, f"commitment {row.reference}, review of {review.reviewed_on}"):
                submission = _submission(row.reference, "review", review.reviewed_on, numbers)
                if self._is_news("reviews", commitment, submission):
                    self._post_review(commitment, review, submission)

    def _post_update(self, commitment: Commitment, row: UpdateRow, submission: uuid.UUID) -> None:
        draft = ProgressDraft(
            effective_on=row.effective_on,
            completion=row.completion,
            narrative=row.narrative,
            confidence=row.confidence,
            next_step=row.next_step,
            occurrence=row.occurrence,
            evidence=tuple(EvidenceDraft(e.title, address=e.address, dated_on=e.dated_on) for e in row.evidence),
            submission=submission,
        )
        post_update(commitment, draft, by=self.by, now=self.now)

    def _post_review(self, commitment: Commitment, row: ReviewRow, submission: uuid.UUID) -> None:
        draft = ReviewDraft(row.completion, row.judgement, row.reviewed_on, row.occurrence, submission)
        post_review(commitment, draft, by=self.by, now=self.now)

    def _is_news(self, noun: str, commitment: Commitment, submission: uuid.UUID) -> bool:
        is_new = submission not in self.posted and not commitment.closed_as
        self._count(noun, is_new=is_new)
        return is_new

    def _count(self, noun: str, *, is_new: bool) -> None:
        (self.tally.added if is_new else self.tally.left)[noun] += 1


def _submission(reference: str, kind: str, day: dt.date, numbers: Counter[tuple[str, dt.date]]) -> uuid.UUID:
    """The same for the same report at every load; several of one day are told apart by their order."""
    numbers[kind, day] += 1
    return uuid.uuid5(_SUBMISSIONS, f"{reference} {kind} {day.isoformat()} {numbers[kind, day]}")
