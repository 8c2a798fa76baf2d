"""Paired change and its effect sizes (measures, section 4). The three d differ, so each carries its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import fmean

from iopctl.reporting.intervals import Z95, Interval

Pairs = Sequence[tuple[float, float]]
FEWEST = 3  # of two pairs the correction makes 0, whatever they are


@dataclass(frozen=True)
class Effect:
    """The change from first to last score over people who have both; None is what so few or so equal pairs decide not.

    `d_pre` is the mean change over the SD of the first scores, `g` the same with Hedges' correction, `interval` that of
    g; `d_z` is over the SD of the changes, `d_av` over the mean of both SDs. Signs are those of last minus first.
    """

    n: int
    mean_first: float | None = None
    mean_last: float | None = None
    mean_change: float | None = None
    sd_first: float | None = None
    sd_last: float | None = None
    sd_change: float | None = None
    correlation: float | None = None
    d_pre: float | None = None
    g: float | None = None
    interval: Interval | None = None
    d_z: float | None = None
    d_av: float | None = None


def effect(pairs: Pairs) -> Effect:
    """Every figure that the pairs allow."""
    if not pairs:
        return Effect(0)
    first, last = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    changes = [after - before for before, after in pairs]
    count, mean = len(pairs), fmean(changes)
    sd_first, sd_last, sd_change = deviation(first), deviation(last), deviation(changes)
    related = correlation(first, last)
    d_pre = _over(mean, sd_first)
    return Effect(
        n=count,
        mean_first=fmean(first),
        mean_last=fmean(last),
        mean_change=mean,
        sd_first=sd_first,
        sd_last=sd_last,
        sd_change=sd_change,
        correlation=related,
        d_pre=d_pre,
        g=None if d_pre is None or count < FEWEST else hedges(count) * d_pre,
        interval=_interval(d_pre, related, count),
        d_z=_over(mean, sd_change),
        d_av=_over(mean, None if sd_first is None or sd_last is None else (sd_first + sd_last) / 2),
    )


def hedges(count: int) -> float:
    """The correction for small samples, J = 1 - 3 / (4 (n - 1) - 1)."""
    return 1 - 3 / (4 * (count - 1) - 1)


def deviation(values: Sequence[float]) -> float | None:
    """The sample standard deviation; None of fewer than two."""
    if len(values) < 2:
        return None
    mean = fmean(values)
    return sqrt(fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


def correlation(first: Sequence[float], last: Sequence[float]) -> float | None:
    """Pearson's r; None where one side does not vary."""
    one, two = fmean(first), fmean(last)
    around = [(before - one, after - two) for before, after in zip(first, last, strict=True)]
    spread = fsum(x * x for x, _ in around) * fsum(y * y for _, y in around)
    return fsum(x * y for x, y in around) / sqrt(spread) if spread > 0 else None


def _interval(d_pre: float | None, related: float | None, count: int) -> Interval | None:
    """SE(d) = sqrt(2 (1 - r) / n + d^2 / (2 n)); the interval of g is J (d - 1.96 SE) to J (d + 1.96 SE)."""
    if d_pre is None or related is None or count < FEWEST:
        return None
    error = sqrt(2 * (1 - related) / count + d_pre**2 / (2 * count))
    factor = hedges(count)
    return Interval(factor * (d_pre - Z95 * error), factor * (d_pre + Z95 * error))


def _over(mean: float, deviation_: float | None) -> float | None:
    return mean / deviation_ if deviation_ else None
