"""A full week's delivered minutes are below the weekly minimum.

Why: a short week is a question that the record has to answer: what was missed, why, and what was done about it. A week
whose shortfall is accounted for by closed days (S6) or by documented reasons (S7) is reported as information, and so is
a partial week below the minimum, which is not judged (S4).
What to do: record attendance that is still open, offer a make-up session, or write the reason for each absence. In a
pack that knows a taper, step-down weeks are left to DO105. A reason accounts for the shortfall; it never adds minutes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopctl.counting.delivery import DeliveredWeek, delivered_weeks
from iopctl.counting.minimum import required, tapers
from iopctl.counting.runs import applies
from iopctl.counting.weeks import end_of_stay, is_over
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DO201", "delivered-below-minimum", Severity.WARNING, ("minutes_per_week_min",), ("taper_weeks_max",))


@dataclass(frozen=True)
class _Short:
    week: DeliveredWeek
    limit: Limit
    need: int

    @property
    def on(self) -> date:
        return self.week.week.first

    @property
    def missing(self) -> int:
        return self.need - self.week.given.minutes

    @property
    def covered(self) -> bool:
        """Closed days and documented reasons account for every minute of it."""
        return self.week.accounted.minutes >= self.need


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each short week on file; of rolling windows only the worst."""
    if "minutes_per_week_min" not in pack.limits:
        return
    short = list(_short_weeks(chart, pack, today))
    if chart.program.week_anchor == "rolling" and short:
        short = [min(short, key=lambda each: (not applies(chart, each.limit, each.on), each.covered, -each.missing))]
    for each in short:
        yield _finding(chart, each)
    if chart.program.week_anchor != "rolling":  # whose windows of seven days are never partial
        yield from _partial_weeks(chart, pack, today)


def _short_weeks(chart: Chart, pack: RulePack, today: date) -> Iterator[_Short]:
    end = end_of_stay(chart.plan, today)
    for each in delivered_weeks(chart, today):
        limit = pack.limit("minutes_per_week_min", each.week.first, chart.plan)
        need = required(chart, pack, limit, each.week, end) if limit is not None else None
        if limit is not None and need is not None and each.given.minutes < need:
            yield _Short(each, limit, need)


def _partial_weeks(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """S4: the weeks that are over and below the minimum, but not judged, for they are not wholly in treatment."""
    end = end_of_stay(chart.plan, today)
    for each in delivered_weeks(chart, today):
        limit, given = pack.limit("minutes_per_week_min", each.week.first, chart.plan), each.given.minutes
        if limit is None or given >= limit.number or not is_over(each.week, chart.plan, end):
            continue
        if required(chart, pack, limit, each.week, end) is None and not tapers(chart, pack, each.week):
            yield RULE.finding(
                each.place,
                f"{each.week.name}: {given} minutes were delivered in a partial week, in which the minimum of"
                f" {limit.number} is not judged",
                "nothing is asked; where the payer counts such weeks, judge it by hand",
                patient=chart.patient,
                limit=limit,
                on=each.week.first,
                severity=Severity.INFO,
            )


def _finding(chart: Chart, short: _Short) -> Finding:
    week, need = short.week, short.need
    prorated = f"; {short.limit.number} prorated to a partial week" if need != short.limit.number else ""
    why = ", accounted for by closed days or documented reasons" if short.covered else ""
    return RULE.finding(
        week.place,
        f"{week.week.name}: {week.given.minutes} of {need} minutes were delivered"
        f" ({short.missing} short{prorated}){why}",
        _next_step(short),
        patient=chart.patient,
        limit=short.limit,
        on=short.on,
        severity=Severity.INFO if short.covered else None,
    )


def _next_step(short: _Short) -> str:
    if short.covered:
        return "offer a make-up session if the lost time matters to the plan"
    if short.week.unrecorded:
        return "record the attendance of the sessions that have none, then judge again"
    return "offer a make-up session, or write the reason for each absence"
