"""Risk was rated moderate or higher, and no safety plan was written or gone through in the days after.

Why: a safety plan is what the patient has at hand between sessions; one from before the rating does not know what the
rating found. Every level counts that a triage form or a clinician's risk assessment records during the stay, the
gravest of a day; the last from before admission counts on the day of admission. A safety plan counts when it is dated,
or reviewed, from that day to the last the pack allows; where the source names no number of days, on any day since. An
ended stay is judged by its last day.
What to do: write the safety plan with the patient, or go through it again, the same day. Add the day to `reviewed_on`,
which takes a list: the earlier days answer for the earlier ratings.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from iopctl.counting.deadlines import due_soon
from iopctl.model.assessment import Assessment
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("SF101", "safety-plan-missing", Severity.ERROR, ("safety_plan_levels",), ("safety_plan_days",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each day on which the risk was rated that high."""
    for day, forms in _rated(chart, today):
        levels = pack.limit("safety_plan_levels", day, chart.plan)
        words = () if levels is None else levels.words
        high = [form for form in forms if form.level in words]
        if levels is not None and high:
            days = pack.limit("safety_plan_days", day, chart.plan)
            gravest = max(high, key=lambda form: words.index(form.level or ""))
            yield from _judged(chart, day, gravest, levels if days is None else days, today)


def _judged(chart: Chart, day: date, form: Assessment, limit: Limit, today: date) -> Iterator[Finding]:
    plan, counted = chart.plan, limit.name == "safety_plan_days"
    due = chart.last_day(day + timedelta(days=limit.number if counted else 0))
    until = min(due, today) if counted else chart.last_day(today)
    if plan.safety_plan is not None and any(day <= each <= until for each in plan.safety_plan.dates):
        return
    rated = f"the risk was {form.level} by {form.instrument} on {form.given_on}"
    if due < today:
        within = f"since {day}" if not counted else f"on {day}" if due == day else f"from {day} to {due}"
        message, severity = f"{rated}, and no safety plan is dated or reviewed {within}", None
    elif due_soon(due, today):
        message, severity = f"{rated}, a safety plan dated or reviewed since is due on {due}", Severity.INFO
    else:
        return
    yield RULE.finding(
        form.at("level"),
        message,
        "write the safety plan with the patient, or go through it again, and record the day",
        patient=chart.patient,
        limit=limit,
        on=day,
        severity=severity,
    )


def _rated(chart: Chart, today: date) -> Iterator[tuple[date, list[Assessment]]]:
    """The forms with a level of each day of the stay; what came before admission stands under it, the newest day."""
    admitted, last = chart.plan.admitted_on, chart.last_day(today)
    if admitted is None:
        return
    rated = (form for form in chart.assessments if form.level is not None and form.given_on <= last)
    for day, group in groupby(rated, key=lambda form: max(form.given_on, admitted)):
        forms = list(group)
        yield day, [form for form in forms if form.given_on == forms[-1].given_on]
