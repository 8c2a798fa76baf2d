"""No follow-up visit is arranged in the days after discharge.

Why: after the last session nobody looks in any more unless a visit is arranged; whether somebody was seen within a
week is what quality measures count. The visit has to be from the day after discharge on, for that day itself does not
count, to the last day that the pack allows. As in the measure, who left against advice or was lost counts too; who died
by then does not, nor who went on to more intensive care or was hospitalized again by then: that discharge counts later.
What to do: arrange a visit and record its day as `visit_on` under `follow_ups`.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.deadlines import due_soon
from iopctl.counting.weeks import DAY
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.record import Discharge
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DC201", "follow-up-missing", Severity.WARNING, ("follow_up_days",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """After discharge: a reminder while a visit can still be in time, then the finding."""
    plan, ended = chart.plan, chart.plan.discharge
    limit = None if ended is None else pack.limit("follow_up_days", ended.on, plan)
    if ended is None or limit is None or ended.on > today:
        return
    due = ended.on + timedelta(days=limit.number)
    visits = sorted(each.visit_on for each in plan.follow_ups if each.visit_on is not None)
    if any(ended.on < visit <= due for visit in visits) or _owes_none(plan, ended, due):
        return
    over = due < today
    if over or due_soon(due, today):
        others = f"; arranged: {', '.join(map(str, visits))}" if visits else ""
        yield RULE.finding(
            plan.at("follow_ups"),
            f"no visit {'was' if over else 'is'} arranged from {ended.on + DAY} to {due}, within {limit.number} days of"
            f" the discharge on {ended.on}{others}",
            "call the patient and arrange the earliest visit there is" if over else "arrange a visit within these days",
            patient=chart.patient,
            limit=limit,
            on=ended.on,
            severity=None if over else Severity.INFO,
        )


def _owes_none(plan: Plan, ended: Discharge, due: date) -> bool:
    """Died by then, went on to more intensive care, or was an inpatient again by then."""
    died = plan.died_on is not None and plan.died_on <= due
    admissions = [care.from_ for care in plan.other_care if care.level == "inpatient"]
    admissions += [event.on for event in plan.events if event.kind == "hospitalization"]
    again = any(day is not None and ended.on <= day <= due for day in admissions)
    return died or again or ended.reason == "step-up"
