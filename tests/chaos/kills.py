"""Items 1, 2 and 9: senders killed at named places and at any moment."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from tests.chaos.scenes import Scenes
from tests.chaos.seams import BY_NAME, Scene, Seam
from tests.chaos.stage import KILLED, Stage
from tests.chaos.truth import Told, Truth
from tests.chaos.world import START

MOST_BARREN = 5
LEASED = "mails are claimed"
EVENING = START + dt.timedelta(hours=13)
Wish = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """Of one scenario, as counted at the mail server. `caught`: of the kills, those with a mail in their hands."""

    kills: int
    mails: int
    lost: int
    repeats: int
    changed: int
    doubled: int
    caught: int = 0


class Deaths(Protocol):
    """How senders are to die, one wish each. `scene` is where the next world begins; `died` hears how a round went."""

    left: int
    scene: Scene

    def wishes(self, stage: Stage) -> list[Wish]: ...

    def died(self, killed: int, places: Sequence[str]) -> None: ...


class AtSeams:
    """At each place as often as the others. Each sender dies at the first it comes by of those that are left: at first
    all die early, later on their way to the mail server. A sender comes by up to `often` times before.
    """

    def __init__(self, seams: Sequence[Seam], *, each: int, often: int | None = None) -> None:
        self._left = Counter(dict.fromkeys(seams, each))
        self._often = often

    @property
    def left(self) -> int:
        return (+self._left).total()

    @property
    def scene(self) -> Scene:
        """Where the first of them can be come by."""
        return next(seam.scene for seam in +self._left)

    def wishes(self, stage: Stage) -> list[Wish]:
        """The n-th sender only where n deaths are left. Where leases are to be freed, somebody first dies of them."""
        leases = stage.has_leases_to_free()
        at_hand = {seam: left for seam, left in (+self._left).items() if leases or not seam.frees}
        if not at_hand and stage.waits():
            return [{"seams": {LEASED: 1}}] * stage.senders
        each = ([seam for seam, left in at_hand.items() if left > number] for number in range(stage.senders))
        return [{"seams": {seam.name: self._nth(seam, stage) for seam in seams}} for seams in each]

    def _nth(self, seam: Seam, stage: Stage) -> int:
        return stage.chance.randint(1, min(seam.often, self._often or seam.often))

    def died(self, killed: int, places: Sequence[str]) -> None:
        assert killed == len(places)
        self._left.subtract(BY_NAME[place] for place in places)


class AtAnyMoment:
    """Each lives between nothing and `longest` seconds: while it plans, writes, claims, sends, puts on record.

    With `in_hand` its time begins with its first mail: otherwise, on a busy machine, few come as far as that.
    """

    def __init__(self, kills: int, *, longest: float, scene: Scene = Scene.UNTOLD, in_hand: bool = False) -> None:
        self.left, self.scene, self._longest, self._in_hand = kills, scene, longest, in_hand

    def wishes(self, stage: Stage) -> list[Wish]:
        mortal = min(stage.senders, self.left)
        return [{"kill_after": stage.chance.uniform(0, self._longest), "in_hand": self._in_hand} for _ in range(mortal)]

    def died(self, killed: int, places: Sequence[str]) -> None:
        self.left -= killed


def play(open_stage: Callable[[], Stage], owed: set[Told], deaths: Deaths) -> Result:
    """Kill until enough have died; when all has been sent before, begin again in a world where it has not."""
    asked, barren, caught, truths = deaths.left, 0, 0, []
    scenes = Scenes(open_stage, len({person for person, _ in owed}))
    while deaths.left:
        scenes.begin(deaths.scene)
        stage, before = open_stage(), deaths.left
        _kill(stage, deaths)
        barren = 0 if deaths.left < before else barren + 1
        assert barren < MOST_BARREN, "Nobody comes by the place where they are to die."
        stage.settle(senders=1)
        truths.append(stage.truth())
        caught += stage.caught
        stage.close()
    return replace(_summed(asked, owed, truths), caught=caught)


def _kill(stage: Stage, deaths: Deaths) -> None:
    """Until enough have died, nothing is left to do, or evening comes: what waits still goes on its own day."""
    while deaths.left and stage.now < EVENING:
        wishes = deaths.wishes(stage)
        peaceful: list[Wish] = [{}] * (stage.senders - len(wishes))
        killed = stage.play([*wishes, *peaceful]).count(KILLED)
        deaths.died(killed, stage.died_at)
        if not killed and not stage.waits():
            return


def in_turn(stage: Stage, owed: set[Told], seams: Sequence[Seam]) -> Result:
    """One place after the other, in the order in which a reminder comes by: what everybody dies of in a round."""
    kills = 0
    for seam in seams:
        died = stage.play([{"seams": {seam.name: 1}}] * stage.senders).count(KILLED)
        assert died, f"Nobody came by “{seam.name}”."
        kills += died * seam.gap
    stage.settle()
    return _summed(kills, owed, [stage.truth()])


def _summed(kills: int, owed: set[Told], truths: list[Truth]) -> Result:
    return Result(
        kills=kills,
        mails=sum(len(truth.mails) for truth in truths),
        lost=sum(len(truth.lost(owed)) for truth in truths),
        repeats=sum(truth.repeats for truth in truths),
        changed=sum(truth.changed for truth in truths),
        doubled=sum(truth.doubled for truth in truths),
    )
