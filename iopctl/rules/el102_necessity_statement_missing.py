"""The plan does not say why a lower level of care is not enough, or why 24-hour care is not needed.

Why: medical necessity is an argument about the neighbouring levels. Without it a reviewer has nothing to agree with.
What to do: write `why_not_lower` and `why_not_higher` under `[necessity]`, with dated facts of this patient.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("EL102", "necessity-statement-missing", Severity.ERROR, ("necessity_statements",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding that names every missing statement."""
    plan = chart.plan
    limit = pack.limit("necessity_statements", plan.admitted_on or today, plan)
    if limit is None:
        return
    missing = [word for word in limit.words if not str(getattr(plan.necessity, word, None) or "").strip()]
    if missing:
        yield RULE.finding(
            plan.at("necessity"),
            f"the statement of necessity lacks {' and '.join(missing)}",
            "write why a lower level is not enough and why 24-hour care is not needed, with dated facts",
            patient=chart.patient,
            limit=limit,
            on=plan.admitted_on,
        )
