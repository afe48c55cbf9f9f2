#!/usr/bin/env python
"""Command line of the tracker: `python manage.py help` lists what it can do."""

import os
import sys

from django.core.management import execute_from_command_line

from tracker.environment import WrongSettings


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    try:
        execute_from_command_line(sys.argv)
    except WrongSettings as wrong:
        sys.exit(str(wrong))


if __name__ == "__main__":
    main()
