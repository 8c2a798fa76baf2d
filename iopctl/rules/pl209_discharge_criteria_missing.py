"""The plan states no criteria for step-down or discharge.

Why: without them a stay ends when the authorisation does. The person should know from the start what has to be seen
before the program is over.
What to do: write `[[discharge_criteria]]` that somebody else could observe, and talk them through with the patient.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("PL209", "discharge-criteria-missing", Severity.ERROR, ("discharge_criteria_min",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding when there are too few; whether they can be observed is for a reader."""
    plan = chart.plan
    limit = pack.limit("discharge_criteria_min", chart.last_day(today), plan)
    if limit is not None and len(plan.discharge_criteria) < limit.number:
        yield RULE.finding(
            plan.at("discharge_criteria"),
            f"{len(plan.discharge_criteria)} discharge criteria are stated, at least {limit.number} required",
            "write what must be seen before step-down or discharge",
            patient=chart.patient,
            limit=limit,
        )
