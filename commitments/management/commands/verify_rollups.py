"""Recount from the facts, and say so when a number differs."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commitments.rollups.lately import verify_lately
from commitments.rollups.running import RECOUNT, RunsAlready, recounting
from commitments.rollups.verify import Verification, record, repair, verify

MOST_LINES = 50


class Command(BaseCommand):
    help = "Recount the dashboard's numbers from the facts. Ends with 1 when a number differs."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--on", type=_day, metavar="DATE", help="day to look at most closely; default is today")
        parser.add_argument("--lately", action="store_true", help="only what changed of late: some seconds")
        parser.add_argument("--repair", action="store_true", help="put right what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["lately"]:
            self._lately(now)
            return
        try:
            with recounting(RECOUNT, now):
                verification = verify(options["on"] or now.date())
        except RunsAlready as problem:
            raise CommandError(str(problem)) from None
        record(verification, now)
        self._report(verification)
        if not verification.differences:
            return
        if options["repair"]:
            repair(verification, now)
            again = verify(verification.on)
            if again.differences:
                record(again, now)
            self.stdout.write(f"Repaired. Differences left: {len(again.differences)}.")
        raise CommandError(f"Numbers that differed from the recount: {len(verification.differences)}.", returncode=1)

    def _lately(self, now: dt.datetime) -> None:
        """What is found wrong stays on record until everything was looked at and put right."""
        verification = verify_lately(now.date())
        self._report(verification)
        if verification.differences:
            record(verification, now)
            advice = "Put it right with `manage.py verify_rollups --repair`."
            raise CommandError(f"Numbers that differ: {len(verification.differences)}. {advice}", returncode=1)

    def _report(self, verification: Verification) -> None:
        for difference in verification.differences[:MOST_LINES]:
            self.stdout.write(str(difference))
        unnamed = len(verification.differences) - MOST_LINES
        if unnamed > 0:
            self.stdout.write(f"and {unnamed} more")
        self.stdout.write(verification.summary)


def _day(text: str) -> dt.date:
    """argparse turns a ValueError into a refusal that names the option."""
    return dt.date.fromisoformat(text)


_day.__name__ = "date such as 2026-03-01"
