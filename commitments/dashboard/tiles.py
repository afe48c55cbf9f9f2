"""Where the tile of each country stands: roughly as on a map of Europe, each of one size. Pure.

What is not on that map stands below it by name; where nothing is, all stand by name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from commitments.dashboard.numbers import Number
from commitments.dashboard.tables import Row

EUROPE = """
IS .. .. .. NO SE FI .. .. .. ..
.. .. .. .. .. .. .. EE .. .. ..
IE GB .. .. DK .. .. LV RU .. ..
.. .. .. NL DE .. PL LT BY .. ..
.. .. BE LU .. CZ SK UA .. .. ..
.. .. FR CH LI AT HU RO MD .. GE
PT ES AD MC IT SI HR RS BG AM AZ
.. .. .. SM VA BA ME XK MK TR ..
.. .. .. .. MT .. AL GR .. CY ..
"""
_PLACES = {
    code: (column, row)
    for row, line in enumerate(EUROPE.split("\n")[1:])
    for column, code in enumerate(line.split())
    if code != ".."
}
IN_A_ROW = 6
_MANY = 4  # of so many open ones, one is overdue


class Burden(Enum):
    """How much of what is open is overdue; the last has nothing open."""

    MANY = "One in four or more of the open are overdue"
    SOME = "Fewer than one in four are overdue"
    NONE = "None is overdue"
    EMPTY = "Nothing is open"


@dataclass(frozen=True)
class Tile:
    """`number` is of those overdue."""

    row: Row
    code: str
    x: int
    y: int
    burden: Burden

    @property
    def number(self) -> Number:
        return self.row.figures.overdue


@dataclass(frozen=True)
class TileMap:
    tiles: tuple[Tile, ...]
    columns: int
    rows: int

    @property
    def finding(self) -> str:
        """What a reader should take away."""
        late = sum(1 for tile in self.tiles if tile.number.count)
        if not late:
            return f"Nothing is overdue in any of {len(self.tiles)} countries"
        return f"Something is overdue in {late} of {len(self.tiles)} countries"

    @property
    def burdens(self) -> tuple[Burden, ...]:
        """For the legend: those there are."""
        found = {tile.burden for tile in self.tiles}
        return tuple(burden for burden in Burden if burden in found)


def tile_map(rows: Sequence[Row]) -> TileMap | None:
    """Of the countries that promised something; None for fewer than two, which need no map."""
    shown = {row.subject.country.code: row for row in rows if row.subject.country and row.figures.total.count}
    if len(shown) < 2:
        return None
    places = _cropped(shown)
    tiles = tuple(Tile(shown[code], code, x, y, _burden(shown[code])) for code, (x, y) in places.items())
    width, height = max(tile.x for tile in tiles) + 1, max(tile.y for tile in tiles) + 1
    return TileMap(tuple(sorted(tiles, key=lambda tile: (tile.y, tile.x))), width, height)


def _cropped(codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Without the columns and rows of the map in which nobody stands; the others keep their order."""
    known = {code: _PLACES[code] for code in codes if code in _PLACES}
    columns, rows = (sorted({place[axis] for place in known.values()}) for axis in (0, 1))
    placed = {code: (columns.index(x), rows.index(y)) for code, (x, y) in known.items()}
    width, below = max(IN_A_ROW, len(columns)), len(rows) + bool(rows)  # an empty row apart
    others = sorted(code for code in codes if code not in _PLACES)
    return placed | {code: (n % width, below + n // width) for n, code in enumerate(others)}


def _burden(row: Row) -> Burden:
    still, late = row.figures.open.count, row.figures.overdue.count
    if not still:
        return Burden.EMPTY
    if not late:
        return Burden.NONE
    return Burden.MANY if late * _MANY >= still else Burden.SOME
