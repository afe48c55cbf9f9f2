"""A process of its own that counts changes as a worker does, ten thousand and again, and says its memory after each.

`python -m tests.bench.worker ROUNDS` on a database that may be written to; a line of kilobytes for each round.
"""

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.serving")
    django.setup()
    from tests.bench.recounts import seconds_to_count  # noqa: PLC0415 - needs the settings
    from tests.planting.land import TODAY  # noqa: PLC0415

    for _ in range(int(sys.argv[1])):
        seconds_to_count(10_000, TODAY)
        print(_resident(), flush=True)


def _resident() -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
