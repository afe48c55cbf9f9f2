"""Add what the fixture files hold and the database lacks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commitments.intake.fixtures import load_fixtures
from commitments.intake.refusal import FileRefused
from countries.demo import add_demo_people

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


class Command(BaseCommand):
    help = "Add the three countries' documents and commitments. Rows that are there already are left as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="TOML files; without any, those in fixtures/")
        parser.add_argument("--demo", action="store_true", help="also add people to try the tracker as")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["files"] or sorted(FIXTURES.glob("*.toml"))
        try:
            tally = load_fixtures(paths, now=timezone.now())
        except FileRefused as refusal:
            raise CommandError(f"Nothing was loaded.\n{refusal}") from refusal
        lines = [*tally.lines()]
        if options["demo"]:
            lines.append(f"demo people: {add_demo_people()} added")
        if options["verbosity"]:
            self.stdout.writelines(f"{line}\n" for line in lines)
