"""What a fixture file holds, as frozen rows. The annotations are the rules by which `source` reads a file."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class CountryRow:
    code: str
    time_zone: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class InstitutionRow:
    """`key` is how other rows of the same file call it; `parent` is the key of a row further up."""

    key: str
    name: str
    native_name: str
    acronym: str = ""
    mailbox: str = ""
    parent: str = ""


@dataclass(frozen=True)
class DocumentRow:
    reference: str
    kind: str
    title: str
    language: str
    counted_from: dt.date
    fingerprint: str
    native_title: str = ""
    published_on: dt.date | None = None
    covers_from: dt.date | None = None
    covers_until: dt.date | None = None
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class PillarRow:
    key: str
    title: str
    native_title: str = ""
    parent: str = ""


@dataclass(frozen=True)
class EvidenceRow:
    title: str
    address: str
    dated_on: str = ""


@dataclass(frozen=True)
class UpdateRow:
    """`occurrence` is the number of the one it speaks of, where something comes back; 0 is the current one."""

    effective_on: dt.date
    completion: str
    narrative: str
    confidence: str = ""
    next_step: str = ""
    occurrence: int = 0
    evidence: tuple[EvidenceRow, ...] = ()


@dataclass(frozen=True)
class ReviewRow:
    """`occurrence` is the number of the one it judges, where something comes back; 0 is the current one of that day."""

    reviewed_on: dt.date
    completion: str
    judgement: str
    occurrence: int = 0


@dataclass(frozen=True)
class CommitmentRow:
    reference: str
    title: str
    quotation: str
    place: str
    lead: str
    pillar: str = ""
    contributors: tuple[str, ...] = ()
    description: str = ""
    translation: str = ""
    due_phrase: str = ""
    due_edtf: str = ""
    due_why: str = ""
    due_note: str = ""
    updates: tuple[UpdateRow, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()


@dataclass(frozen=True)
class FixtureFile:
    """One country, one document of it, and everything promised there."""

    country: CountryRow
    document: DocumentRow
    institutions: tuple[InstitutionRow, ...]
    pillars: tuple[PillarRow, ...]
    commitments: tuple[CommitmentRow, ...]
