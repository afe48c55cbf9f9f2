"""Put the next occurrences of duties without an end on record: what Celery does every hour, by hand."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from commitments.actions import extend_series


class Command(BaseCommand):
    help = "Give every duty that comes back without an end its next two occurrences."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--on", type=_day, metavar="DATE", help="day to look ahead from; default is today")
        parser.add_argument("--dry-run", action="store_true", help="only say what is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        now = dt.datetime.combine(options["on"], dt.time(12), dt.UTC) if options["on"] else timezone.now()
        added = extend_series(now, dry_run=options["dry_run"])
        for reference, count in added.items():
            self.stdout.write(f"{reference}: {count}")
        self.stdout.write(f"Occurrences {'missing' if options['dry_run'] else 'added'}: {sum(added.values())}.")


def _day(text: str) -> dt.date:
    """argparse turns a ValueError into a refusal that names the option."""
    return dt.date.fromisoformat(text)


_day.__name__ = "date such as 2026-03-01"
