"""Reviews in a row rate a goal unchanged or worse, and nothing about it was changed in between.

Why: a goal that stands still while everything goes on as before is the sign that the plan does not fit; reviews are
there to change it. The reviews that rate the goal count; one that says nothing about it answers nothing. A change is a
revision that names the goal, one of its objectives or a service that serves them under `changed`, or the closing of the
goal or an objective, from the day of one review to the day of the next, both included.
What to do: change the goal, an objective or a service, and name it under `changed` in the revision. Where staying the
course is right, waive this with the reason.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.goal import Goal
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.review import Review
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import day_of

RULE = Rule("RV204", "no-progress-twice", Severity.WARNING, ("no_progress_reviews",))

NO_PROGRESS = frozenset({"unchanged", "worse"})


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each standstill, at the last review of it."""
    reviews = [review for review in chart.reviews if review.on <= chart.last_day(today)]
    for goal in chart.plan.goals:
        for standstill in _standstills(chart.plan, goal, reviews):
            first, last = standstill[0].on, standstill[-1].on
            limit = pack.limit("no_progress_reviews", last, chart.plan)
            if limit is not None and len(standstill) >= limit.number:
                yield RULE.finding(
                    standstill[-1].at("goals", goal.id, "status"),
                    f"{len(standstill)} reviews in a row, from {first} to {last}, rate goal {goal.id} unchanged or"
                    f" worse, and neither it nor what serves it was changed",
                    f"change {goal.id}, an objective or a service of it, or waive this with the reason to go on as is",
                    patient=chart.patient,
                    limit=limit,
                    on=last,
                )


def _standstills(plan: Plan, goal: Goal, reviews: Sequence[Review]) -> Iterator[list[Review]]:
    """Reviews in a row that rate the goal without progress and have no change between them; one a day."""
    changes = list(_changes(plan, goal))
    run: list[Review] = []
    for review in {each.on: each for each in reviews if goal.id in each.goals}.values():
        stands_still = review.goals[goal.id].status in NO_PROGRESS
        if run and (not stands_still or any(run[-1].on <= day <= review.on for day in changes)):
            yield run
            run = []
        if stands_still:
            run.append(review)
    if run:
        yield run


def _changes(plan: Plan, goal: Goal) -> Iterator[date]:
    """The days on which the goal, an objective of it or a service that cites one was changed or closed."""
    objectives = {objective.id for objective in goal.objectives}
    services = {service.service for service in plan.services if not objectives.isdisjoint(service.objectives)}
    names = {goal.id, *objectives, *services}
    for revision in plan.revisions:
        if not names.isdisjoint(revision.changed):
            yield day_of(revision.effective_at)
    for day in (goal.closed_on, *(objective.closed_on for objective in goal.objectives)):
        if day is not None:
            yield day
