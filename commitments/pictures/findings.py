"""What a picture says, in one sentence, with its numbers."""

from collections.abc import Sequence

from commitments.choices import Completion, Lateness, Verdict
from commitments.dashboard import Dashboard, Slippage
from commitments.dashboard.numbers import Figures, Part
from commitments.dashboard.tables import Row

YEAR = 365
MOST_NAMED = 3


def schedule(figures: Figures) -> str:
    late, still, done = figures.overdue.count, figures.open.count, figures.done.count
    if not still:
        return f"Nothing is open: {done:,} done, {figures.closed.count:,} closed"
    if not late:
        return f"None of the {_open(still)} is overdue; {_are(done)} done"
    return f"{late:,} of {_open(still)} {_be(late)} overdue; {_are(done)} done"


def late(shown: Dashboard) -> str:
    overdue = shown.figures.overdue.count
    if not overdue:
        return "Nothing is overdue"
    year = next(part.number.count for part in shown.lateness if part.state == Lateness.DAYS_OVER_365)
    if year == overdue:
        all_of = "The only commitment that is overdue is" if year == 1 else f"All {year:,} that are overdue are"
        return f"{all_of} late by more than a year"
    if year:
        return f"{year:,} of the {overdue:,} overdue {_be(year)} late by more than a year"
    return f"{_overdue(overdue)}, none by more than a year"


def ahead(shown: Dashboard) -> str:
    month, quarter = (part.number.count for part in shown.ahead[:2])
    if not quarter:
        return "Nothing falls due in the next 90 days"
    falls = "falls" if quarter == 1 else "fall"
    if not month:
        return f"{quarter:,} {falls} due in the next 90 days, none of them in the next 30"
    return f"{quarter:,} {falls} due in the next 90 days, {month:,} in the next 30"


def months(parts: Sequence[Part]) -> str:
    """Where several months are the fullest, all of them are named, or none if they are many."""
    total, count = sum(part.number.count for part in parts), max(part.number.count for part in parts)
    fullest = [part.label for part in parts if part.number.count == count]
    falls = f"{total:,} {'falls' if total == 1 else 'fall'} due within a year"
    if count == total:
        return f"{falls}, {'' if total == 1 else 'all '}in {fullest[0]}"
    if len(fullest) > MOST_NAMED:
        return f"{falls}, no more than {count:,} in any one month"
    return f"{falls}, the most in {_named(fullest)}: {count:,}{' each' if len(fullest) > 1 else ''}"


def verified(parts: Sequence[Part]) -> str:
    counts = {part.state: part.number.count for part in parts}
    silent, agrees, less = counts[Verdict.UNREVIEWED], counts[Verdict.AS_CLAIMED], counts[Verdict.LOWER]
    reviewed = sum(counts.values()) - silent
    if not reviewed:
        return "No claim was verified by a review"
    if reviewed == 1:
        return f"The only reviewed claim is {'borne out' if agrees else 'judged lower' if less else 'judged higher'}"
    bears = f"{agrees:,} of {reviewed:,} reviewed claims {_be(agrees)} borne out"
    return f"{bears}, {less:,} {_be(less)} judged lower" if less else bears


def stale(figures: Figures) -> str:
    silent, still = figures.stale.count, figures.open.count
    if not still:
        return "Nothing is open, so nobody owes a report"
    if not silent:
        return f"Somebody reported on each of the {_open(still)} within 90 days"
    if silent < still:
        return f"Nobody has reported on {silent:,} of {_open(still)} for 90 days or more"
    named = "the only open commitment" if still == 1 else f"any of the {_open(still)}"
    return f"Nobody has reported on {named} for 90 days or more"


def completion(figures: Figures) -> str:
    counts = {part.state: part.number.count for part in figures.completion}
    total, complete, silent = figures.total.count, counts[Completion.COMPLETE], counts[Completion.NO_EVIDENCE]
    nothing = f"; there is no evidence on {silent:,}" if silent else ""
    return f"{complete:,} of {_promised(total)} {_be(complete)} complete{nothing}"


def slip(slippage: Slippage) -> str:
    whole = slippage.whole
    if whole is None or not whole.number.count:
        return "Nothing is due or was done later than first promised"
    count = whole.number.count
    moved = f"{count:,} slipped against the first promise"
    return f"{moved}, half of them by {whole.median:,} days or more" if whole.median is not None else moved


def trend(shown: Dashboard) -> str:
    """Overdue now and a year before, where there was anything to be late with."""
    now = shown.figures.overdue.count
    earlier = [point for point in shown.trend.points if (shown.on - point.on).days >= YEAR]
    if not earlier or not earlier[-1].open.count:
        return f"{_overdue(now)} on {shown.on:%-d %B %Y}" if now else "Nothing is overdue"
    then, day = earlier[-1].overdue.count, f"{earlier[-1].on:%-d %B %Y}"
    if now == then:
        return (
            f"{_promised(now)} {_be(now)} overdue, as many as on {day}" if now else f"Nothing is overdue, as on {day}"
        )
    if not now:
        return f"Nothing is overdue; {_promised(then)} {'was' if then == 1 else 'were'} on {day}"
    return f"{_promised(now)} {_be(now)} overdue, {abs(now - then):,} {'more' if now > then else 'fewer'} than on {day}"


def league(rows: Sequence[tuple[str, Row]]) -> str:
    """Rows with their names. Of those at the top: what stands below another one is counted there, too."""
    count = max(row.figures.overdue.count for _, row in rows)
    worst = [(name, row) for name, row in rows if not row.depth and row.figures.overdue.count == count]
    if not count:
        return "Nowhere is anything overdue"
    if len(worst) > 1:
        return f"Most overdue: {_named([name for name, _ in worst])}, {count:,} each"
    name, row = worst[0]
    return f"Most overdue: {name}, {count:,} of {row.figures.open.count:,} open"


def _named(names: Sequence[str]) -> str:
    """All of a few; of many the first, and how many more."""
    shown = (
        list(names) if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1:,} more"]
    )
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def _open(count: int) -> str:
    return f"{count:,} open commitment{'' if count == 1 else 's'}"


def _promised(count: int) -> str:
    return f"{count:,} commitment{'' if count == 1 else 's'}"


def _overdue(count: int) -> str:
    return f"{_promised(count)} {_be(count)} overdue"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _are(count: int) -> str:
    return f"{count:,} {_be(count)}"
