"""Process charts: whether a figure that goes up and down means anything (measures, section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean

from iopctl.reporting.intervals import Interval, Share

RUN = 8  # so many points in a row on one side of the centre are a signal
XMR_LIMIT = 2.66  # 3 / d2, with d2 = 1.128 for ranges of two
MR_LIMIT = 3.267  # D4 for ranges of two


@dataclass(frozen=True)
class Point:
    """One value, the limits that hold for it, and what it signals: beyond a limit, or the eighth on one side."""

    value: float | None
    limits: Interval | None
    beyond: bool
    run: bool


@dataclass(frozen=True)
class Chart:
    """A centre line and the points around it. For single values the mean moving range and its limit too."""

    centre: float | None
    points: tuple[Point, ...]
    moving_range: float | None = None
    moving_range_limit: float | None = None


def p_chart(shares: Sequence[Share]) -> Chart:
    """Shares around the share of all: p-bar plus or minus 3 sqrt(p-bar (1 - p-bar) / n), never outside 0 to 1."""
    counted = sum(share.of for share in shares)
    if not counted:
        return Chart(None, tuple(Point(None, None, beyond=False, run=False) for _ in shares))
    centre = sum(share.count for share in shares) / counted
    limits = [_limits_of(centre, share.of) if share.of else None for share in shares]
    return Chart(centre, _points([share.value for share in shares], limits, centre))


def xmr_chart(values: Sequence[float]) -> Chart:
    """Single values around their mean: plus or minus 2.66 mean moving ranges; a moving range up to 3.267 of them."""
    if not values:
        return Chart(None, ())
    centre = fmean(values)
    if len(values) < 2:
        return Chart(centre, (Point(values[0], None, beyond=False, run=False),))
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    mean = fmean(ranges)
    limits = Interval(centre - XMR_LIMIT * mean, centre + XMR_LIMIT * mean)
    return Chart(centre, _points(list(values), [limits] * len(values), centre), mean, MR_LIMIT * mean)


def _limits_of(centre: float, count: int) -> Interval:
    width = 3 * sqrt(centre * (1 - centre) / count)
    return Interval(max(0.0, centre - width), min(1.0, centre + width))


def _points(values: Sequence[float | None], limits: Sequence[Interval | None], centre: float) -> tuple[Point, ...]:
    points, side, length = [], 0, 0
    for value, limit in zip(values, limits, strict=True):
        if value is None:
            points.append(Point(None, None, beyond=False, run=False))
            continue
        mine = (value > centre) - (value < centre)
        # A point on the centre line ends no run and is none of it.
        length = length + 1 if mine and mine == side else length if not mine else 1
        side = mine or side
        beyond = limit is not None and not limit.low <= value <= limit.high
        points.append(Point(value, limit, beyond=beyond, run=bool(mine) and length >= RUN))
    return tuple(points)
