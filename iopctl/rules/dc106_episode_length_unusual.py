"""The planned or completed stay is shorter or longer than the program's usual span.

Why: the program expects 8 to 12 weeks. A plan outside that span is either a slip in a date or a decision that somebody
should have written down. Both ends count. Of ended stays only those that ran their course are judged: completed, or
stepped down.
What to do: check admission and discharge dates. If they are right, waive this with the reason for the length.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.weeks import days_inclusive
from iopctl.model.chart import Chart
from iopctl.model.frozen import Key
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DC106", "episode-length-unusual", Severity.WARNING, ("stay_days",))

RAN_ITS_COURSE = frozenset({"completed", "step-down"})


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for the actual end, or for the planned one while the stay lasts."""
    admitted, ended = chart.plan.admitted_on, chart.plan.discharge
    if admitted is None:
        return
    if ended is None or ended.on > today:
        if chart.plan.planned_discharge_on is not None:
            yield from _judged(chart, pack, admitted, chart.plan.planned_discharge_on, ("planned_discharge_on",))
    elif ended.reason in RAN_ITS_COURSE:
        yield from _judged(chart, pack, admitted, ended.on, ("discharge", "on"))


def _judged(chart: Chart, pack: RulePack, admitted: date, end: date, key: Key) -> Iterator[Finding]:
    limit = pack.limit("stay_days", end, chart.plan)
    days = days_inclusive(admitted, end)
    if limit is not None and not limit.range.min <= days <= limit.range.max:
        actual = key[0] == "discharge"
        yield RULE.finding(
            chart.plan.at(*key),
            f"the stay {'lasted' if actual else 'is planned for'} {days} days,"
            f" {limit.range.min} to {limit.range.max} are usual",
            "check admission and discharge dates, or waive this with the reason for the length",
            patient=chart.patient,
            limit=limit,
            on=end if actual else None,
        )
