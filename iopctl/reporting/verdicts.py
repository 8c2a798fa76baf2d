"""What counts say of a published claim, in one word; with the intervals of these reports and no cause."""

from math import ceil
from statistics import NormalDist
from typing import Literal

from iopctl.reporting.intervals import Z95, Share, newcombe, risk_ratio

Verdict = Literal[
    "supported", "smaller than claimed", "not distinguishable from chance", "contradicted", "not comparable", "n/a"
]
POWER = NormalDist().inv_cdf(0.8)


def fewer(before: Share, after: Share, claimed: float | None = None) -> Verdict:
    """What two shares say of the claim that the second is smaller, by a claimed part of the first where one is named.

    Contradicted: the interval of the difference lies above 0, or that of the ratio above what is claimed. Supported:
    the interval of the difference lies below 0, and the fall is as large as claimed.
    """
    difference, ratio = newcombe(after, before), risk_ratio(after, before)
    if difference is None:
        return "n/a"
    promised = None if claimed is None else 1 - claimed
    if difference.low > 0 or (promised is not None and ratio is not None and ratio[1].low > promised):
        return "contradicted"
    if difference.high >= 0:
        return "not distinguishable from chance"
    # exact in whole numbers where the claim is: 14 of 100 against 20 of 100 is 30 % fewer
    fall = 1 - (after.count * before.of) / (before.count * after.of)
    return "supported" if claimed is None or fall >= claimed - 1e-12 else "smaller than claimed"


def at_least(share: Share, claimed: float) -> Verdict:
    """What one share says of the claim that it is at least so large: the whole interval must be on one side."""
    if share.interval is None:
        return "n/a"
    if share.interval.high < claimed:
        return "contradicted"
    return "supported" if share.interval.low >= claimed else "not distinguishable from chance"


def people_needed(before: float, claimed: float) -> int | None:
    """How many people each period needs to tell such a fall from chance, with 80 % power; None of no share at all."""
    after = before * (1 - claimed)
    if before == after:
        return None
    spread = before * (1 - before) + after * (1 - after)
    return ceil((Z95 + POWER) ** 2 * spread / (before - after) ** 2)
