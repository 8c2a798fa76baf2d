"""The standing weekly pattern holds fewer countable minutes than the pack requires.

Why: a weekly minimum is a property of the plan ("as evidenced in their plan of care"). A plan below it is not this
level of care for that payer, whatever is delivered later.
What to do: add countable minutes to the pattern, or record why the lower dose is right and who decided it. In a pack
that knows a taper, mark step-down weeks as such (DO105 then judges them).
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.minimum import tapers
from iopctl.counting.planned import PlannedWeek, planned_weeks
from iopctl.counting.runs import WeekFact, runs
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DO101", "planned-weekly-minimum", Severity.ERROR, ("minutes_per_week_min",), ("taper_weeks_max",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each run of weeks with the same shortfall."""
    if "minutes_per_week_min" not in pack.limits:
        return
    planned = planned_weeks(chart, today)
    for run in runs(chart, [each.week for each in planned], _short(chart, pack, planned), worst=min):
        yield RULE.finding(
            run.place,
            f"{run.value} minutes a week are planned{run.when}, at least {run.limit.number} are required",
            f"add {run.limit.number - run.value} countable minutes a week,"
            " or record why the lower dose is right and who decided",
            patient=chart.patient,
            limit=run.limit,
            on=run.on(today),
        )


def _short(chart: Chart, pack: RulePack, planned: list[PlannedWeek]) -> Iterator[WeekFact]:
    for each in planned:
        limit = pack.limit("minutes_per_week_min", each.week.first, chart.plan)
        if limit is not None and each.minutes < limit.number and not tapers(chart, pack, each.week):
            yield WeekFact(each.week, each.minutes, limit, chart.plan.at(*each.key))
