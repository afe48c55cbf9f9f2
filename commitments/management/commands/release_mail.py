from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from commitments.delivery import Release
from commitments.management.left import still_waiting
from commitments.reminders.holds import open_holds, perhaps_told, release, waiting


class Command(BaseCommand):
    help = "Let mails leave again. After a restore, --told marks what may have been sent already; --dry-run lists it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--told", action="store_true", help="mark what may have been sent already as told")
        parser.add_argument("--dry-run", action="store_true", help="say what waits, and change nothing")

    def handle(self, *args: Any, told: bool, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self._say()
            return
        done = release(Release.TOLD if told else Release.SEND, by=None, now=timezone.now())
        if not done.holds:
            self.stdout.write(f"Nothing was held. {still_waiting(waiting().count())}".rstrip())
        else:
            self.stdout.write(
                f"Released. Marked as told: {done.marked}. Mails that wait and go now: {waiting().count()}."
            )

    def _say(self) -> None:
        for held in open_holds():
            self.stdout.write(f"{held}: {held.reason}")
            for mail in perhaps_told(held).select_related("recipient").defer("raw", "html", "text", "entries"):
                self.stdout.write(f"  may have been sent already: {mail.subject}, to {mail.recipient.full_name}")
        self.stdout.write(f"Mails that wait: {waiting().count()}.")
