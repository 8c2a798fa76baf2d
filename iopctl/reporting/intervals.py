"""Intervals for shares. An empty denominator has none: None, never 0 %."""

from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Interval:
    """From where to where; 95 % unless it says otherwise."""

    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; None of nobody."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's score interval."""
        return wilson(self.count, self.of) if self.of else None


def wilson(count: int, of: int, z: float = Z95) -> Interval:
    """Wilson's score interval of a share (Wilson 1927)."""
    share, spread = count / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / of + spread / (4 * of))
    low = 0.0 if count == 0 else middle - half
    high = 1.0 if count == of else middle + half
    return Interval(low, high)


def newcombe(after: Share, before: Share, z: float = Z95) -> Interval | None:
    """Newcombe's hybrid score interval of a difference of two shares, after minus before (Newcombe 1998, method 10)."""
    if not after.of or not before.of:
        return None
    one, two = after.count / after.of, before.count / before.of
    mine, other = wilson(after.count, after.of, z), wilson(before.count, before.of, z)
    below = sqrt((one - mine.low) ** 2 + (other.high - two) ** 2)
    above = sqrt((mine.high - one) ** 2 + (two - other.low) ** 2)
    return Interval(one - two - below, one - two + above)


def risk_ratio(after: Share, before: Share, z: float = Z95) -> tuple[float, Interval] | None:
    """The ratio of two shares with its interval on the log scale (Katz 1978); None where a count is 0."""
    if not after.count or not before.count:
        return None
    ratio = (after.count / after.of) / (before.count / before.of)
    error = sqrt(1 / after.count - 1 / after.of + 1 / before.count - 1 / before.of)
    return ratio, Interval(exp(log(ratio) - z * error), exp(log(ratio) + z * error))
