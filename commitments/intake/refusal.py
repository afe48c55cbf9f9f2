"""What is wrong with a file, so that a person can mend it: where, which field, why and how."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


@dataclass(frozen=True)
class Problem:
    """`message` says why it is refused and what to do instead."""

    file: str
    place: str
    field: str
    message: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place, self.field) if part)
        return f"{where}: {self.message}"


class FileRefused(Exception):
    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@contextmanager
def refusing(file: str, place: str) -> Iterator[None]:
    """Whatever a validator says inside is said of this place in this file."""
    try:
        yield
    except ValidationError as error:
        named = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        raise FileRefused(
            Problem(file, place, "" if field == NON_FIELD_ERRORS else field, message)
            for field, messages in named.items()
            for message in messages
        ) from error
