"""No diagnosis that is active on admission is what the pack asks for: one in its range, or a primary one.

Why: a payer pays for this level of care because of a condition. In a federal settlement of 2015 over IOP claims,
conditions that did not fit the program were the first defect named.
What to do: record the diagnosis that the program treats as its ICD-10-CM code, mark the primary one, or correct its
dates. If there is none, the stay is not covered by this pack.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.record import Diagnosis
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("EL101", "diagnosis-missing", Severity.ERROR, ("diagnosis_range", "diagnosis_primary"))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding when no active diagnosis is in range, one when none is primary."""
    plan = chart.plan
    day = plan.admitted_on or today
    active = [diagnosis for diagnosis in plan.diagnoses if diagnosis.covers(day)]
    spans = pack.limit("diagnosis_range", day, plan)
    if spans is not None and not any(_inside(each.code, span) for each in active for span in spans.words):
        yield _missing(chart, spans, f"no diagnosis in {' or '.join(spans.words)}", day, active)
    primary = pack.limit("diagnosis_primary", day, plan)
    if primary is not None and "required" in primary.words and not any(each.primary for each in active):
        yield _missing(chart, primary, "no primary diagnosis", day, active)


def _inside(code: str, span: str) -> bool:
    """Whether the three-character category of the code lies in `F01-F99`, both ends included."""
    low, _, high = span.partition("-")
    return low <= code[:3] <= (high or low)


def _missing(chart: Chart, limit: Limit, what: str, day: date, active: list[Diagnosis]) -> Finding:
    seen = f", only {', '.join(diagnosis.code for diagnosis in active)}" if active else ""
    mark = ", mark the primary one" if limit.name == "diagnosis_primary" else ""
    return RULE.finding(
        chart.plan.at("diagnoses"),
        f"{what} is active on {day}{seen}",
        f"record the diagnosis that is treated here as its ICD-10-CM code{mark}, or correct its dates",
        patient=chart.patient,
        limit=limit,
        on=chart.plan.admitted_on,
    )
