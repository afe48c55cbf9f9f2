"""A day in, mails out, never the same one twice.

`run(now)` asks who should have been told by now and has not been, bundles one mail per person and day, and sends.
Any number of callers may ask at once: the ledger's unique rows and the leases on mails decide who does what.
"""

from commitments.reminders.scan import Outcome, run

__all__ = ["Outcome", "run"]
