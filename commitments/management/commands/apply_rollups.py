"""Count what has changed: what Celery does every minute, by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from commitments.models import Commitment
from commitments.rollups.apply import apply_waiting


class Command(BaseCommand):
    help = "Bring the counts of the dashboard in step with changed commitments."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many commitments wait")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.write(f"Changed commitments waiting: {Commitment.objects.awaiting_rollup().count()}.")
            return
        self.stdout.write(f"Changed commitments counted: {apply_waiting(timezone.now())}.")
