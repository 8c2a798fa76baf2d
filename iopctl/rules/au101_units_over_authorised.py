"""More units are billed on an authorization than it allows.

Why: what goes beyond the authorized units is not paid, and taken back where it was. An authorization counts the lines
with its code, or with any code where it names none, from its first to its last day. A line draws on one authorization
only: the one its claim names, else of those that fit the first to end that still has room for all of its units, one
for the code before one for any. Where none has room it goes to the first of them. Modifiers of a code do not matter.
What to do: correct the lines that were billed twice or in error, or ask the payer for more units before billing them.
"""

from collections.abc import Iterator
from datetime import date
from itertools import accumulate

from iopctl.counting.authorized import drawn
from iopctl.counting.billed import billed
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AU101", "units-over-authorised", Severity.ERROR, ("units_over_authorized_max",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each authorization, at the line with which its units are exceeded."""
    for index, lines in drawn(chart.plan, billed(chart, pack, today)).items():
        authorization = chart.plan.authorizations[index]
        totals = list(accumulate(each.line.units for each in lines))
        for each, total in zip(lines, totals, strict=True):
            limit = pack.limit("units_over_authorized_max", each.on, chart.plan)
            if limit is None or authorization.units is None or total <= authorization.units + limit.number:
                continue
            yield RULE.finding(
                each.place,
                f"{totals[-1]} units are billed on the authorization {authorization.number},"
                f" which allows {authorization.units + limit.number}; the line of {each.on} goes beyond",
                "correct the lines billed in error, or ask the payer for more units",
                patient=chart.patient,
                limit=limit,
                on=each.on,
            )
            break
