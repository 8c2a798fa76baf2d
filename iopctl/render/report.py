"""A report: each figure with its interval, its numerator and denominator, and who was left out."""

from typing import Any

from iopctl.render.sheet import GAP, Grid, Sheet, or_gap
from iopctl.reporting.figures import Figure, Report, Series
from iopctl.reporting.intervals import Interval

COLUMNS = ("figure", "value", "95 % interval", "count", "left out", "source")
NOBODY = "n/a"
SMALL = "hidden (10 or fewer)"


def report_sheet(report: Report) -> Sheet:
    """Every figure of a report, and how to make it again."""
    period = report.period
    data = {
        "name": report.name,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "as_of": report.as_of.isoformat(),
        "commit": report.commit,
        "changed": report.changed,
        "command": report.command,
        "figures": [figure_json(figure) for figure in report.figures],
        "series": [series_json(series) for series in report.series],
        "notes": [*report.notes, *report.inside],
    }
    rows = [_row(figure) for figure in report.figures]
    notes = ["", *report.notes, *report.inside, f"Made from {_origin(report)}. Again: {report.command}"]
    heading = f"{report.title}, {period.first} to {period.last}, as of {report.as_of}"
    return Sheet(
        {"report": data},
        [Grid("", COLUMNS, rows, lines=[_spoken(figure) for figure in report.figures]), *map(_grid, report.series)],
        heading,
        notes,
    )


def _origin(report: Report) -> str:
    if report.commit is None:
        return "no git commit: these numbers cannot be pinned to one"
    return f"commit {report.commit}" + (" with changes that are not committed" if report.changed else "")


def figure_json(figure: Figure) -> dict[str, Any]:
    """One figure as data; shares are fractions of 1."""
    return {
        "id": figure.id,
        "text": figure.text,
        "unit": figure.unit,
        "value": figure.value,
        "count": figure.count,
        "of": figure.of,
        "interval": None if figure.interval is None else [figure.interval.low, figure.interval.high],
        "left_out": dict(figure.left_out),
        "source": figure.source,
        "hidden": figure.hidden,
    }


def series_json(series: Series) -> dict[str, Any]:
    """The rows as objects, the columns as their keys."""
    rows = [dict(zip(series.columns, row, strict=True)) for row in series.rows]
    return {"id": series.id, "title": series.title, "rows": rows}


def value_text(figure: Figure) -> str:
    """The value in its unit; n/a of nobody."""
    if figure.hidden:
        return SMALL
    return NOBODY if figure.value is None else _number(figure, figure.value)


def interval_text(figure: Figure, interval: Interval | None) -> str:
    """From where to where, in the unit of the figure."""
    if interval is None:
        return GAP
    return f"{_number(figure, interval.low)} to {_number(figure, interval.high)}"


def _spoken(figure: Figure) -> str:
    text, value, interval, count, left_out, source = _row(figure)
    said = [f"{text}: {value}"]
    said += [f"95 % interval {interval}"] if interval != GAP else []
    said += [count] if count not in {GAP, value} else []
    said += [f"left out {left_out}"] if left_out != GAP else []
    said += [f"source {source}"] if source != GAP else []
    return "; ".join(said)


def _grid(series: Series) -> Grid:
    rows = [tuple(_cell(value) for value in row) for row in series.rows]
    return Grid(series.title, series.columns, rows)


def _cell(value: str | int | float | None) -> str:
    return f"{value:.3g}" if isinstance(value, float) else or_gap(value)


def _row(figure: Figure) -> tuple[str, ...]:
    counts = [] if figure.count is None else [str(figure.count)]
    counts += [] if figure.of is None else [f"of {figure.of}"]
    left_out = ", ".join(f"{count} {reason}" for reason, count in figure.left_out.items()) or GAP
    return (
        figure.text,
        value_text(figure),
        interval_text(figure, figure.interval),
        " ".join(counts) or GAP,
        left_out,
        figure.source or GAP,
    )


def _number(figure: Figure, value: float) -> str:
    if figure.unit == "%":
        return f"{100 * value:.1f} %"
    if figure.unit == "people":
        return f"{value:g}"
    if figure.unit in {"d", "ratio"}:
        return f"{value:.2f}"
    return f"{value:.1f} {figure.unit}"
