"""What is planned is asked about again when a fact has changed, on another day, and every hour; not every minute.

To ask costs about a millisecond per reminder, and before the hour of the mails all of a morning's stand there. A mail
that is written asks again in any case.
"""

import datetime as dt

from commitments.models import JobRun
from commitments.reminders.still_owed import settle_planned
from commitments.reminders.turns import Seen

JOB = "reminders withdrawn"
EVERY = dt.timedelta(hours=1)
LONGEST = 300


def withdraw_unowed(seen: Seen, now: dt.datetime) -> int:
    """How many. What was asked is on record only once it is settled, with the mark from before anything was read."""
    last = JobRun.objects.filter(job=JOB).first()
    if last is not None and abs(now - last.started_at) < EVERY and seen.still_holds(last.outcome):
        return 0
    settled = settle_planned(seen.today)
    done = {"started_at": now, "finished_at": now, "outcome": seen.name if len(seen.name) <= LONGEST else ""}
    JobRun.objects.update_or_create(job=JOB, defaults=done)
    return settled
