"""How lines in the log look."""

import logging
import time


class UtcFormatter(logging.Formatter):
    """The Z at the end of each time is true on every machine."""

    converter = time.gmtime  # type: ignore[assignment]
