"""The reminders job by hand: send what is owed, or say who would be told what and why."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commitments import reminders
from commitments.heartbeat import is_alive
from commitments.management.left import still_waiting
from commitments.reminders import holds
from commitments.reminders.digest import Digest
from commitments.reminders.house import house
from commitments.reminders.preview import Preview, preview
from commitments.tongue import speaking

MIDDAY = dt.time(12)
UNHURRIED = 3600.0


class Command(BaseCommand):
    help = "Send the reminders that are owed. With --dry-run: say who would be told what and why, and write nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=_day, metavar="DATE", help="as if it were midday (UTC) of this day")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, send nothing")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, on: dt.date | None, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        if dry_run:
            self._say(preview(on or now.date(), today=now.date()), as_json=options["json"])
            return
        _refuse_beside_a_worker(on, now)
        outcome = reminders.run(dt.datetime.combine(on, MIDDAY, dt.UTC) if on else now, budget=UNHURRIED)
        waiting = holds.waiting().count()
        if options["json"]:
            self.stdout.write(_dumped({"outcome": str(outcome), "waiting": waiting}))
            return
        self.stdout.write(f"{outcome}.")
        if waiting:
            self.stdout.write(still_waiting(waiting))

    def _say(self, found: Preview, *, as_json: bool) -> None:
        if as_json:
            mails = [_in_its_language(digest) for digest in found.digests]
            self.stdout.write(_dumped({"on": f"{found.on}", "mails": mails, "nobody_to_tell": found.nobody_to_tell}))
            return
        self.stdout.write(f"{found.on:%-d %B %Y}: {len(found.digests)} mail{'' if len(found.digests) == 1 else 's'}.")
        for digest in found.digests:
            with speaking(digest.language):
                self._say_one(digest)
        if found.nobody_to_tell:
            self.stdout.write(f"\nNobody to tell about {', '.join(found.nobody_to_tell)}.")

    def _say_one(self, digest: Digest) -> None:
        self.stdout.write(f"\n{digest.name} <{digest.address}>: {digest.subject}")
        for line in digest.lines:
            slip = f" ({line.slip})" if line.slip else ""
            self.stdout.write(f"  {line.reference}  {line.title}: {line.when}, {line.day}{slip}\n      {line.why}")
        for one in digest.notices:
            self.stdout.write(f"  {one.reference}  {one.title}: {one.headline}\n      {one.why}")
        for line in digest.others:
            self.stdout.write(f"  also on the list: {line.reference}  {line.title}: {line.when}")


def _in_its_language(digest: Digest) -> dict[str, Any]:
    with speaking(digest.language):
        return _as_data(digest)


def _as_data(digest: Digest) -> dict[str, Any]:
    site = house().site_url
    lines = [
        {
            "reference": line.reference,
            "title": line.title,
            "due": f"{line.due_latest}",
            "when": line.when,
            "slip": line.slip,
            "why": line.why,
            "address": f"{site}{line.path}",
        }
        for line in digest.lines
    ]
    notices = [
        {
            "reference": one.reference,
            "title": one.title,
            "what": one.headline,
            "facts": one.facts,
            "why": one.why,
            "address": f"{site}{one.path}",
        }
        for one in digest.notices
    ]
    also = [{"reference": line.reference, "title": line.title, "when": line.when} for line in digest.others]
    return {
        "name": digest.name,
        "to": digest.address,
        "language": digest.language,
        "subject": digest.subject,
        "lines": lines,
        "notices": notices,
        "also": also,
    }


def _dumped(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _refuse_beside_a_worker(on: dt.date | None, now: dt.datetime) -> None:
    """By the clock of another day leases look over to a worker, which would send the mail in flight once more."""
    if on and is_alive("worker", now):
        raise CommandError(
            "A worker is sending mail now. Leave out --on, stop it first, or add --dry-run to look only."
        )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise CommandError(f"“{text}” is not a day. Write it as 2018-12-01.") from problem
