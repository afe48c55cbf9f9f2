"""A contradiction with what it is about; its fingerprint tells whether somebody has dismissed just this one."""

import hashlib
from dataclasses import dataclass

from commitments.contradiction_kind import ContradictionKind as Kind
from commitments.contradictions.rules import Contradiction
from commitments.models import Commitment
from countries.models import Institution


@dataclass(frozen=True)
class Finding:
    """About a commitment or, where nobody answers for what it leads, an institution."""

    kind: Kind
    reason: str
    facts: tuple[object, ...]
    commitment: Commitment | None = None
    institution: Institution | None = None

    @classmethod
    def in_commitment(cls, commitment: Commitment, found: Contradiction) -> "Finding":
        return cls(found.kind, found.reason, found.facts, commitment=commitment)

    @property
    def fingerprint(self) -> str:
        """Of the facts, not of the words: better words do not bring back what was dismissed."""
        return hashlib.sha256("\x1f".join(map(str, self.facts)).encode("utf-8", "replace")).hexdigest()

    @property
    def key(self) -> tuple[str, int | None, int | None, str]:
        about, house = self.commitment, self.institution
        return self.kind.value, about.pk if about else None, house.pk if house else None, self.fingerprint
