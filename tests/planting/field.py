"""Lives into rows of every table, each kept until it is written."""

import datetime as dt
import random
from functools import cache

from commitments.choices import Closure, Completion, DecisionKind, EvidenceKind
from commitments.deadlines import DueWindow
from commitments.models import Commitment, Decision, Evidence, Milestone, ProgressUpdate, Review, SearchText
from commitments.search import fold
from tests.planting.land import Home
from tests.planting.lives import Decided, Life, Said, life
from tests.planting.tables import Table
from tests.planting.words import quotation, title

NO_DATE = ("", None, None, "", "")
MOMENT = "2026-11-22 12:00:00+00:00"
FINGERPRINT = f"{0:064}"


class Field:
    def __init__(self, homes: list[Home], chance: random.Random, updates: int) -> None:
        self.homes, self.chance, self.updates = homes, chance, updates
        due = ("due_phrase", "due_earliest", "due_latest", "due_precision", "due_edtf")
        self.commitments = Table(
            Commitment,
            *("id", "reference", "document_id", "pillar_id", "lead_id", "title", "quotation", "quotation_language"),
            *due,
            *("baseline_phrase", "baseline_earliest", "baseline_latest", "baseline_edtf"),
            *("completion", "done_on", "forecast_on", "closed_as", "closed_on", "last_reported_on"),
            *("registered_at", "revision"),
        )
        self.texts = Table(SearchText, "commitment_id", "words")
        said = ("effective_on", "completion", "forecast_on", "narrative", "submission")
        self.reports = Table(ProgressUpdate, "id", "commitment_id", "author_id", "posted_at", *said)
        self.proofs = Table(Evidence, "id", "update_id", "kind", "title", "address", "fingerprint")
        self.decisions = Table(
            Decision,
            *("id", "commitment_id", "recorded_by_id", "posted_at", "kind", "decided_on", "decided_by", "reason"),
            *("old_latest", "old_edtf", "new_phrase", "new_earliest", "new_latest", "new_precision", "new_edtf"),
            *("after_due", "submission"),
        )
        self.steps = Table(Milestone, "id", "commitment_id", "title", "done_on", *due)
        judged = ("reviewed_on", "completion", "judgement", "submission")
        self.reviews = Table(Review, "id", "commitment_id", "reviewer_id", "posted_at", *judged)
        self.tables = (
            self.commitments,
            self.texts,
            self.reports,
            self.proofs,
            self.decisions,
            self.steps,
            self.reviews,
        )

    def sow(self, number: int) -> None:
        chance = self.chance
        home = self.homes[int(chance.random() * len(self.homes))]
        lived = life(chance, home.begins_on, self.updates)
        pk, lead = self.commitments.next_id(), int(chance.random() * len(home.institutions))
        self._promise(pk, number, home, lead, lived)
        author = home.authors[lead + 1]
        for said in lived.said:
            self._report(pk, author, said)
        for decided in lived.decided:
            self._decision(pk, home.authors[0], decided)
        for step, window in enumerate(lived.milestones, 1):
            done = _day(window.latest) if chance.random() < 0.5 and window.latest < dt.date(2026, 11, 22) else None
            self.steps.rows.append((self.steps.next_id(), pk, f"Step {step}", done, *_due(window)))
        if chance.random() < 0.02 and lived.said:
            last = lived.said[-1]
            judged = last.completion if chance.random() < 0.7 else Completion.LIMITED
            row = (self.reviews.next_id(), pk, home.authors[0], MOMENT, _day(last.day), judged.value, "Seen.")
            self.reviews.rows.append((*row, self._number(self.reviews)))

    def _promise(self, pk: int, number: int, home: Home, lead: int, lived: Life) -> None:
        chance = self.chance
        done, withdrawn = lived.done_on, lived.withdrawn_on
        first = _due(lived.baseline)
        reference, named, quoted = f"{home.reference}-{number:07d}", title(chance), quotation(chance, home.language)
        self.texts.rows.append((pk, _folded(reference, named, quoted)))
        self.commitments.rows.append(
            (
                pk,
                reference,
                home.document,
                home.pillars[int(chance.random() * len(home.pillars))] if chance.random() < 0.9 else None,
                home.institutions[lead],
                named,
                quoted,
                home.language,
                *_due(lived.due),
                *(first[0], first[1], first[2], first[4]),
                lived.said[-1].completion.value if lived.said else Completion.NO_EVIDENCE.value,
                _day(done),
                _day(lived.forecast),
                Closure.WITHDRAWN.value if withdrawn else "",
                _day(withdrawn),
                _day(lived.said[-1].day) if lived.said else None,
                f"{home.begins_on} 12:00:00+00:00",
                1 + len(lived.said) + len(lived.decided),
            )
        )

    def _report(self, commitment: int, author: int, said: Said) -> None:
        pk = self.reports.next_id()
        row = (pk, commitment, author, MOMENT, _day(said.day), said.completion.value, _day(said.forecast))
        self.reports.rows.append((*row, "It went on.", f"{pk:032x}"))
        if said.completion == Completion.COMPLETE and self.chance.random() < 0.95:
            proof = (EvidenceKind.LINK.value, "A report", "https://example.org/report", FINGERPRINT)
            self.proofs.rows.append((self.proofs.next_id(), pk, *proof))

    def _decision(self, commitment: int, by: int, decided: Decided) -> None:
        old, new = decided.old, decided.new
        phrase, earliest, latest, precision, edtf = _due(new)
        late = decided.kind == DecisionKind.MOVE_DATE and old is not None and old.latest < decided.day
        row = (self.decisions.next_id(), commitment, by, MOMENT, decided.kind.value, _day(decided.day))
        was = (_day(old.latest), old.edtf) if old else (None, "")
        moved = (phrase, earliest, latest, precision, edtf)
        self.decisions.rows.append(
            (*row, "The ministry", "So it was decided.", *was, *moved, int(late), self._number(self.decisions))
        )

    def _number(self, table: Table) -> str:
        """Of a submission: unique, and in order, so that its index grows at its end."""
        return f"{table.last:032x}"

    def write(self) -> None:
        for table in self.tables:
            table.write()


@cache
def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


_spelt: dict[str, tuple[str, str | None, str | None, str, str]] = {}


def _due(window: DueWindow | None) -> tuple[str, str | None, str | None, str, str]:
    if window is None:
        return NO_DATE
    found = _spelt.get(window.edtf)
    if found is None:
        days = _day(window.earliest), _day(window.latest)
        found = _spelt[window.edtf] = (f"by {window.edtf}", *days, window.precision.value, window.edtf)
    return found


def _folded(reference: str, named: str, quoted: str) -> str:
    """As `search.words_of` has it."""
    return f"{fold(reference)} {_once(named)} {_once(quoted)}"


_once = cache(fold)
