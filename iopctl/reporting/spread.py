"""A number of days or hours of many people: the middle, the quarters, the longest."""

from collections.abc import Mapping, Sequence

from iopctl.reporting.figures import Figure, Unit
from iopctl.reporting.survival import quartiles


def spread_figures(
    id_: str, text: str, unit: Unit, values: Sequence[float], left_out: Mapping[str, int], source: str | None = None
) -> list[Figure]:
    """Median, both quartiles by linear interpolation, and the highest; of nobody none has a value."""
    found = quartiles(values)
    low, middle, high = found or (None, None, None)
    rows = [
        ("median", "median", middle),
        ("q1", "a quarter have at most", low),
        ("q3", "three quarters have at most", high),
        ("longest", "the most", max(values, default=None)),
    ]
    return [
        # The most is of one person: it is counted as one, so that it is not shared.
        Figure(f"{id_}.{name}", f"{text}: {words}", unit, value, count, len(values), None, dict(left_out), source)
        for name, words, value in rows
        for count in [values.count(value) if name == "longest" and value is not None else None]
    ]


def counted(reasons: Mapping[str, int]) -> dict[str, int]:
    """The reasons that anybody was left out for."""
    return {reason: count for reason, count in reasons.items() if count}
