"""What a phrase is read with: its language, its country, the document's day; and the notes made on the way."""

import datetime as dt
from dataclasses import dataclass, field

from commitments.deadlines.customs import FISCAL_YEARS, SOUTHERN, FiscalYear
from commitments.deadlines.reading import Unclear


@dataclass
class Context:
    language: str
    country: str  # ISO 3166-1, capital letters, or empty
    on: dt.date | None
    until_is_by: bool = False  # one word means both in this language
    notes: list[str] = field(default_factory=list)

    def note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)

    @property
    def fiscal_year(self) -> FiscalYear | None:
        return FISCAL_YEARS.get(self.country)

    @property
    def southern(self) -> bool:
        return self.country in SOUTHERN

    def day_of_document(self, for_what: str) -> dt.date:
        if self.on is None:
            raise Unclear(f"{for_what} Give the date of the document it stands in.")
        return self.on
