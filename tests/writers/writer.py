"""Does one random thing after another until its process is killed, and says a line for each.

So whoever counts the lines counts only what was committed.
"""

import datetime as dt
import mmap
import os
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import OperationalError, close_old_connections, connection

from commitments.actions import (
    CommitmentDraft,
    DependencyDraft,
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
    wait_for,
    withdraw,
)
from commitments.choices import Completion
from commitments.models import Commitment
from commitments.rollups.apply import apply_batch
from commitments.rollups.verify import verify
from countries.access import standing_of
from countries.models import Document, Institution, Person, Pillar

NOW = dt.datetime(2020, 6, 1, 10, tzinfo=dt.UTC)
BEGIN = dt.date(2017, 9, 27)
DATES = ("2018", "2018-03", "2019-06-30", "2025", "")


class Writer:
    def __init__(self, seed: int, *, counts: bool = True) -> None:
        self.chance, self.counts = random.Random(seed), counts
        self.by, self.reviewer = (
            standing_of(Person.objects.get(email=f"{name}@example.org"), dt.date(2018, 6, 1), public=False)
            for name in ("coordinator", "administrator")
        )
        self.document = Document.objects.get()
        self.houses, self.pillars = list(Institution.objects.all()), [None, *Pillar.objects.all()]

    def step(self) -> str:
        """In a word, whether it was done or refused. Who is refused has changed nothing."""
        does = (*(self.report,) * 3, self.review, self.move, self.end, self.edit, self.register, self.wait)
        verb = self.chance.choice((*does, self.count) if self.counts else does)
        try:
            verb()
        except ValidationError:
            return f"refused to {verb.__name__}"
        return f"did {verb.__name__}" if verb != self.count else "counted"

    def one(self, **which: object) -> Commitment:
        found = Commitment.objects.filter(**which).values_list("pk", flat=True)
        number = self.chance.choice(list(found) or list(Commitment.objects.values_list("pk", flat=True)))
        return Commitment.objects.select_related("document__country", "lead", "pillar").get(pk=number)

    def day(self) -> dt.date:
        return BEGIN + dt.timedelta(days=self.chance.randrange(970))

    def ruling(self) -> Ruling:
        return Ruling(self.day(), "The ministry", "So it was decided.", submission=uuid.uuid4())

    def report(self) -> None:
        draft = ProgressDraft(self.day(), self.chance.choice(Completion.values), "It went on.")
        post_update(self.one(closed_as=""), draft, by=self.by, now=NOW)

    def review(self) -> None:
        draft = ReviewDraft(self.chance.choice(Completion.values), "So we found.", self.day())
        post_review(self.one(), draft, by=self.reviewer, now=NOW)

    def move(self) -> None:
        edtf = self.chance.choice(DATES[:-1])
        move_date(self.one(), Move(f"by {edtf}", edtf), self.ruling(), by=self.by, now=NOW)

    def end(self) -> None:
        row = self.one()
        (reopen if row.closed_as else withdraw)(row, self.ruling(), by=self.by, now=NOW)

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

    def wait(self) -> None:
        submission, amount = uuid.uuid4(), self.chance.randrange(1, 400)
        draft = DependencyDraft(self.one(), amount, "day", f"{amount} days after that", submission)
        wait_for(self.one(due_latest=None, waits_for=None, closed_as="", done_on=None), draft, by=self.by, now=NOW)

    def count(self) -> None:
        apply_batch(NOW, batch=self.chance.choice((1, 3, 50)))


def write_for_ever(begin: Callable[[], Writer], mouth: int, writing: mmap.mmap, number: int) -> None:
    """`writing` says at its `number` whether something is written and not committed yet."""
    writer = begin()

    def look(execute: Callable, sql: str, *rest: object) -> object:
        if connection.in_atomic_block and sql.startswith(("INSERT", "UPDATE", "DELETE")):
            writing[number] = 1
        return execute(sql, *rest)

    while True:
        try:
            with connection.execute_wrapper(look):
                word = writer.step()
        except OperationalError:  # a deadlock or a lock not had in time: a page would say so, and one tries again
            close_old_connections()
            word = "had no lock"
        writing[number] = 0
        os.write(mouth, f"{word}\n".encode())


def recount_for_ever(mouth: int) -> None:
    """What changes while it is looked at is left for the next time, and is no difference."""
    while True:
        begun = time.monotonic()
        found = verify(NOW.date()).differences
        os.write(mouth, b"found a difference\n" if found else b"recounted\n")
        time.sleep(5 * (time.monotonic() - begun))  # or it would be one more writer's worth of work
