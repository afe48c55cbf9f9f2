"""Items 1, 2 and 9: senders killed at named places and at any moment."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.chaos.seams import BY_NAME, Seam
from tests.chaos.stage import KILLED, Stage, forget_mails
from tests.chaos.truth import Told, Truth

MOST_BARREN = 5
Wish = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """Of one scenario, as counted at the mail server."""

    kills: int
    mails: int
    lost: int
    repeats: int
    changed: int
    doubled: int


class Deaths:
    """How senders are to die, one wish each; `died` is told how it went."""

    left: int

    def wishes(self, stage: Stage) -> list[Wish]:
        raise NotImplementedError

    def died(self, wish: Wish) -> None:
        self.left -= 1


class AtSeams(Deaths):
    """At each place as often as the others; a sender comes by up to `often` times before."""

    def __init__(self, seams: Sequence[Seam], *, each: int, often: int | None = None) -> None:
        self._left = Counter(dict.fromkeys(seams, each))
        self._often = often

    @property
    def left(self) -> int:  # type: ignore[override]
        return self._left.total()

    def wishes(self, stage: Stage) -> list[Wish]:
        ahead = list(self._left.elements())
        chosen = stage.chance.sample(ahead, min(stage.senders, len(ahead)))
        return [self._wish(seam, stage) for seam in chosen]

    def _wish(self, seam: Seam, stage: Stage) -> Wish:
        return {"seam": seam.name, "nth": stage.chance.randint(1, min(seam.often, self._often or seam.often))}

    def died(self, wish: Wish) -> None:
        self._left[BY_NAME[wish["seam"]]] -= 1


class AtAnyMoment(Deaths):
    """Each lives between nothing and `longest` seconds: while it plans, writes, claims, sends, puts on record."""

    def __init__(self, kills: int, *, longest: float) -> None:
        self.left, self._longest = kills, longest

    def wishes(self, stage: Stage) -> list[Wish]:
        mortal = min(stage.senders, self.left)
        return [{"kill_after": stage.chance.uniform(0, self._longest)} for _ in range(mortal)]


def play(open_stage: Callable[[], Stage], owed: set[Told], deaths: Deaths) -> Result:
    """Kill until enough have died; when all has been sent before, begin again with nobody told."""
    asked, barren, truths = deaths.left, 0, []
    while deaths.left:
        forget_mails()
        stage, before = open_stage(), deaths.left
        _kill(stage, deaths)
        barren = 0 if deaths.left < before else barren + 1
        assert barren < MOST_BARREN, "Nobody comes by the place where they are to die."
        stage.settle()
        truths.append(stage.truth())
        stage.close()
    return _summed(asked, owed, truths)


def _kill(stage: Stage, deaths: Deaths) -> None:
    """Until enough have died, or nothing is left to do."""
    while deaths.left:
        wishes = deaths.wishes(stage)
        peaceful: list[Wish] = [{}] * (stage.senders - len(wishes))
        killed = [one for one, code in zip(wishes, stage.play([*wishes, *peaceful]), strict=False) if code == KILLED]
        for wish in killed:
            deaths.died(wish)
        if not killed and not stage.waits():
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
