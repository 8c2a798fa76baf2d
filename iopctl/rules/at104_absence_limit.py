"""Unexcused absences in one cycle of the stay exceed the limit.

Why: somebody who keeps missing sessions is not getting the dose the plan promises, and a policy that counts absences
obliges the program to act on the count. Each missed session counts, several a day too; exactly the limit passes, and an
excused absence does not count. Cycles of the pack's length follow each other from the day of admission; a pack without
a cycle counts the whole stay. What lies before admission or after discharge is no absence from the stay.
What to do: talk with the patient about what keeps them away, and record what was decided: another track, another dose,
or discharge. If an absence was excused after all, correct its status and write the reason.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.absences import cycles
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AT104", "absence-limit", Severity.WARNING, ("unexcused_absences_max",), ("absence_cycle_days",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each cycle, at the first absence too many."""
    for cycle in cycles(chart, pack, today):
        count, limit = len(cycle.absences), cycle.limit
        if limit is not None and count > limit.number:
            extra = cycle.absences[limit.number]
            yield RULE.finding(
                extra.week.at("sessions", extra.index, "attendance", chart.patient),
                f"{count} unexcused absence{'s' * (count > 1)} from {cycle.first} to {cycle.last},"
                f" at most {limit.number} are allowed",
                "talk with the patient about what keeps them away, and record what was decided",
                patient=chart.patient,
                limit=limit,
                on=extra.session.date,
            )
