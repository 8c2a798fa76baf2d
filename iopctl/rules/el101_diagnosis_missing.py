"""No diagnosis that is active on admission lies in the range that the pack covers.

Why: a payer pays for this level of care because of a condition. In a federal settlement of 2015 over IOP claims,
conditions that did not fit the program were the first defect named.
What to do: record the diagnosis that the program treats as its ICD-10-CM code, or correct its dates. If there is none,
the stay is not covered by this pack.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("EL101", "diagnosis-missing", Severity.ERROR, ("diagnosis_range",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding when no active diagnosis is in range."""
    plan = chart.plan
    day = plan.admitted_on or today
    limit = pack.limit("diagnosis_range", day, plan)
    if limit is None:
        return
    codes = [diagnosis.code for diagnosis in plan.diagnoses if diagnosis.covers(day)]
    if not any(_inside(code, span) for code in codes for span in limit.words):
        seen = f", only {', '.join(codes)}" if codes else ""
        yield RULE.finding(
            plan.at("diagnoses"),
            f"no diagnosis in {' or '.join(limit.words)} is active on {day}{seen}",
            "record the diagnosis that is treated here as its ICD-10-CM code, or correct its dates",
            patient=chart.patient,
            limit=limit,
            on=plan.admitted_on,
        )


def _inside(code: str, span: str) -> bool:
    """Whether the three-character category of the code lies in `F01-F99`, both ends included."""
    low, _, high = span.partition("-")
    return low <= code[:3] <= (high or low)
