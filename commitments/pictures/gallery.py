"""Which pictures a dashboard has, and the numbers in each."""

from collections.abc import Iterator, Sequence

from commitments.choices import Aspect, Completion, Reporting, ScheduleState
from commitments.dashboard import Dashboard, Slippage
from commitments.dashboard.numbers import Figures, Number, Part
from commitments.dashboard.tables import Row
from commitments.dashboard.tiles import TileMap
from commitments.pictures import findings
from commitments.pictures.picture import Drawing, Line, Picture

MOST_SILENT = 10
LAYERS = (
    ("overdue", ScheduleState.OVERDUE, "Overdue"),
    ("in_time", ScheduleState.ON_SCHEDULE, "Open, not overdue"),
    ("done", ScheduleState.DONE_ON_TIME, "Done"),
    ("closed", ScheduleState.CLOSED, "Closed"),
)


def pictures_of(shown: Dashboard, slippage: Slippage | None) -> dict[str, Picture]:
    """By name, in the order of the page."""
    return {picture.name: picture for picture in _all(shown, slippage)}


def _all(shown: Dashboard, slippage: Slippage | None) -> Iterator[Picture]:
    if not shown.figures.total.count:
        return
    yield _schedule(shown)
    yield _late(shown)
    yield _ahead(shown)
    if shown.months:
        yield _months(shown)
    yield _verified(shown.figures.verified)
    if slippage and slippage.whole:
        yield _slip(slippage)
    yield _completion(shown)
    yield _stale(shown)
    if len(shown.trend.points) > 1:
        yield _trend(shown)
    if shown.tiles:
        yield _map(shown.tiles)
    for name, title, heading, rows in (
        ("countries", "By country", "Country", shown.countries),
        ("institutions", "By institution", "Lead institution", shown.institutions),
    ):
        if rows:
            yield _league(name, title, heading, rows)


def _bars(name: str, title: str, finding: str, *, caption: str, heading: str, parts: Sequence[Part]) -> Picture:
    """A bar for each part."""
    return Picture(
        name=name,
        title=title,
        finding=finding,
        caption=caption,
        heading=heading,
        drawing=Drawing.BARS,
        columns=("Commitments",),
        lines=tuple(Line(part.label, (part,)) for part in parts),
    )


def _schedule(shown: Dashboard) -> Picture:
    return _bars(
        "schedule",
        "Schedule",
        findings.schedule(shown.figures),
        caption="Commitments by schedule state",
        heading="Schedule state",
        parts=shown.figures.schedule,
    )


def _late(shown: Dashboard) -> Picture:
    return _bars(
        "late",
        "Overdue",
        findings.late(shown),
        caption="Overdue commitments, by how many days the latest day has passed",
        heading="Days overdue",
        parts=shown.lateness,
    )


def _ahead(shown: Dashboard) -> Picture:
    undated = shown.figures.number(Aspect.SCHEDULE, [ScheduleState.UNDATED])
    return _bars(
        "ahead",
        "Due ahead",
        findings.ahead(shown),
        caption="Open commitments by their latest day; 90 days include the 30, and 365 the 90",
        heading="Due",
        parts=(*shown.ahead, Part(ScheduleState.UNDATED, undated, "No date promised")),
    )


def _months(shown: Dashboard) -> Picture:
    return _bars(
        "months",
        "Month by month",
        findings.months(shown.months),
        caption="Open commitments by the month of their latest day, for a year ahead",
        heading="Due in",
        parts=shown.months,
    )


def _verified(parts: Sequence[Part]) -> Picture:
    return _bars(
        "verified",
        "Claimed and verified",
        findings.verified(parts),
        caption="All commitments, by what the newest independent review says of the claim",
        heading="The review",
        parts=parts,
    )


def _slip(slippage: Slippage) -> Picture:
    lines = tuple(
        Line(row.name, (_slipped(row.number),), median=row.median, institution=row.institution.pk)
        for row in slippage.rows
        if row.institution
    )
    whole = slippage.whole
    if whole and not lines:
        lines = (Line("All together", (_slipped(whole.number),), median=whole.median),)
    return Picture(
        name="slip",
        title="Slipped against the first promise",
        finding=findings.slip(slippage),
        caption="Due or done later than first promised, each institution with the bodies below it",
        heading="Lead institution",
        drawing=Drawing.BARS,
        columns=("Slipped",),
        lines=lines,
    )


