"""Student's t: how far a mean of so few may be from what it estimates."""

from collections.abc import Sequence
from math import cos, fsum, pi, sin, sqrt, tan
from statistics import fmean

from iopctl.reporting.intervals import Interval


def quantile(freedom: int, share: float = 0.975) -> float:
    """The t below which that share of the distribution lies, for a share of a half or more."""
    wanted, low, high = 2 * share - 1, 0.0, pi / 2
    for _ in range(60):  # halves a right angle down to the last digit of a float
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < wanted else (low, middle)
    return sqrt(freedom) * tan((low + high) / 2)


def mean_interval(values: Sequence[float]) -> Interval | None:
    """The interval of a mean; None of fewer than two."""
    count = len(values)
    if count < 2:
        return None
    mean = fmean(values)
    deviation = sqrt(fsum((value - mean) ** 2 for value in values) / (count - 1))
    half = quantile(count - 1) * deviation / sqrt(count)
    return Interval(mean - half, mean + half)


def _within(angle: float, freedom: int) -> float:
    """A(t | n) as the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4, with tan(angle) = t / sqrt(n)."""
    odd = freedom % 2
    square, term, terms = cos(angle) ** 2, cos(angle) if odd else 1.0, []
    for power in range(1 + odd, freedom + odd, 2):
        terms.append(term)
        term *= square * power / (power + 1)
    series = sin(angle) * fsum(terms)
    return 2 / pi * (angle + series) if odd else series
