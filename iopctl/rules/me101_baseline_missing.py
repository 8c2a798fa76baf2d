"""No standardised measure was given from admission to the last day for a baseline, or none during the whole stay.

Why: change cannot be shown without a first measure, and measuring each person's progress with a standardised tool is
an accreditation standard. Any instrument with answers or a total counts; where the program names a battery, one of it.
A measure given before admission describes somebody not yet in the program and does not count. A standard that names no
number of days is broken only once the stay is over.
What to do: give one now, and say in the next review that the baseline is late. After the stay, say in the summary that
no change can be shown, and why.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.deadlines import due_soon
from iopctl.model.assessment import Assessment
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("ME101", "baseline-missing", Severity.WARNING, ("baseline_days", "baseline_measured"))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """By the last day for a baseline, and by the end of the stay."""
    admitted = chart.plan.admitted_on
    if admitted is not None and admitted <= today:
        yield from _in_days(chart, pack, admitted, today)
        yield from _during_stay(chart, pack, admitted, today)


def _in_days(chart: Chart, pack: RulePack, admitted: date, today: date) -> Iterator[Finding]:
    """Missed once the last day has passed within the stay; before that, a reminder."""
    limit = pack.limit("baseline_days", admitted, chart.plan)
    if limit is None:
        return
    due = admitted + timedelta(days=limit.number)
    if _measured(chart, admitted, min(due, today)):
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


def _during_stay(chart: Chart, pack: RulePack, admitted: date, today: date) -> Iterator[Finding]:
    """Missed from the day after discharge on."""
    ended, limit = chart.plan.discharged_on, pack.limit("baseline_measured", admitted, chart.plan)
    if limit is None or "during-stay" not in limit.words or ended is None or ended >= today:
        return
    if not _measured(chart, admitted, ended):
        yield RULE.finding(
            chart.plan.at("discharge", "on"),
            f"no standardised measure was given during the stay from {admitted} to {ended}, one is required",
            "say in the discharge summary that no change can be shown, and why none was given",
            patient=chart.patient,
            limit=limit,
            on=ended,
        )


def _measured(chart: Chart, first: date, last: date) -> bool:
    return any(_measures(chart, each) for each in chart.assessments if first <= each.given_on <= last)


def _measures(chart: Chart, assessment: Assessment) -> bool:
    battery = chart.program.battery
    return assessment.filled_in and (not battery or assessment.instrument in battery)
