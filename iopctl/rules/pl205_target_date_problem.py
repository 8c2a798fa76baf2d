"""An objective has no target date, or one outside the stay.

Why: an objective without a date is never late, and one that is due before the plan begins or after it ends was not
planned.
What to do: write `due_on` after admission and not later than the planned end of the stay.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("PL205", "target-date-problem", Severity.ERROR, ("objective_due_dates",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each active objective with such a date; a date out of range is a warning."""
    plan = chart.plan
    limit = pack.limit("objective_due_dates", chart.last_day(today), plan)
    if limit is None:
        return
    for key, objective in plan.active_objectives():
        due = objective.due_on
        fault = "has no due_on" if due is None else _outside(plan, due)
        if fault and ("stated" if due is None else "in-range") in limit.words:
            yield RULE.finding(
                plan.at(*key, "due_on"),
                f"the objective {objective.id} {fault}",
                "write a due_on after admission and not later than the planned end",
                patient=chart.patient,
                limit=limit,
                severity=None if due is None else Severity.WARNING,
            )


def _outside(plan: Plan, due: date) -> str | None:
    if plan.admitted_on is not None and due <= plan.admitted_on:
        return f"is due on {due}, not after the admission on {plan.admitted_on}"
    if plan.ends_on is not None and due > plan.ends_on:
        return f"is due on {due}, after the end of the stay on {plan.ends_on}"
    return None
