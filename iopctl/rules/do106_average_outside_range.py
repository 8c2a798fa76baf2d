"""The minutes delivered in full weeks lie outside the range on average.

Why: some payers do not judge a single week but the average of many, so a short week may be made up for by a long one,
and a stay that drifts out of the range is another level of care. The mean is compared as an exact fraction, and one
that equals an end of the range passes. Weeks are averaged by the limits in force on their first date: somebody who
comes of age during the stay is judged by each age for its own weeks. A rolling anchor averages calendar weeks.
What to do: below the range, offer make-up sessions or ask whether a lower level of care is right; above it, ask whether
a higher one is needed. A shortfall that closed days account for is reported as information (S6).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from iopctl.counting.delivery import DeliveredWeek, delivered_blocks
from iopctl.counting.runs import span_of
from iopctl.counting.weeks import end_of_stay, is_full
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule(
    "DO106",
    "average-outside-range",
    Severity.WARNING,
    ("average_minutes_min", "average_minutes_max"),
    ("average_weeks_min",),
)


@dataclass(frozen=True)
class _Average:
    """Full weeks that the same limits judge."""

    low: Limit | None
    high: Limit | None
    weeks: tuple[DeliveredWeek, ...]

    @property
    def total(self) -> int:
        return sum(each.given.minutes for each in self.weeks)

    @property
    def mean(self) -> Fraction:
        return Fraction(self.total, len(self.weeks))

    @property
    def covered(self) -> bool:
        """Closed days account for every minute below the range."""
        reopened = sum(each.reopened.minutes for each in self.weeks)
        return self.low is not None and reopened >= self.low.number * len(self.weeks)

    @property
    def seen(self) -> str:
        weeks = [each.week for each in self.weeks]
        many = "1 full week" if len(weeks) == 1 else f"{len(weeks)} full weeks"
        return f"{self.total} minutes were delivered in {many}{span_of(weeks)}, {_mixed(self.mean)} a week on average"


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """At most one finding for each set of weeks with the same limits."""
    if not any(name in pack.limits for name in RULE.limits):
        return
    for average in _averages(chart, pack, today):
        if average.low is not None and average.mean < average.low.number:
            yield _below(chart, average, average.low)
        elif average.high is not None and average.mean > average.high.number:
            yield _finding(
                chart,
                average,
                average.high,
                f"at most {average.high.number} are allowed",
                "ask whether the plan should promise what is being given, or whether a higher level of care is needed",
            )


def _averages(chart: Chart, pack: RulePack, today: date) -> Iterator[_Average]:
    """Where there are enough full weeks; apart by the limits in force, and by whether a payer covers the weeks."""
    end = end_of_stay(chart.plan, today)
    found: dict[tuple[Limit | None, Limit | None, bool], list[DeliveredWeek]] = {}
    for each in delivered_blocks(chart, today):
        if is_full(each.week, chart.plan, end):
            day = each.week.first
            low, high = (pack.limit(name, day, chart.plan) for name in RULE.limits)
            found.setdefault((low, high, pack.id in chart.pack_ids(day)), []).append(each)
    for (low, high, _), weeks in found.items():
        enough = pack.limit("average_weeks_min", weeks[-1].week.first, chart.plan)
        if enough is None or len(weeks) >= enough.number:
            yield _Average(low, high, tuple(weeks))


def _below(chart: Chart, average: _Average, low: Limit) -> Finding:
    required = f"at least {low.number} are required"
    if average.covered:
        next_step = "offer make-up sessions if the lost time matters to the plan"
        return _finding(
            chart, average, low, f"{required}, accounted for by closed days", next_step, severity=Severity.INFO
        )
    if any(each.unrecorded for each in average.weeks):
        next_step = "record the attendance of the sessions that have none, then judge again"
    else:
        next_step = "offer make-up sessions, or ask whether a lower level of care is right"
    return _finding(chart, average, low, required, next_step)


def _finding(
    chart: Chart, average: _Average, limit: Limit, bound: str, next_step: str, severity: Severity | None = None
) -> Finding:
    last = average.weeks[-1]
    return RULE.finding(
        last.place,
        f"{average.seen}, {bound}",
        next_step,
        patient=chart.patient,
        limit=limit,
        on=last.week.first,
        severity=severity,
    )


def _mixed(mean: Fraction) -> str:
    """Exact: 539 1/2, never a rounded number that would look like the limit."""
    whole, rest = divmod(mean, 1)
    return f"{whole} {rest}" if rest else f"{whole}"
