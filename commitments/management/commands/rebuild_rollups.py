"""Count everything afresh. The nightly recount repairs single numbers; this is for when nothing is to be trusted."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commitments.models import Commitment
from commitments.rollups.portions import recount
from commitments.rollups.rebuild import rebuild
from commitments.rollups.running import REBUILD, RunsAlready, recounting


class Command(BaseCommand):
    help = "Count every commitment afresh for the dashboard, so many at a time, while people work."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many commitments there are")
        parser.add_argument(
            "--at-once",
            action="store_true",
            help="from nothing, in one transaction: quicker, and everybody waits; some minutes for a million",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.write(f"Commitments to count: {Commitment.objects.count()}.")
            return
        now = timezone.now()
        try:
            with recounting(REBUILD, now):
                done = rebuild(now) if options["at_once"] else recount(now)
        except RunsAlready as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Commitments counted afresh: {done}.")
