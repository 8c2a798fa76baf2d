"""A report: each figure with its interval, its numerator and denominator, and who was left out."""

from typing import Any

from iopctl.render.sheet import GAP, Grid, Sheet
from iopctl.reporting.figures import Figure, Report
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
        "command": report.command,
        "figures": [figure_json(figure) for figure in report.figures],
        "notes": list(report.notes),
    }
    rows = [_row(figure) for figure in report.figures]
    again = f"commit {report.commit}" if report.commit else "no git commit: these numbers cannot be pinned to one"
    notes = ["", *report.notes, f"Made from {again}. Again: {report.command}"]
    heading = f"{report.title}, {period.first} to {period.last}, as of {report.as_of}"
    return Sheet({"report": data}, [Grid("", COLUMNS, rows)], heading, notes)


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


def _row(figure: Figure) -> tuple[str, ...]:
    count = GAP if figure.count is None else str(figure.count)
    of = "" if figure.of is None else f" of {figure.of}"
    left_out = ", ".join(f"{count} {reason}" for reason, count in figure.left_out.items()) or GAP
    return (
        figure.text,
        value_text(figure),
        interval_text(figure, figure.interval),
        f"{count}{of}" if figure.count is not None or figure.of is not None else GAP,
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
