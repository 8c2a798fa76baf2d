"""The progress review on paper: the tables of `review`, and each score as a chart."""

from collections.abc import Sequence

from iopctl.render.document import Band, Document, LineChart, Section
from iopctl.render.review import review_sheet
from iopctl.render.sheet import Grid, or_gap
from iopctl.reviewing.stay import StayReview
from iopctl.reviewing.trend import Trend


def review_document(stay: StayReview, trends: Sequence[Trend]) -> Document:
    """Promised, scheduled, delivered and changed of one stay."""
    sheet = review_sheet(stay)
    *alerts, about = sheet.heading.split("\n")
    sections = [Section(grid.title, grids=[grid]) for grid in sheet.grids]
    charts = [chart_of(each) for each in trends if len(each.scored) > 1]
    at = next((n + 1 for n, each in enumerate(sections) if each.title == "Scores"), len(sections))
    if charts:
        sections.insert(at, Section("Scores over time", charts=charts))
    return Document(
        "review",
        f"Progress review {stay.chart.patient}",
        [*alerts, f"{stay.chart.program.name}, {about}. As of {stay.today}."],
        sections,
        foot=[note for note in sheet.notes if isinstance(note, str) and note],
    )


def chart_of(trend: Trend) -> LineChart:
    """One instrument over the stay; a form without a total is in the table and not in the line."""
    instrument, scored = trend.instrument, trend.scored
    (first_day, first), (last_day, last) = scored[0], scored[-1]
    target = "" if trend.target is None else f", target {trend.target:g}"
    rows = [(point.on.isoformat(), or_gap(_number(point.total)), or_gap(point.band)) for point in trend.points]
    better = "lower is better" if instrument.higher_is_worse else "higher is better"
    return LineChart(
        title=f"{instrument.short}, {first_day} to {last_day}",
        description=f"From {first:g} to {last:g} on a scale of {instrument.lowest} to {instrument.highest}{target};"
        f" {better}. {len(scored)} scores; the table below has all.",
        points=scored,
        lowest=instrument.lowest,
        highest=instrument.highest,
        bands=[Band(band.id, band.min, band.max) for band in instrument.bands] if instrument.band_on == "total" else [],
        target=trend.target,
        grid=Grid(f"{instrument.short}, every form", ("on", "total", "band"), rows),
    )


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"
