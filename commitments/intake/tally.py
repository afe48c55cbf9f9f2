"""What a load did, by noun: rows added, and rows left as they were found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass
class Tally:
    added: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    def keep_or_add(self, found: Row | None, missing: Row) -> Row:
        """The row that is there, untouched; or the missing one, checked and saved."""
        noun = str(missing._meta.verbose_name_plural)
        if found is not None:
            self.left[noun] += 1
            return found
        missing.full_clean()
        missing.save()
        self.added[noun] += 1
        return missing

    def lines(self) -> Iterator[str]:
        for noun in dict.fromkeys([*self.added, *self.left]):
            yield f"{noun}: {self.added[noun]} added, {self.left[noun]} left as they were"
