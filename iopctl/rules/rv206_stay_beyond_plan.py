"""The stay is longer than the program's plan for a stay, and no reason for continuing is on record.

Why: payers ask why a stay goes on, and a stay that simply goes on has no aim left. Days count from admission with both
ends; an ended stay is judged on its last day.
What to do: write `continued_stay_reason`, or plan the discharge.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.weeks import day_of_stay
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("RV206", "stay-beyond-plan", Severity.WARNING, ("stay_days_max",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """A continuing state of the whole stay."""
    days = day_of_stay(chart.plan, today)
    limit = pack.limit("stay_days_max", chart.last_day(today), chart.plan)
    if limit is not None and days is not None and days > limit.number and not chart.plan.continued_stay_reason:
        yield RULE.finding(
            chart.plan.at("admitted_at"),
            f"{days} days in the program without a continued-stay reason, at most {limit.number} are allowed",
            "write continued_stay_reason, or plan the discharge",
            patient=chart.patient,
            limit=limit,
        )
