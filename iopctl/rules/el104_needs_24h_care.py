"""The plan records imminent danger or a need for 24-hour care while the patient is in an intensive outpatient program.

Why: somebody who needs care around the clock is not safe in a program that sends everybody home in the afternoon.
What to do: act on the danger first. Then record the transfer, or correct the entry when it no longer holds.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("EL104", "needs-24h-care", Severity.ERROR, ("excluded_needs",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each need on record that this level of care excludes."""
    plan = chart.plan
    limit = pack.limit("excluded_needs", chart.last_day(today), plan)
    if limit is None or chart.program.level_of_care != "iop":
        return
    for word in limit.words:
        if getattr(plan.necessity, word, False):
            yield RULE.finding(
                plan.at("necessity", word),
                f"{word} is recorded, and an intensive outpatient program may not have it",
                "see to the patient's safety and transfer to a higher level, or correct the entry if it is over",
                patient=chart.patient,
                limit=limit,
            )
