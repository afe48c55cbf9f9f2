"""A process that does one random thing after another until it is killed: `python -m tests.writers.writer SEED`.

It says a line for each thing done, so that whoever counts them counts only what was committed.
"""

import contextlib
import datetime as dt
import random
import sys
import time
import uuid
from dataclasses import replace

import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.db import OperationalError, close_old_connections  # noqa: E402

from commitments.actions import (  # noqa: E402
    CommitmentDraft,
    Move,
    ProgressDraft,
    ReviewDraft,
    Ruling,
    edit_commitment,
    move_date,
    post_review,
    post_update,
    register_commitment,
    reopen,
    withdraw,
)
from commitments.choices import Completion  # noqa: E402
from commitments.models import Commitment  # noqa: E402
from commitments.rollups.apply import apply_batch  # noqa: E402
from countries.access import standing_of  # noqa: E402
from countries.models import Document, Institution, Person, Pillar  # noqa: E402

NOW = dt.datetime(2020, 6, 1, 10, tzinfo=dt.UTC)
BEGIN = dt.date(2017, 9, 27)
DATES = ("2018", "2018-03", "2019-06-30", "2025", "")


class Writer:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.by, self.reviewer = (
            standing_of(Person.objects.get(email=f"{name}@example.org"), dt.date(2018, 6, 1), public=False)
            for name in ("coordinator", "administrator")
        )
        self.document = Document.objects.get()
        self.houses, self.pillars = list(Institution.objects.all()), [None, *Pillar.objects.all()]

    def step(self) -> None:
        verbs = (*(self.report,) * 3, self.review, self.move, self.end, self.edit, self.register, self.count)
        with contextlib.suppress(ValidationError):  # refused, and therefore nothing changed
            self.chance.choice(verbs)()

    def one(self) -> Commitment:
        number = self.chance.choice(list(Commitment.objects.values_list("pk", flat=True)))
        return Commitment.objects.select_related("document__country", "lead", "pillar").get(pk=number)

    def day(self) -> dt.date:
        return BEGIN + dt.timedelta(days=self.chance.randrange(970))

    def ruling(self) -> Ruling:
        return Ruling(self.day(), "The ministry", "So it was decided.", submission=uuid.uuid4())

    def report(self) -> None:
        draft = ProgressDraft(self.day(), self.chance.choice(Completion.values), "It went on.")
        post_update(self.one(), draft, by=self.by, now=NOW)

    def review(self) -> None:
        draft = ReviewDraft(self.chance.choice(Completion.values), "So we found.", self.day())
        post_review(self.one(), draft, by=self.reviewer, now=NOW)

    def move(self) -> None:
        edtf = self.chance.choice(DATES[:-1])
        move_date(self.one(), Move(f"by {edtf}", edtf), self.ruling(), by=self.by, now=NOW)

    def end(self) -> None:
        self.chance.choice((withdraw, reopen))(self.one(), self.ruling(), by=self.by, now=NOW)

    def edit(self) -> None:
        row = self.one()
        edit_commitment(row, self.draft(row.reference), by=self.by, now=NOW)

    def register(self) -> None:
        edtf = self.chance.choice(DATES)
        draft = replace(
            self.draft(f"NEW-{uuid.uuid4().hex[:12]}"), due_edtf=edtf, due_phrase=f"by {edtf}" if edtf else ""
        )
        register_commitment(self.document, draft, by=self.by, now=NOW)

    def draft(self, reference: str) -> CommitmentDraft:
        lead, pillar = self.chance.choice(self.houses), self.chance.choice(self.pillars)
        return CommitmentDraft(reference, "Title", "Vi skal gjøre det.", "nb", lead, pillar)

    def count(self) -> None:
        apply_batch(NOW, batch=self.chance.choice((1, 3, 50)))


def main() -> None:
    writer = Writer(int(sys.argv[1]))
    while True:
        try:
            writer.step()
        except OperationalError:  # a deadlock or a lock not had in time: a page would say so, and one tries again
            close_old_connections()
            time.sleep(0.05)
            continue
        print("done", flush=True)


if __name__ == "__main__":
    main()
