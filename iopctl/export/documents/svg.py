"""A line chart as SVG that needs nothing besides itself: bands of the scale, the target, a point for each score."""

from collections.abc import Iterator
from html import escape

from iopctl.render.clean import one_line
from iopctl.render.document import LineChart

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 46, 150, 14, 34  # room for the numbers, the names of the bands, the days
TINTS = ("#2c7bb6", "#abd9e9", "#ffffbf", "#fdae61", "#d7191c")  # readable without telling red from green


def svg(chart: LineChart, number: int) -> str:
    """The drawing, named for screen readers; its numbers stand in the table beside it."""
    name = f"chart-{number}"
    lines = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-title {name}-about">',
        f'<title id="{name}-title">{_text(chart.title)}</title>',
        f'<desc id="{name}-about">{_text(chart.description)}</desc>',
        *_bands(chart),
        *_target(chart),
        *_line(chart),
        *_axes(chart),
        "</svg>",
    ]
    return "\n".join(lines)


def _x(chart: LineChart, day: int) -> float:
    days = max((chart.points[-1][0] - chart.points[0][0]).days, 1)
    return round(LEFT + (WIDTH - LEFT - RIGHT) * day / days, 1)


def _y(chart: LineChart, value: float) -> float:
    scale = max(chart.highest - chart.lowest, 1)
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - chart.lowest) / scale, 1)


def _bands(chart: LineChart) -> Iterator[str]:
    count = max(len(chart.bands) - 1, 1)
    for n, band in enumerate(chart.bands):
        tint = TINTS[round(n * (len(TINTS) - 1) / count)]
        low = chart.lowest if n == 0 else (band.low + chart.bands[n - 1].high) / 2
        high = chart.highest if n == len(chart.bands) - 1 else (band.high + chart.bands[n + 1].low) / 2
        top, bottom = _y(chart, high), _y(chart, low)
        wide = WIDTH - LEFT - RIGHT
        yield f'<rect x="{LEFT}" y="{top}" width="{wide}" height="{bottom - top:.1f}" fill="{tint}" opacity="0.35"/>'
        yield _words(WIDTH - RIGHT + 8, (top + bottom) / 2 + 4, band.label.replace("_", " "))


def _target(chart: LineChart) -> Iterator[str]:
    if chart.target is not None and chart.lowest <= chart.target <= chart.highest:
        y = _y(chart, chart.target)
        line = f'x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"'
        yield f'<line {line} stroke="currentColor" stroke-dasharray="6 4"/>'
        yield _words(LEFT + 4, y - 4, f"target {chart.target:g}")


def _line(chart: LineChart) -> Iterator[str]:
    first = chart.points[0][0]
    places = [(_x(chart, (day - first).days), _y(chart, value)) for day, value in chart.points]
    path = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="currentColor" stroke-width="2"/>'
    for x, y in places:
        yield f'<circle cx="{x}" cy="{y}" r="4" fill="currentColor"/>'


def _axes(chart: LineChart) -> Iterator[str]:
    yield _words(LEFT - 8, _y(chart, chart.lowest) + 4, f"{chart.lowest:g}", "end")
    yield _words(LEFT - 8, _y(chart, chart.highest) + 4, f"{chart.highest:g}", "end")
    yield _words(LEFT, HEIGHT - 10, chart.points[0][0].isoformat())
    yield _words(WIDTH - RIGHT, HEIGHT - 10, chart.points[-1][0].isoformat(), "end")


def _words(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" fill="currentColor">{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(one_line(text))
