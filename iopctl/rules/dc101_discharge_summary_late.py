"""The discharge summary was written after it was due, or is missing.

Why: the next provider works from it, and the licence counts the days. They count from the day of discharge; a pack may
count business days, which begin with the next one after it. The due day passes.
What to do: write the summary and record `summary_on`. A late one stays late.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.deadlines import add_business_days, due_soon
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.record import Discharge
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule(
    "DC101",
    "discharge-summary-late",
    Severity.ERROR,
    ("discharge_summary_days", "discharge_summary_business_days"),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """By each way of counting that the pack has, once the stay has ended."""
    ended = chart.plan.discharge
    if ended is None or ended.on > today:
        return
    for name in RULE.limits:
        limit = pack.limit(name, ended.on, chart.plan)
        if limit is not None:
            yield from _judged(chart, ended, limit, _due(pack, limit, ended.on), today)


def _due(pack: RulePack, limit: Limit, ended: date) -> date:
    if limit.name == "discharge_summary_days":
        return ended + timedelta(days=limit.number)
    return add_business_days(ended, limit.number, pack.holidays)


def _judged(chart: Chart, ended: Discharge, limit: Limit, due: date, today: date) -> Iterator[Finding]:
    written = ended.summary_on if ended.summary_on is not None and ended.summary_on <= today else None
    days = "days" if limit.name == "discharge_summary_days" else "business days"
    allowed = f"{limit.number} {days} after the discharge on {ended.on}"
    place, severity = chart.plan.at("discharge", "summary_on"), None
    if written is not None and written <= due:
        return
    if written is not None:
        message = f"the discharge summary is of {written}, it was due on {due}, {allowed}"
    elif due < today:
        message = f"no discharge summary is on file, it was due on {due}, {allowed}"
    elif due_soon(due, today):
        message, severity = f"the discharge summary is due on {due}, {allowed}", Severity.INFO
    else:
        return
    yield RULE.finding(
        place,
        message,
        "write the discharge summary and record summary_on",
        patient=chart.patient,
        limit=limit,
        on=ended.on,
        severity=severity,
    )
