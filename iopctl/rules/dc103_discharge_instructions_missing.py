"""The written discharge instructions are missing or lack something they must say.

Why: the patient goes home with them: which medicines in which dose, whom to call, what is still wrong, who treats on.
They are due on the day of discharge. Whether a field is filled is judged, not what it says: `medicines = ["none"]` is
an answer. Where the patient died there is nobody to instruct.
What to do: write the instructions under `discharge.instructions` and give or send them to the patient.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.deadlines import due_soon
from iopctl.counting.fields import empty_fields
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DC103", "discharge-instructions-missing", Severity.ERROR, ("discharge_instruction_fields",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Once the day of a recorded discharge has passed; within the lead time a reminder."""
    ended, died = chart.plan.discharge, chart.plan.died_on
    limit = None if ended is None else pack.limit("discharge_instruction_fields", ended.on, chart.plan)
    if ended is None or limit is None or (died is not None and died <= ended.on):
        return
    lacking = ", ".join(empty_fields(ended.instructions, limit.words))
    passed = ended.on < today
    if lacking and (passed or due_soon(ended.on, today)):
        due = f"they were due with the discharge on {ended.on}" if passed else f"they are due on {ended.on}"
        yield RULE.finding(
            chart.plan.at("discharge", "instructions"),
            f"the discharge instructions lack {lacking}; {due}",
            f"write {lacking} and give or send them to the patient",
            patient=chart.patient,
            limit=limit,
            on=ended.on,
            severity=None if passed else Severity.INFO,
        )
