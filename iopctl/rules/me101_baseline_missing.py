"""No standardised measure was given from admission to the last day for a baseline.

Why: change cannot be shown without a first measure, and measuring each person's progress with a standardised tool is
an accreditation standard. Any instrument with answers or a total counts; where the program names a battery, one of it.
A measure given before admission describes somebody not yet in the program and does not count.
What to do: give one now, and say in the next review that the baseline is late.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.deadlines import due_soon
from iopctl.model.assessment import Assessment
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("ME101", "baseline-missing", Severity.WARNING, ("baseline_days",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Missed once the last day has passed within the stay; before that, a reminder."""
    admitted = chart.plan.admitted_on
    limit = None if admitted is None else pack.limit("baseline_days", admitted, chart.plan)
    if admitted is None or limit is None or admitted > today:
        return
    due = admitted + timedelta(days=limit.number)
    if any(_measures(chart, each) for each in chart.assessments if admitted <= each.given_on <= min(due, today)):
        return
    severity = None
    if due < chart.last_day(today):
        message = f"no standardised measure was given from admission on {admitted} to {due}, one is required"
        next_step = "give one now, and say in the next review that the baseline is late"
    elif chart.plan.status_on(today) != "closed" and due_soon(due, today):
        message = f"no standardised measure since admission on {admitted}, a baseline is due on {due}"
        next_step, severity = "give one by then", Severity.INFO
    else:
        return
    place = chart.plan.at("admitted_at")
    yield RULE.finding(place, message, next_step, patient=chart.patient, limit=limit, on=due, severity=severity)


def _measures(chart: Chart, assessment: Assessment) -> bool:
    battery = chart.program.battery
    known = not battery or assessment.instrument in battery
    return known and (assessment.total is not None or bool(assessment.answers))
