"""An objective lacks its metric, its baseline or its target.

Why: "feels better" cannot be met or missed. Goals that cannot be measured are the first recurring defect that
accreditation surveys list for treatment plans.
What to do: name one metric (an instrument, a count, a frequency, a duration, or a yes/no behaviour), where it stands
now, and where it should be.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("PL203", "objective-not-measurable", Severity.ERROR, ("objective_parts",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each active objective, naming what is missing."""
    plan = chart.plan
    limit = pack.limit("objective_parts", chart.last_day(today), plan)
    if limit is None:
        return
    for key, objective in plan.active_objectives():
        missing = [part for part in limit.words if getattr(objective.measure, part, None) is None]
        if missing:
            yield RULE.finding(
                plan.at(*key, "measure"),
                f"the objective {objective.id} has no {' and no '.join(missing)}",
                "name one metric, where it stands now and where it should be",
                patient=chart.patient,
                limit=limit,
            )
