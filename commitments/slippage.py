"""How far a promise has slipped: each of its later dates against the day first promised. Pure.

Days between, negative when early; None where the promise was undated or the other day is not known.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slippages:
    """`current` of the date in force, `forecast` of what the owner expects, `done` of what happened."""

    current: int | None
    forecast: int | None
    done: int | None

    @property
    def told(self) -> int | None:
        """The one a row shows: what happened or, until then, what is in force."""
        return self.current if self.done is None else self.done

    @property
    def expects_worse(self) -> bool:
        """The owner expects to miss even the date in force."""
        return self.forecast is not None and self.current is not None and self.forecast > self.current


def slippages(
    baseline: dt.date | None, *, current: dt.date | None, forecast: dt.date | None, done: dt.date | None
) -> Slippages:
    def against(day: dt.date | None) -> int | None:
        return (day - baseline).days if baseline is not None and day is not None else None

    return Slippages(against(current), against(forecast), against(done))
