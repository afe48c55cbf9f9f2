"""Items 1, 2 and 9: senders killed at named places and at any moment."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from tests.chaos.seams import Seam
from tests.chaos.stage import KILLED, Stage, forget_mails
from tests.chaos.truth import Told, Truth

MOST_BARREN = 5
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
    """How senders are to die, one wish each. `died` hears how a round went; False: this world has no more for it."""

    @property
    def left(self) -> int: ...

    def wishes(self, stage: Stage) -> list[Wish]: ...

    def died(self, killed: int) -> bool: ...


class AtSeams:
    """At each place as often as the others, in the order in which a reminder comes by: all of a round at one place.

    A place that nobody comes by any more waits for the next world. A sender comes by up to `often` times before.
    """

    def __init__(self, seams: Sequence[Seam], *, each: int, often: int | None = None) -> None:
        self._left = Counter(dict.fromkeys(seams, each))
        self._ahead: list[Seam] = []
        self._often = often

    @property
    def left(self) -> int:
        return self._left.total()

    def wishes(self, stage: Stage) -> list[Wish]:
        self._ahead = [seam for seam in self._ahead if self._left[seam]] or list(+self._left)
        seam = self._ahead[0]
        most = min(seam.often, self._often or seam.often)
        mortal = min(stage.senders, self._left[seam])
        return [{"seam": seam.name, "nth": stage.chance.randint(1, most)} for _ in range(mortal)]

    def died(self, killed: int) -> bool:
        self._left[self._ahead[0]] -= killed
        if not killed:
            del self._ahead[0]
        return bool(self._ahead)


class AtAnyMoment:
    """Each lives between nothing and `longest` seconds: while it plans, writes, claims, sends, puts on record.

    With `in_hand` its time begins with its first mail: otherwise, on a busy machine, few come as far as that.
    """

    def __init__(self, kills: int, *, longest: float, in_hand: bool = False) -> None:
        self.left, self._longest, self._in_hand = kills, longest, in_hand

    def wishes(self, stage: Stage) -> list[Wish]:
        mortal = min(stage.senders, self.left)
        return [{"kill_after": stage.chance.uniform(0, self._longest), "in_hand": self._in_hand} for _ in range(mortal)]

    def died(self, killed: int) -> bool:
        self.left -= killed
        return bool(killed)


def play(open_stage: Callable[[], Stage], owed: set[Told], deaths: Deaths) -> Result:
    """Kill until enough have died; when all has been sent before, begin again with nobody told."""
    asked, barren, caught, truths = deaths.left, 0, 0, []
    while deaths.left:
        forget_mails()
        stage, before = open_stage(), deaths.left
        _kill(stage, deaths)
        barren = 0 if deaths.left < before else barren + 1
        assert barren < MOST_BARREN, "Nobody comes by the place where they are to die."
        stage.settle()
        truths.append(stage.truth())
        caught += stage.caught
        stage.close()
    return replace(_summed(asked, owed, truths), caught=caught)


def _kill(stage: Stage, deaths: Deaths) -> None:
    """Until enough have died, or nothing is left to do."""
    while deaths.left:
        wishes = deaths.wishes(stage)
        peaceful: list[Wish] = [{}] * (stage.senders - len(wishes))
        goes_on = deaths.died(stage.play([*wishes, *peaceful]).count(KILLED))
        if not goes_on and not stage.waits():
            return


def in_turn(stage: Stage, owed: set[Told], seams: Sequence[Seam]) -> Result:
    """One place after the other, in the order in which a reminder comes by: what everybody dies of in a round."""
    kills = 0
    for seam in seams:
        died = stage.play([{"seam": seam.name, "nth": 1}] * stage.senders).count(KILLED)
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
