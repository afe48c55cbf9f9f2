"""The figures of a baseline, as kept and as known now about the same day and place."""

from dataclasses import dataclass

from commitments.baselines.since import Since, since
from commitments.choices import Aspect, Completion, ScheduleState
from commitments.dashboard import Subject
from commitments.dashboard.compare import Pair, pairs_of
from commitments.dashboard.numbers import Figures
from commitments.models import NamedBaseline
from commitments.rollups.counts import Counts, counts_on
from commitments.rollups.scope import Scope


@dataclass(frozen=True)
class Board:
    """Numbers of `kept` ask the baseline's own list, those of `known` the list of commitments."""

    kept: Figures
    known: Figures
    since: Since

    @property
    def state_tables(self) -> tuple[tuple[str, str, tuple[Pair, ...]], ...]:
        return (
            ("schedule", "Schedule", pairs_of(self.kept, self.known, Aspect.SCHEDULE, list(ScheduleState))),
            (
                "completion",
                "Completion, as reported",
                pairs_of(self.kept, self.known, Aspect.COMPLETION, list(reversed(Completion))),
            ),
        )


def board_of(baseline: NamedBaseline, subject: Subject, scope: Scope) -> Board:
    kept = Counts(dict(baseline.figures.values_list("state", "count")))
    known = counts_on(scope, baseline.on)
    return Board(
        kept=Figures((), baseline.on, kept),
        known=Figures(subject.asked, baseline.on, known),
        since=since(baseline, scope, kept=kept, known=known),
    )
