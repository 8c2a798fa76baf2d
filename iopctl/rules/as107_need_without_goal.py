"""An assessed need has neither a goal nor a recorded reason for leaving it for later.

Why: a plan that passes over what the assessment found is among the defects that accreditors name most
(CTS.03.01.03). A goal answers for its needs while it is worked on, on the day it is closed, and for good once it is
met; a goal that was dropped does not. A deferral counts from its day on, with its reason.
What to do: name the need in a goal, write a goal for it, or record who deferred it, when and why.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.goal import Goal, Need
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AS107", "need-without-goal", Severity.WARNING, ("needs_addressed",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each need that nothing the pack accepts answers for."""
    plan, last = chart.plan, chart.last_day(today)
    limit = pack.limit("needs_addressed", last, plan)
    if limit is None:
        return
    for index, need in enumerate(plan.needs):
        goal = "goal" in limit.words and any(need.id in each.needs and _answers(each, last) for each in plan.goals)
        if not goal and not ("deferral" in limit.words and _deferred(need, last)):
            yield RULE.finding(
                plan.at("needs", index),
                f"the need {need.id} has no goal that is worked on or met, and no deferral with a reason",
                f"name {need.id} in a goal, or record `deferred` with on, by and reason",
                patient=chart.patient,
                limit=limit,
            )


def _answers(goal: Goal, day: date) -> bool:
    return goal.active or goal.status == "met" or (goal.closed_on is not None and goal.closed_on >= day)


def _deferred(need: Need, day: date) -> bool:
    return need.deferred is not None and need.deferred.on <= day and bool(need.deferred.reason.strip())
