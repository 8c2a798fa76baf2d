"""A goal that is worked on has no objective that is worked on.

Why: a goal says where to; only an objective says by which measurable step and until when. Without one the goal cannot
be reviewed.
What to do: write an objective under the goal, or close the goal with its status and day.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("PL202", "goal-without-objective", Severity.ERROR, ("objectives_per_goal_min",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each such goal."""
    plan = chart.plan
    limit = pack.limit("objectives_per_goal_min", chart.last_day(today), plan)
    if limit is None:
        return
    for index, goal in enumerate(plan.goals):
        active = sum(objective.active for objective in goal.objectives)
        if goal.active and active < limit.number:
            yield RULE.finding(
                plan.at("goals", index),
                f"the goal {goal.id} has {active} active objectives, at least {limit.number} required",
                "write an objective with measure and due_on, or close the goal",
                patient=chart.patient,
                limit=limit,
            )
