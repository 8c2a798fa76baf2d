"""The comprehensive plan took effect after its due date, or there is none and the due date has passed.

Why: the initial plan carries a stay only until the assessment is complete; services after that rest on the
comprehensive plan, and late plans lead the federal audits of day treatment. Days count from admission, which is day 0:
a plan that takes effect on the due date is in time. Business days are Monday to Friday without the pack's holidays. A
stay that ended on the due date or before owes none.
What to do: bring the comprehensive plan into force with its signatures, and say in it why it is late.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.deadlines import add_business_days, due_soon
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import day_of

RULE = Rule(
    "PL103",
    "comprehensive-plan-late",
    Severity.ERROR,
    ("comprehensive_plan_days", "comprehensive_plan_business_days"),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """By each count of the pack, as it stood on admission."""
    admitted = chart.plan.admitted_on
    if admitted is None or admitted > today:
        return
    for name in RULE.limits:
        limit = pack.limit(name, admitted, chart.plan)
        if limit is not None:
            yield from _judged(chart, limit, _due(admitted, limit, pack), today)


def _due(admitted: date, limit: Limit, pack: RulePack) -> date:
    if limit.name == "comprehensive_plan_days":
        return admitted + timedelta(days=limit.number)
    return add_business_days(admitted, limit.number, pack.holidays)


def _judged(chart: Chart, limit: Limit, due: date, today: date) -> Iterator[Finding]:
    """Late once the due date has passed within the stay; before that, a reminder."""
    plan, severity = chart.plan, None
    index, first = plan.first_revision("comprehensive") or (0, None)
    effective = None if first is None else day_of(first.effective_at)
    missed = due < chart.last_day(today)
    if effective is not None and effective <= due:
        return
    if missed and effective is None:
        message = f"no comprehensive plan is in force, it was due on {due}"
        next_step = "bring it into force with its signatures, and say in it why it is late"
    elif missed:
        message = f"the comprehensive plan is in force only from {effective}, it was due on {due}"
        next_step = "a late plan stays late: say in it why, and what was done until then"
    elif plan.status_on(today) != "closed" and due_soon(due, today):
        message, severity = f"the comprehensive plan is due on {due}", Severity.INFO
        next_step = "bring it into force by then"
    else:
        return
    yield RULE.finding(
        plan.at("revisions") if effective is None else plan.at("revisions", index, "effective_at"),
        f"{message}, {limit.number} {limit.unit or 'days'} after admission on {plan.admitted_on}",
        next_step,
        patient=chart.patient,
        limit=limit,
        on=due,
        severity=severity,
    )
