"""The next progress review is overdue.

Why: a review is where a plan meets what happened; licences and accreditors count the interval, and plans that are not
reviewed on time lead the lists of survey findings. The interval counts from the last review, or from when the
comprehensive plan took effect if that is later; without one from the initial plan, else from admission. An ended stay
is judged on its last day.
What to do: hold the review and record it.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.deadlines import due_soon
from iopctl.counting.reviews import INTERVALS, reviews_due
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("RV201", "review-overdue", Severity.ERROR, INTERVALS)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Overdue once the due date has passed; within the lead time a reminder."""
    status, last = chart.plan.status_on(today), chart.last_day(today)
    if status == "draft":
        return
    for due in reviews_due(chart, pack, last):
        if due.on < last:
            message, severity = f"no progress review since {due.start.what}, it was due on {due.on}", None
        elif status == "active" and due_soon(due.on, today):
            message, severity = f"the next progress review after {due.start.what} is due on {due.on}", Severity.INFO
        else:
            continue
        yield RULE.finding(
            due.start.place,
            message,
            f"hold the review and record it: `iopctl review {chart.patient} --record`",
            patient=chart.patient,
            limit=due.limit,
            severity=severity,
        )
