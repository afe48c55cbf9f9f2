"""Bring the catalogues of words in `commitments/locale` up to date: what the code says in, .po and .mo out."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from commitments.catalogues import LANGUAGES, compiled, compiled_path, extracted, gaps, path_of, read, updated, written


class Command(BaseCommand):
    help = "Collect what mails say, add it to the catalogues and compile them. Says what is not translated."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where something is missing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        words, missing = extracted(), []
        for language in LANGUAGES:
            catalogue = updated(read(language), words)
            if not check:
                path_of(language).write_bytes(written(catalogue))
                compiled_path(language).write_bytes(compiled(catalogue))
            missing += [f"{language}: {gap}" for gap in gaps(catalogue)]
        for gap in missing:
            self.stdout.write(gap)
        if missing:
            raise CommandError(
                f"Not translated: {len(missing)}. Fill them in under commitments/locale and run this again."
            )
        self.stdout.write("Every word is translated.")
