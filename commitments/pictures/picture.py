"""A picture before it is drawn."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlencode

from commitments.dashboard import Subject
from commitments.dashboard.numbers import Number, Part
from commitments.dashboard.tiles import TileMap


class Drawing(Enum):
    """Bars of one number each, shares of a whole side by side, layers over time, or countries as tiles."""

    BARS = "bars"
    SHARES = "shares"
    LAYERS = "layers"
    TILES = "tiles"


@dataclass(frozen=True)
class Line:
    """A row of the picture and of its table. `total` of a whole with shares; `day` of a point in time.

    `median`, in days, is what slippage adds to its number; `depth` is how far below another line this one stands;
    `institution` is the id of the one whose record its name leads to; `is_whole` of what the others are parts of.
    """

    label: str
    parts: tuple[Part, ...]
    total: Number | None = None
    group: str = ""
    depth: int = 0
    day: dt.date | None = None
    median: int | None = None
    institution: int | None = None
    is_whole: bool = False


@dataclass(frozen=True)
class Picture:
    """`finding` is what a reader should take away; `caption` says what is counted; `heading` what the lines are.

    `columns` name the parts of each line, in their order, and `whole` what they add up to.
    """

    name: str
    title: str
    finding: str
    caption: str
    heading: str
    drawing: Drawing
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    whole: str = "All"
    tiles: TileMap | None = None

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((part.number.count for line in self.lines for part in line.parts), default=0)

    @property
    def keys(self) -> tuple[Part, ...]:
        """One of each part, for a legend."""
        return next((line.parts for line in self.lines if line.parts), ())


@dataclass(frozen=True)
class Source:
    """Where a picture comes from, so that it can be found again: whose numbers, of which day, at which address.

    `list_address` and `dashboard_address` are whole addresses without a question mark.
    """

    subject: Subject
    scope: str
    on: dt.date
    today: dt.date
    list_address: str
    dashboard_address: str
    counted: str = ""

    @property
    def address(self) -> str:
        return self.dashboard_on(self.on)

    def dashboard_on(self, day: dt.date | None) -> str:
        asked = [*self.subject.asked, *([("on", day.isoformat())] if day else [])]
        return f"{self.dashboard_address}?{urlencode(asked)}"

    @property
    def when(self) -> str:
        day = f"{self.on:%-d %B %Y}"
        if self.on == self.today:
            return f"as it stands on {day}"
        if self.on < self.today:
            return f"as it was on {day}, by what is known now"
        return f"as it will be on {day} if nothing changes"
