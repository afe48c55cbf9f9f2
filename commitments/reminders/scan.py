"""The whole of it, once: sweep, withdraw, plan, bundle, send. Safe at any moment, as often as wanted, by anybody."""

import datetime as dt
import time
from collections import Counter
from dataclasses import dataclass

from commitments import changes
from commitments.choices import MessageStatus
from commitments.models import JobRun
from commitments.reminders import claims, holds
from commitments.reminders.audience import Audience
from commitments.reminders.bundle import bundle, people_waiting
from commitments.reminders.house import house
from commitments.reminders.planner import plan
from commitments.reminders.reconcile import reconcile
from commitments.reminders.sender import send_waiting
from commitments.reminders.steps import ensure_policy, policies_in_force
from commitments.reminders.still_owed import Day
from commitments.reminders.turns import Seen
from commitments.reminders.withdrawals import withdraw_unowed
from countries.models import Country, local_dates

JOB, NOBODY = "reminders", "nobody to tell"
PORTION = 100  # people whose mails are written before the first of them is sent
LEAST = 10.0  # seconds for mails, however long the asking took


@dataclass(frozen=True)
class Outcome:
    planned: int
    withdrawn: int
    bundled: int
    mails: Counter[MessageStatus]
    nobody_to_tell: tuple[str, ...]

    def __str__(self) -> str:
        said = [f"{self.planned} planned", f"{self.bundled} bundled"]
        said += [f"{count} {status.label.lower()}" for status, count in sorted(self.mails.items())]
        if self.nobody_to_tell:
            said.append(f"nobody to tell about {', '.join(self.nobody_to_tell[:5])}")
        return ", ".join(said)


def run(now: dt.datetime, *, budget: float = 30.0) -> Outcome:
    """`budget`: after so many seconds no further mail is begun; the next run goes on."""
    begun = time.monotonic()
    # The last finish stays until the next: a scan that breaks off every time must not look like a busy one.
    job, _ = JobRun.objects.update_or_create(job=JOB, defaults={"started_at": now})
    ensure_policy()
    seen = seen_at(now)
    today = seen.today
    if house().delivers:
        holds.may_leave(house(), now)  # before anything is changed that a restored database says
    holds.hold_upgrade(house(), now)
    claims.free_expired_leases(now)
    claims.mark_told()
    claims.end_past_days(today, now=now)
    withdrawn = withdraw_unowed(seen, now)  # first, so that whoever takes over is planned in the same run
    planned = plan(today, now=now)
    reconcile(today, now)
    _say_nobody(planned.nobody_to_tell, now)
    holds.hold_first_run(house(), now)
    holds.let_few_go(house(), now)
    bundled, mails = _write_and_send(seen, now, begun, max(begun + budget, time.monotonic() + LEAST))
    outcome = Outcome(planned.reminders, withdrawn, bundled, mails, planned.nobody_to_tell)
    job.finished_at = now + dt.timedelta(seconds=time.monotonic() - begun)
    job.outcome = str(outcome)[:300]
    job.save(update_fields=["finished_at", "outcome"])
    return outcome


def _write_and_send(seen: Seen, now: dt.datetime, begun: float, until: float) -> tuple[int, Counter[MessageStatus]]:
    """Some people at a time: neither memory nor the wait of the first mail grows with their number."""
    people, written = people_waiting(), 0
    mails: Counter[MessageStatus] = Counter()
    for start in range(0, max(len(people), 1), PORTION):
        if start and time.monotonic() >= until:
            break
        seen = seen.kept_up()
        written += bundle(people[start : start + PORTION], seen.today, house(), now=now, seen=seen.name)
        mails += send_waiting(seen, house(), now=now, budget=until - time.monotonic(), begun=begun)
    return written, mails


def _say_nobody(references: tuple[str, ...], now: dt.datetime) -> None:
    """What nobody can be told of, on record for the health page until somebody can."""
    found = sorted(set(references))
    shown = f"{', '.join(found[:5])}{f' and {len(found) - 5} more' if len(found) > 5 else ''}"
    JobRun.objects.update_or_create(job=NOBODY, defaults={"started_at": now, "finished_at": now, "outcome": shown})


def seen_at(now: dt.datetime) -> Seen:
    """Who sits where today, which policies are in force; with the mark that is taken before it is read."""
    mark = changes.mark()
    return Seen(day_of(now), mark)


def day_of(now: dt.datetime) -> Day:
    days = local_dates(Country.objects.all(), now)
    return Day(days, Audience.on(days), policies_in_force())
