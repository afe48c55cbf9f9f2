"""A calendar somebody subscribed to in, iCalendar out.

`shown` asks again what its owner may see, on every fetch; `entries` puts commitments and milestones on their days;
`as_ical` writes them. What a calendar says depends on the facts only, not on the day, so it is the same to the byte
until something changes, and an event keeps its UID when its date moves.
"""

from commitments.calendars.entries import Entry, entries
from commitments.calendars.scope import Shown, may_show, shown
from commitments.calendars.write import as_ical, fingerprint

__all__ = ["Entry", "Shown", "as_ical", "entries", "fingerprint", "may_show", "shown"]
