"""Keep the baselines that were ordered: what Celery does when one is, by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from commitments.actions import keep_next_ordered
from commitments.models import BaselineOrder


class Command(BaseCommand):
    help = "Keep the baselines of very many commitments that somebody has ordered."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say which ones are ordered")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dry_run"]:
            while keep_next_ordered(timezone.now()):
                pass
        for order in BaselineOrder.objects.open().order_by("pk"):
            self.stdout.write(
                f"Ordered: “{order.name}”, {order.place} on {order.on}: {order.written} of {order.total}."
            )
        self.stdout.write(f"Baselines that are still to be kept: {BaselineOrder.objects.open().count()}.")
