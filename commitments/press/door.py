"""Typst in a process of its own: it can be stopped when it takes too long, and takes nobody along when it falls.

A few at a time; whoever finds the press taken waits a moment and is then told so.
"""

import json
import logging
import subprocess
import sys
import threading
import unicodedata
from enum import Enum
from pathlib import Path
from typing import Any

from commitments.pictures.lettering import printable

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
WORKER = FOLDER / "worker.py"
SECONDS = 20  # a page takes less than one
AT_ONCE = 2
PATIENCE = 5  # seconds; whoever waits holds a thread of the web server
MOST_SCRIPTS = 24  # writings of which no font has a letter
NO_FONT = 3  # what the worker leaves with, having said which letter
NO_LETTER = "□"
_press = threading.BoundedSemaphore(AT_ONCE)


class Format(Enum):
    PDF = "pdf"
    PNG = "png"


class NotPrinted(RuntimeError):
    """It could not be printed; the log says why."""


class Busy(NotPrinted):
    """Everybody prints at the moment."""


def printed(template: str, data: dict[str, Any], form: Format, *, seconds: float = SECONDS) -> bytes:
    """`template` is one of the files beside this one. Letters that no font at hand has become a box."""
    if not _press.acquire(timeout=PATIENCE):
        raise Busy("Several reports are being printed at this moment. Try again in a minute.")
    try:
        text = json.dumps(_writable(data), ensure_ascii=False)
        for _ in range(MOST_SCRIPTS):
            made, missing = _pressed(template, text, form, seconds)
            if made is not None:
                return made
            text = _boxed(text, missing)
    finally:
        _press.release()
    raise NotPrinted("It holds letters of too many writings for the fonts at hand.")


def _writable(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _writable(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_writable(value) for value in data]
    return printable(data) if isinstance(data, str) else data


def _pressed(template: str, text: str, form: Format, seconds: float) -> tuple[bytes | None, str]:
    """What was made, or a letter that could not be shown."""
    order = json.dumps({"template": template, "data": text, "format": form.value})
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER)],
            input=order.encode("utf-8", "replace"),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        logger.error("Printing %s took longer than %s seconds and was stopped.", template, seconds)
        raise NotPrinted(f"It took longer than {seconds:g} seconds and was stopped. Choose a narrower scope.") from late
    if done.returncode == 0:
        return done.stdout, ""
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == NO_FONT and said > "~":
        return None, said[0]
    logger.error("Printing %s failed (%s): %s", template, done.returncode, said[-2000:])
    raise NotPrinted("It could not be printed. The log of the tracker says why.")


def _boxed(text: str, letter: str) -> str:
    """Without the letters of that writing: the names of letters begin with its name."""
    return "".join(NO_LETTER if _writing(one) == _writing(letter) else one for one in text)


def _writing(letter: str) -> str:
    if unicodedata.category(letter) in {"So", "Cn", "Co", "Sk"}:
        return unicodedata.category(letter)
    return unicodedata.name(letter, "?").split(" ")[0].split("-")[0]