def _slipped(number: Number) -> Part:
    return Part(ScheduleState.DONE_LATE, number, "Slipped")


def _completion(shown: Dashboard) -> Picture:
    closed = ", closed commitments included" if shown.figures.closed.count else ""
    lines = [Line(_whole(shown), shown.figures.completion, shown.figures.total, is_whole=True)]
    for group in shown.pillars:
        name = "" if shown.subject.document else group.document.title
        for row in group.rows:
            lines.append(
                Line(row.subject.short, row.figures.completion, row.figures.total, group=name, depth=row.depth)
            )
    return Picture(
        name="completion",
        title="Completion",
        finding=findings.completion(shown.figures),
        caption=f"As reported by those who answer for it{closed}",
        heading="Pillar" if shown.pillars else "Scope",
        drawing=Drawing.SHARES,
        columns=tuple(str(step.label) for step in reversed(Completion)),
        lines=tuple(lines),
    )


def _stale(shown: Dashboard) -> Picture:
    """The whole, and the places in which most is stale."""
    silent = [row for row in shown.countries or shown.institutions if row.figures.stale.count]
    silent.sort(key=lambda row: -row.figures.stale.count)
    nested = "" if shown.countries or not shown.institutions else "; each institution with the bodies below it"
    whole = Line(_whole(shown), _reporting(shown.figures), shown.figures.open, is_whole=True)
    places = (Line(_called(row, silent), _reporting(row.figures), row.figures.open) for row in silent[:MOST_SILENT])
    return Picture(
        name="stale",
        title="Staleness",
        finding=findings.stale(shown.figures),
        caption=f"Open commitments by when anybody last reported on them{nested}",
        heading="Place",
        drawing=Drawing.SHARES,
        columns=tuple(str(step.label) for step in reversed(Reporting)),
        lines=(whole, *places),
        whole="Open",
    )


def _reporting(figures: Figures) -> tuple[Part, ...]:
    return figures.parts(Aspect.REPORTING, list(reversed(Reporting)))


def _trend(shown: Dashboard) -> Picture:
    lines = []
    for point in shown.trend.points:
        parts = tuple(Part(state, getattr(point, name), label) for name, state, label in LAYERS)
        lines.append(Line(f"{point.on:%-d %B %Y}", parts, point.total, day=point.on))
    return Picture(
        name="trend",
        title="Over time",
        finding=findings.trend(shown),
        caption="Commitments by quarter",
        heading="On",
        drawing=Drawing.LAYERS,
        columns=tuple(label for _, _, label in LAYERS),
        lines=tuple(lines),
    )


def _map(tiles: TileMap) -> Picture:
    return Picture(
        name="map",
        title="On the map",
        finding=tiles.finding,
        caption="How many commitments are overdue in each country",
        heading="Country",
        drawing=Drawing.TILES,
        columns=("Overdue", "Open, not overdue"),
        lines=tuple(
            Line(
                tile.row.subject.short,
                (
                    Part(ScheduleState.OVERDUE, tile.number),
                    Part(ScheduleState.ON_SCHEDULE, tile.row.figures.in_time, "Open, not overdue"),
                ),
                tile.row.figures.open,
            )
            for tile in tiles.tiles
        ),
        whole="Open",
        tiles=tiles,
    )


def _league(name: str, title: str, heading: str, rows: Sequence[Row]) -> Picture:
    return Picture(
        name=name,
        title=title,
        finding=findings.league([(_called(row, rows), row) for row in rows]),
        caption="Commitments by schedule state",
        heading=heading,
        drawing=Drawing.SHARES,
        columns=tuple(str(state.label) for state in ScheduleState),
        lines=tuple(Line(_called(row, rows), row.figures.schedule, row.figures.total, depth=row.depth) for row in rows),
    )


def _called(row: Row, rows: Sequence[Row]) -> str:
    """Two countries may call a ministry the same; what stands below one is in its country."""
    subject = row.subject
    is_alone = len({one.subject.country for one in rows}) == 1
    return subject.short if not subject.institution or row.depth or is_alone else f"{subject.short}, {subject.country}"


def _whole(shown: Dashboard) -> str:
    return f"All of {shown.subject.name}" if shown.subject.asked else "All together"
