"""Items 1, 2 and 9: senders killed at named places and at any moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.chaos.seams import Seam
from tests.chaos.stage import KILLED, Stage, forget_mails
from tests.chaos.truth import Told, Truth

MOST_BARREN = 5


@dataclass(frozen=True)
class Result:
    """Of one scenario, as counted at the mail server."""

    kills: int
    mails: int
    lost: int
    repeats: int
    changed: int
    doubled: int


def at_seam(
    open_stage: Callable[[], Stage], owed: set[Told], seam: Seam, *, kills: int, often: int | None = None
) -> Result:
    """Each killed one comes by the place up to `often` times before."""

    def wishes(stage: Stage, left: int) -> list[dict[str, object]]:
        mortal = min(stage.senders, left)
        nth = [stage.chance.randint(1, often or seam.often) for _ in range(mortal)]
        return [{"seam": seam.name, "nth": n} for n in nth] + [{}] * (stage.senders - mortal)

    return _until(open_stage, owed, wishes, kills)


def in_turn(stage: Stage, owed: set[Told], seams: Sequence[Seam]) -> Result:
    """One place after the other, in the order in which a reminder comes by: what everybody dies of in a round."""
    kills = 0
    for seam in seams:
        died = stage.play([{"seam": seam.name, "nth": 1}] * stage.senders).count(KILLED)
        assert died, f"Nobody came by “{seam.name}”."
        kills += died * seam.gap
    stage.settle()
    return _summed(kills, owed, [stage.truth()])


def at_any_moment(open_stage: Callable[[], Stage], owed: set[Told], *, kills: int, longest: float) -> Result:
    """Each lives between nothing and `longest` seconds: while it plans, writes, claims, sends or puts on record."""

    def wishes(stage: Stage, left: int) -> list[dict[str, object]]:
        mortal = min(stage.senders, left)
        lives = [stage.chance.uniform(0, longest) for _ in range(mortal)]
        return [{"kill_after": life} for life in lives] + [{}] * (stage.senders - mortal)

    return _until(open_stage, owed, wishes, kills)


def _until(
    open_stage: Callable[[], Stage],
    owed: set[Told],
    wishes: Callable[[Stage, int], list[dict[str, object]]],
    kills: int,
) -> Result:
    """Kill until enough have died; when all has been sent before, begin again with nobody told."""
    done, barren, truths = 0, 0, []
    while done < kills:
        forget_mails()
        stage = open_stage()
        before = done
        while done < kills:
            died = stage.play(wishes(stage, kills - done)).count(KILLED)
            done += died
            if not died and not stage.waits():
                break
        barren = 0 if done > before else barren + 1
        assert barren < MOST_BARREN, "Nobody comes by the place where they are to die."
        stage.settle()
        truths.append(stage.truth())
        stage.close()
    return _summed(done, owed, truths)


def _summed(kills: int, owed: set[Told], truths: list[Truth]) -> Result:
    return Result(
        kills=kills,
        mails=sum(len(truth.mails) for truth in truths),
        lost=sum(len(truth.lost(owed)) for truth in truths),
        repeats=sum(truth.repeats for truth in truths),
        changed=sum(truth.changed for truth in truths),
        doubled=sum(truth.doubled for truth in truths),
    )
