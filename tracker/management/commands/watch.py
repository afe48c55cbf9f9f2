"""The watch: looks at the health of everything and mails the operator when a part falls silent, and when it is back."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from tracker.watch import Watch


class Command(BaseCommand):
    help = "Look at the health of everything, for ever or once, and mail the operator when a part is down."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="look once and say what was found, as from cron")
        parser.add_argument("--every", type=int, default=20, metavar="SECONDS", help="pause between looks")

    def handle(self, *args: Any, once: bool, every: int, **options: Any) -> None:
        watch = Watch()
        while True:
            findings = watch.look(timezone.now())
            if once:
                for finding in findings:
                    self.stdout.write(f"{finding.name}: {finding.condition}. {finding.detail}")
                return
            time.sleep(max(1, every))
            close_old_connections()  # one that broke would stay broken for ever
