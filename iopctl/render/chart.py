"""Scores over time as a chart of plain characters, which every terminal can show."""

from collections.abc import Iterator
from datetime import date
from math import ceil

from iopctl.reviewing.trend import Trend

TALL = 16  # rows at most
MARK, GAP_MARK = "o", "x"  # a score, and a form without a valid total
AXIS = 6  # columns of the scale on the left
LEAST = 20  # columns of the field itself


def chart_rows(trend: Trend, width: int) -> list[str]:
    """The lines of a chart with bands, start, target and reliable change; never wider than so many columns."""
    marks = dict(_levels(trend))
    low, high = _span(trend, list(marks.values()))
    step = max(1, ceil((high - low + 1) / TALL))
    labels = _labels(marks, low, step)
    room = max(LEAST, width - AXIS - 1 - max((len(text) for text in labels.values()), default=0))
    field = min(room, max(LEAST, 4 * len(trend.points)))
    columns = _columns(trend, field)
    rows = []
    for row in range((high - low) // step, -1, -1):
        cells = ["." if row in labels else " "] * field
        for (_, total), column in zip(trend.scored, columns[MARK], strict=True):
            if (round(total) - low) // step == row:
                cells[column] = MARK
        rows.append(f"{low + row * step:>{AXIS - 2}} |{''.join(cells)} {labels.get(row, '')}".rstrip())
    axis = ["-"] * field
    for column in columns[GAP_MARK]:
        axis[column] = GAP_MARK
    days = [point.on for point in trend.points]
    rows.append(" " * (AXIS - 1) + "+" + "".join(axis))
    rows.append(" " * AXIS + _days(days[0], days[-1], field))
    return rows


def _levels(trend: Trend) -> Iterator[tuple[str, float]]:
    """What is drawn as a line, and how high."""
    judged = 1 if trend.instrument.band_on != "percent" else trend.instrument.percent_factor or 1
    for band in trend.instrument.bands[1:]:
        yield band.id.replace("_", " "), band.min / judged
    for name, level in (("start", trend.baseline), ("target", trend.target), ("reliable change", trend.reliable)):
        if level is not None:
            yield name, level


def _span(trend: Trend, levels: list[float]) -> tuple[int, int]:
    """From the lowest to the highest thing to be seen."""
    seen = [*levels, *(total for _, total in trend.scored)]
    return int(min(seen)), ceil(max(seen))


def _labels(marks: dict[str, float], low: int, step: int) -> dict[int, str]:
    """What stands beside each row that has a line."""
    found: dict[int, list[str]] = {}
    for name, level in marks.items():
        found.setdefault((round(level) - low) // step, []).append(f"{name} {level:g}")
    return {row: ", ".join(names) for row, names in found.items()}


def _columns(trend: Trend, field: int) -> dict[str, list[int]]:
    """The column of each score and of each form without one, by date."""
    first, last = trend.points[0].on, trend.points[-1].on
    days = max(1, (last - first).days)
    found: dict[str, list[int]] = {MARK: [], GAP_MARK: []}
    for point in trend.points:
        column = (point.on - first).days * (field - 1) // days
        found[GAP_MARK if point.total is None else MARK].append(column)
    return found


def _days(first: date, last: date, field: int) -> str:
    begin, end = first.isoformat(), last.isoformat()
    return f"{begin}{end:>{max(field - len(begin), len(end) + 1)}}"
