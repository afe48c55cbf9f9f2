"""The tile of each country stands roughly where a map has it, and says how much is late."""

from types import SimpleNamespace

import pytest
from django_countries import countries as iso_countries

from commitments.choices import ScheduleState
from commitments.dashboard.numbers import Figures
from commitments.dashboard.tables import Row
from commitments.dashboard.tiles import EUROPE, Burden, tile_map
from commitments.rollups.counts import Counts
from tests.people import TODAY


def row(code, overdue=0, later=1, done=0):
    states = {ScheduleState.OVERDUE: overdue, ScheduleState.ON_SCHEDULE: later, ScheduleState.DONE_ON_TIME: done}
    subject = SimpleNamespace(country=SimpleNamespace(code=code), name=code)
    return Row(subject, 0, Figures((("country", code),), TODAY, Counts({k.value: n for k, n in states.items()})))


def places(*codes):
    return {tile.code: (tile.x, tile.y) for tile in tile_map([row(code) for code in codes]).tiles}


def test_neighbours_stand_as_on_a_map_without_empty_rows():
    assert places("NO", "LT", "CZ") == {"NO": (0, 0), "LT": (2, 1), "CZ": (1, 2)}
    found = places("NO", "SE", "FI", "EE", "LV", "LT", "PL", "ES")
    assert found["NO"] < found["SE"] < found["FI"]
    assert [found[code][0] for code in ("EE", "LV", "LT")] == [found["EE"][0]] * 3
    assert found["ES"][0] == 0


def test_what_is_not_on_the_map_stands_below_it_by_name():
    found = places("NO", "LT", "KE", "JP")
    assert (found["JP"], found["KE"]) == ((0, 3), (1, 3))
    assert places(*["JP", "KE", "AR", "BR", "CL", "CO", "AU"])["KE"] == (0, 1)


def test_every_country_of_the_map_exists_and_stands_there_once():
    codes = [code for code in EUROPE.split() if code != ".."]
    assert len(codes) == len(set(codes)) == 50
    assert {code for code in codes if not iso_countries.name(code)} <= {"XK"}


@pytest.mark.parametrize(
    ("counts", "burden"),
    [
        ({"overdue": 1, "later": 3}, Burden.MANY),
        ({"overdue": 1, "later": 4}, Burden.SOME),
        ({"overdue": 0, "later": 4}, Burden.NONE),
        ({"overdue": 0, "later": 0, "done": 2}, Burden.EMPTY),
    ],
)
def test_burden_is_the_share_of_the_open(counts, burden):
    assert tile_map([row("NO", **counts), row("LT")]).tiles[0].burden == burden


def test_one_country_needs_no_map_and_who_promised_nothing_is_not_on_it():
    assert tile_map([row("NO")]) is None
    assert tile_map([row("NO"), row("LT", later=0)]) is None
    assert tile_map([]) is None
