"""Fill the empty database that the settings name, and have everything counted."""

import argparse
import os


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.planting", description=__doc__)
    asked.add_argument("amount", type=int, help="how many commitments")
    asked.add_argument("--updates", type=int, default=5, help="progress updates of each; default is 5")
    asked.add_argument("--seed", type=int, default=7, help="the same seed gives the same rows")
    asked.add_argument("--uncounted", action="store_true", help="leave counting to the worker")
    given = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    import django  # noqa: PLC0415 - the settings are read here

    django.setup()
    from tests.planting.fill import fill  # noqa: PLC0415 - needs the settings

    fill(given.amount, updates=given.updates, seed=given.seed, counted=not given.uncounted)


if __name__ == "__main__":
    main()
