"""Read a deadline phrase, or a file of them, into JSON."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commitments.deadlines.answers import BadQuestion, answer_to, answer_to_line, day_or_none

# Signs that JSON lets stand and that some readers take for the end of a line.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class Command(BaseCommand):
    help = "Turn a deadline phrase into a due window. Prints JSON; with -, one object per JSON line of the input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("phrase", help='such as "innen utgangen av 2018"; - reads JSON lines from standard input')
        parser.add_argument("--language", default="en", help="of the phrase: en, nb, lt, cs, fr or sv")
        parser.add_argument("--country", default="", help="ISO code, for fiscal years and 03/04/2026")
        parser.add_argument(
            "--on", default="", help="the document's date, YYYY-MM-DD; years left out are counted from it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["phrase"] == "-":
            for line in sys.stdin.buffer:
                self._print(answer_to_line(line))
            return
        try:
            on = day_or_none(options["on"])
        except BadQuestion as problem:
            raise CommandError(str(problem)) from problem
        self._print(answer_to(options["phrase"], language=options["language"], country=options["country"], on=on))

    def _print(self, answer: dict[str, Any]) -> None:
        text = json.dumps(answer, ensure_ascii=False).translate(_LINE_ENDS)
        try:
            text.encode(getattr(self.stdout, "encoding", None) or "utf-8")
        except UnicodeEncodeError:  # half a surrogate pair in the phrase, or an old terminal
            text = json.dumps(answer)
        self.stdout.write(text)
