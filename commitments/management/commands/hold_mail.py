from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commitments.reminders.holds import hold


class Command(BaseCommand):
    help = "Let no mail leave until release_mail. Reminders are planned and mails written as ever."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--because", required=True, metavar="REASON", help="shown on the outbox page")

    def handle(self, *args: Any, because: str, **options: Any) -> None:
        try:
            hold(because, by=None, now=timezone.now())
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        self.stdout.write("Held. No mail leaves until `manage.py release_mail`.")
