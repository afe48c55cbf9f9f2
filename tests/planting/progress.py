"""A bar that fills while one waits."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

WIDTH = 30


def bar(what: str, of: int, to: TextIO | None = None) -> Callable[[int], None]:
    """Tell it how much is done. On a terminal it stays on one line; elsewhere it says the tenths."""
    began, last, out = time.monotonic(), -1, to or sys.__stderr__

    def tell(done: int) -> None:
        nonlocal last
        share = done / of if of else 1.0
        step = int(share * (100 if out.isatty() else 10))
        if step == last:
            return
        last = step
        filled = "█" * int(share * WIDTH)
        line = f"{what} [{filled:<{WIDTH}}] {done:,} of {of:,}, {time.monotonic() - began:.0f} s"
        out.write(f"\r{line}" + ("\n" if done >= of else "") if out.isatty() else f"{line}\n")
        out.flush()

    return tell
