"""A field that the pack requires of a treatment plan is missing or empty.

Why: a plan states what is treated, with what, how much, how often, how long and by whom. A reviewer who finds one of
these absent counts the plan as incomplete, and the services under it as unsupported.
What to do: write the field where the finding points.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.goal import Goal, Objective
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.walk import walk

RULE = Rule("PL101", "plan-field-missing", Severity.ERROR, ("plan_fields",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each missing place; closed goals and objectives are left alone."""
    plan = chart.plan
    limit = pack.limit("plan_fields", chart.last_day(today), plan)
    if limit is None:
        return
    for path in limit.words:
        for key, value in walk(plan, path, skip=_closed):
            if _empty(value):
                place = plan.at(*key)
                yield RULE.finding(
                    place,
                    f"{place} is missing",
                    f"write {path.rpartition('.')[2]}",
                    patient=chart.patient,
                    limit=limit,
                )


def _closed(item: object) -> bool:
    return isinstance(item, Goal | Objective) and not item.active


def _empty(value: object) -> bool:
    """Absent, an empty list or table, or text of blanks; zero and false are answers."""
    return value is None or value in ((), {}) or (isinstance(value, str) and not value.strip())
