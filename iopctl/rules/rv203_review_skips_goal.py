"""A progress review says nothing about a goal that was active that day.

Why: a review covers every goal (12VAC35-105-675.D.1); a goal that is passed over drifts. A goal counts from the start,
or from the day after a revision first names it as changed: whether a review of that same day could know it is not on
file. A goal closed by that day needs no status any more.
What to do: add the goal to the review with met, improving, unchanged or worse, or close the goal.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.goal import Goal
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import day_of

RULE = Rule("RV203", "review-skips-goal", Severity.WARNING, ("goals_reviewed",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each goal that a review leaves out."""
    for review in chart.reviews:
        limit = pack.limit("goals_reviewed", review.on, chart.plan)
        if limit is None or "status" not in limit.words or review.on > today:
            continue
        for goal in chart.plan.goals:
            if _active_on(chart.plan, goal, review.on) and goal.id not in review.goals:
                yield RULE.finding(
                    review.at("goals"),
                    f"the review of {review.on} has no status for goal {goal.id}, which was active that day",
                    f"add {goal.id} to the review with met, improving, unchanged or worse, or close the goal",
                    patient=chart.patient,
                    limit=limit,
                    on=review.on,
                )


def _active_on(plan: Plan, goal: Goal, day: date) -> bool:
    named = [day_of(revision.effective_at) for revision in plan.revisions if goal.id in revision.changed]
    existed = min(named, default=date.min) < day
    return existed and (goal.active or (goal.closed_on is not None and goal.closed_on > day))
