"""A physician's recertification is dated after it was due, or is missing.

Why: what is given without a certification in force is not covered, and federal audits of such programs found services
that no physician had authorised or supervised. The interval counts from the certification before; when that came
early, from its actual date. A pack may count the first recertification from admission instead, and does so where no
certification is on file; a payer who came later counts from the first day covered. An ended stay is judged on its last
day, so one that ended by the due day owes none.
What to do: have the treating physician recertify by the due day. A late one stays late; the next counts from its date.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.certifications import INTERVALS, certification_due, recertified
from iopctl.counting.deadlines import due_soon
from iopctl.counting.weeks import DAY
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("RV101", "recertification-late", Severity.ERROR, INTERVALS)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each that came late, then the next one: overdue, or a reminder."""
    if chart.plan.status_on(today) != "draft":
        yield from _late(chart, pack, today)
        yield from _next(chart, pack, today)


def _late(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    for index, certification in recertified(chart.plan, chart.last_day(today)):
        due = certification_due(chart, pack, certification.on - DAY)
        if due is not None and certification.on > due.on:
            yield RULE.finding(
                chart.plan.at("certifications", index, "on"),
                f"the recertification of {certification.on} is late, it was due on {due.on},"
                f" {due.limit.number} days after {due.start.what}",
                "recertify by the due day next time; a late recertification stays late",
                patient=chart.patient,
                limit=due.limit,
                on=certification.on,
            )


def _next(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    last = chart.last_day(today)
    due = certification_due(chart, pack, last)
    if due is None:
        return
    what = "certification" if due.last is None else "recertification"
    if due.on < last:
        message, severity = f"no {what} since {due.start.what}, it was due on {due.on}", None
    elif chart.plan.status_on(today) == "active" and due_soon(due.on, today):
        message, severity = f"the next {what} since {due.start.what} is due on {due.on}", Severity.INFO
    else:
        return
    next_step = "have the treating physician certify the need, and record it under [[certifications]]"
    yield RULE.finding(due.start.place, message, next_step, patient=chart.patient, limit=due.limit, severity=severity)
