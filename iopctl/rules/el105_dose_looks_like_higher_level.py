"""The planned weekly minutes reach the floor of the next level of care.

Why: a dose of that size says that the patient needs partial hospitalisation, and a payer reads it so. Wrong intensity
of treatment was among the defects of the 2015 settlement over IOP claims.
What to do: plan fewer minutes, or refer to the next level of care and record the decision.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.planned import PlannedWeek, planned_weeks
from iopctl.counting.runs import WeekFact, runs
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("EL105", "dose-looks-like-higher-level", Severity.WARNING, ("minutes_next_level",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each run of weeks with the same dose."""
    if chart.program.level_of_care != "iop" or "minutes_next_level" not in pack.limits:
        return
    planned = planned_weeks(chart, today)
    for run in runs(chart, [each.week for each in planned], _too_much(chart, pack, planned), worst=max):
        yield RULE.finding(
            run.place,
            f"{run.value} minutes a week are planned{run.when}, the next level of care begins at {run.limit.number}",
            f"plan under {run.limit.number} minutes a week, or refer to the next level of care",
            patient=chart.patient,
            limit=run.limit,
            on=run.on(today),
        )


def _too_much(chart: Chart, pack: RulePack, planned: list[PlannedWeek]) -> Iterator[WeekFact]:
    for each in planned:
        limit = pack.limit("minutes_next_level", each.week.first, chart.plan)
        if limit is not None and each.minutes >= limit.number:
            yield WeekFact(each.week, each.minutes, limit, chart.plan.at(*each.key))
