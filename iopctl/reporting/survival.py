"""Kaplan and Meier: how many are still without the event, when not everybody has been followed to the end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp, log, sqrt

from iopctl.reporting.intervals import Z95, Interval


@dataclass(frozen=True)
class Followed:
    """One person: for how many days, and whether the event ended it; else that is all that is known."""

    days: float
    event: bool


@dataclass(frozen=True)
class Step:
    """A day with events: who was at risk, how many had the event, the share without it afterwards, and its interval."""

    day: float
    at_risk: int
    events: int
    survival: float
    interval: Interval | None


@dataclass(frozen=True)
class Curve:
    """The steps of one estimate; before the first everybody is without the event."""

    people: int
    events: int
    steps: tuple[Step, ...]

    def at(self, day: float) -> float:
        """The share without the event up to and including a day."""
        return next((step.survival for step in reversed(self.steps) if step.day <= day), 1.0)

    def interval_at(self, day: float) -> Interval | None:
        """Its interval; None where it is not defined, as before the first event."""
        return next((step.interval for step in reversed(self.steps) if step.day <= day), None)

    @property
    def median(self) -> float | None:
        """The first day on which at most half are without the event; None while more are."""
        return self.quantile(0.5)

    def quantile(self, share: float) -> float | None:
        """The first day by which that share has had the event; None while it has not."""
        return next((step.day for step in self.steps if step.survival <= 1 - share + 1e-12), None)


def kaplan_meier(people: Iterable[Followed]) -> Curve:
    """S(t) = product of (1 - d / n) over the days with events; who is lost on such a day was still at risk on it."""
    everybody = sorted(people, key=lambda person: person.days)
    steps: list[Step] = []
    survival, greenwood, at_risk = 1.0, 0.0, len(everybody)
    for day, group in groupby(everybody, key=lambda person: person.days):
        mine = list(group)
        events = sum(person.event for person in mine)
        if events:
            survival *= 1 - events / at_risk
            greenwood += events / (at_risk * (at_risk - events)) if events < at_risk else 0.0
            steps.append(Step(day, at_risk, events, survival, _interval(survival, greenwood)))
        at_risk -= len(mine)
    return Curve(len(everybody), sum(step.events for step in steps), tuple(steps))


def _interval(survival: float, greenwood: float) -> Interval | None:
    """On the scale of log(-log S), where it stays between 0 and 1 (Kalbfleisch and Prentice)."""
    if not 0 < survival < 1:
        return None
    middle = log(-log(survival))
    half = Z95 * sqrt(greenwood) / abs(log(survival))
    return Interval(exp(-exp(middle + half)), exp(-exp(middle - half)))


def quartiles(values: Sequence[float]) -> tuple[float, float, float] | None:
    """First quartile, median and third quartile by linear interpolation; None of nobody."""
    if not values:
        return None
    ordered = sorted(values)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (place - low) * (ordered[high] - ordered[low])

    return at(0.25), at(0.5), at(0.75)
