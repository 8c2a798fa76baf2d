"""A trend as a chart of characters, as numbers, and as data."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from iopctl.model.scoring_key import Constant
from iopctl.render.chart import chart_rows
from iopctl.render.score import band_text
from iopctl.render.sheet import GAP, Grid, Sheet, or_gap
from iopctl.render.signals import signal_json
from iopctl.render.stay import change_json
from iopctl.reviewing.trend import Point, Trend

COLUMNS = ("on", "day", "score", "band", "from start", "in words")


def trend_sheet(patient: str, trends: Sequence[Trend], today: date, width: int, titles: Mapping[str, str]) -> Sheet:
    """The trends of one patient. `titles` are the names of the rules behind the signals."""
    data = {
        "patient": patient,
        "as_of": today.isoformat(),
        "courses": [_trend_json(trend) for trend in trends],
    }
    grids = [grid for trend in trends if trend.points for grid in _grids(trend, width)]
    notes = [f"{each.code} {titles[each.code]}: {each.message}." for trend in trends for each in trend.signals]
    notes += _overlaps(trends)
    missing = [f"No {trend.instrument.short} is on file." for trend in trends if not trend.points]
    notes += missing if trends else ["No score is on file."]
    return Sheet({"trend": data}, grids, f"{patient} as of {today}", ["", *notes] if grids and notes else notes)


def _grids(trend: Trend, width: int) -> list[Grid]:
    facts = _facts(trend)
    drawn = chart_rows(trend, width) if len(trend.scored) > 1 else []
    head = Grid(trend.instrument.short, ("",), [(line,) for line in (facts, *drawn)], lines=[facts])
    numbers = [_row(point) for point in trend.points]
    return [head, Grid("", COLUMNS, numbers, lines=[_spoken(row) for row in numbers])]


def _facts(trend: Trend) -> str:
    """The lines of the chart in words."""
    low, high = trend.instrument.lowest, trend.instrument.highest
    better = "lower" if trend.instrument.higher_is_worse else "higher"
    said = [f"{low:g} to {high:g}, {better} is better", f"start {or_gap(_plain(trend.baseline))}"]
    said.append(f"target {or_gap(_plain(trend.target))}")
    if trend.reliable is not None:
        said.append(_reliable(trend))
    elif trend.instrument.change.rci is None:
        said.append("no reliable change is published")
    return ", ".join(said)


def _reliable(trend: Trend) -> str:
    word = "or less" if trend.instrument.higher_is_worse else "or more"
    return f"reliably better at {_plain(trend.reliable)} {word}"


def _row(point: Point) -> tuple[str, ...]:
    change = point.change
    if point.total is None:
        words = "no valid total"
    elif change is None:
        words = "the start"
    else:
        words = ", ".join((change.movement, *change.words))
    return (
        point.on.isoformat(),
        or_gap(point.day),
        or_gap(_plain(point.total)),
        or_gap(band_text(point.band) if point.band else None),
        or_gap(_moved(point)),
        words,
    )


def _spoken(row: tuple[str, ...]) -> str:
    on, day, score, band, moved, words = row
    known = [f"score {score}" if score != GAP else "", *(each for each in (band, moved, words) if each != GAP)]
    return f"{on}, {'before admission' if day == GAP else f'day {day}'}: {', '.join(filter(None, known))}"


def _moved(point: Point) -> str | None:
    if point.change is None:
        return None
    percent = point.change.percent
    return f"{point.change.points:+g} ({'no percent from 0' if percent is None else f'{percent:+.0f} %'})"


def _plain(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


def _overlaps(trends: Sequence[Trend]) -> list[str]:
    """Scores that look back further than to the last one share days: a slope between them says less than it seems."""
    looking_back = [each.instrument for each in trends if len(each.scored) > 1 and each.instrument.recall]
    return [
        f"{each.short} asks about the {each.recall}: scores nearer to each other than that overlap."
        for each in looking_back
        if each.recall and each.recall.startswith(("last", "past"))
    ]


def _trend_json(trend: Trend) -> dict[str, Any]:
    return {
        "instrument": trend.instrument.id,
        "baseline": trend.baseline,
        "target": trend.target,
        "reliably_better_at": trend.reliable,
        "constants": {
            name: {"value": constant.value, "certainty": constant.certainty, "source": constant.source}
            for name, constant in trend.instrument.change
            if isinstance(constant, Constant)
        },
        "bands": [{"id": each.id, "min": each.min, "max": each.max} for each in trend.instrument.bands],
        "points": [
            {
                "on": point.on.isoformat(),
                "day": point.day,
                "total": point.total,
                "band": point.band,
                "change": change_json(point.change),
            }
            for point in trend.points
        ],
        "signals": [signal_json(each) for each in trend.signals],
    }
