"""Files written by an action that fails later do not stay behind: a disk knows no transactions."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db.models.fields.files import FieldFile

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
_written: ContextVar[list[FieldFile]] = ContextVar("written")


def note_file(file: FieldFile) -> None:
    """Of an action that is `taken_back_on_failure`."""
    if file:
        _written.get().append(file)


def taken_back_on_failure(action: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Outside the action's transaction, so that a commit that fails counts too."""

    @wraps(action)
    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        files: list[FieldFile] = []
        token = _written.set(files)
        try:
            return action(*args, **kwargs)
        except BaseException:
            for file in files:
                file.storage.delete(file.name or "")
            raise
        finally:
            _written.reset(token)

    return guarded
