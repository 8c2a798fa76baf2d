"""A measure was not given again within the days allowed and their grace.

Why: a score that comes too rarely shows no course, and nobody sees a patient get worse. Each instrument of the
program's battery is counted by itself; without a battery, any one measure will do. The days count from the last one
given in the stay, or from admission while there is none; the day on which they and the grace have passed is still in
time. An ended stay is judged on its last day.
What to do: give it and record it; if the patient declined, write that into the next review.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.deadlines import due_soon
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("ME102", "measure-overdue", Severity.WARNING, ("measure_days",), ("measure_grace_days",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Overdue once days and grace have passed while the plan is active; within the lead time a reminder."""
    admitted, last = chart.plan.admitted_on, chart.last_day(today)
    if admitted is None or admitted > last or chart.plan.status_on(last) != "active":
        return
    for instrument in chart.program.battery or (None,):
        yield from _findings(chart, pack, instrument, admitted, today)


def _findings(chart: Chart, pack: RulePack, instrument: str | None, admitted: date, today: date) -> Iterator[Finding]:
    last = chart.last_day(today)
    given, place = _last_given(chart, instrument, admitted, last)
    days = pack.limit("measure_days", given or admitted, chart.plan)
    if days is None:
        return
    grace = pack.limit("measure_grace_days", given or admitted, chart.plan)
    due = (given or admitted) + timedelta(days=days.number + (grace.number if grace else 0))
    name = instrument or "any measure"
    what = f"{name} was last given on {given}" if given else f"{name} has not been given since admission on {admitted}"
    if due < last:
        message, severity = f"{what}, it was due by {due}", None
    elif chart.plan.status_on(today) == "active" and due_soon(due, today):
        message, severity = f"{what}, it is due by {due}", Severity.INFO
    else:
        return
    next_step = f"give {instrument or 'one'} and record it: `iopctl score {chart.patient} {instrument or 'INSTRUMENT'}`"
    yield RULE.finding(place, message, next_step, patient=chart.patient, limit=days, severity=severity)


def _last_given(chart: Chart, instrument: str | None, admitted: date, last: date) -> tuple[date | None, Place]:
    """The last day of the stay on which it was given, and where that stands; without one, admission."""
    given = [
        each
        for each in chart.assessments
        if each.filled_in and instrument in {None, each.instrument} and admitted <= each.given_on <= last
    ]
    newest = max(given, key=lambda each: each.given_on, default=None)
    return (None, chart.plan.at("admitted_at")) if newest is None else (newest.given_on, newest.at("given_at"))
