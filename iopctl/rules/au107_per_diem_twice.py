"""More than one per diem unit is billed for one date.

Why: a per diem pays for the whole day, whatever was given on it; a second one for the same date is paid twice and
taken back. Counted are the units of all per diem codes on all claims that the pack judges, whether in one line or in
several. Modifiers of a code do not matter.
What to do: take the second unit off the claim, or correct its day. Where a second payer pays the rest of the same day,
waive this with that reason.
"""

from collections.abc import Iterator
from datetime import date
from itertools import accumulate, groupby

from iopctl.counting.billed import billed
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AU107", "per-diem-twice", Severity.ERROR, limits=("per_diem_units_max",), reads=("per_diem_codes",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each date, at the line that goes beyond the units of a day."""
    for day, lines in groupby(billed(chart, pack, today), key=lambda each: each.on):
        limit = pack.limit("per_diem_units_max", day, chart.plan)
        codes = pack.limit("per_diem_codes", day, chart.plan)
        if limit is None or codes is None:
            continue
        per_diem = [each for each in lines if each.code in codes.words]
        totals = list(accumulate(each.line.units for each in per_diem))
        for beyond in [each for each, total in zip(per_diem, totals, strict=True) if total > limit.number][:1]:
            what = " and ".join(sorted({each.code for each in per_diem}))
            yield RULE.finding(
                beyond.place,
                f"{totals[-1]} per diem units of {what} are billed on {day}, at most {limit.number} is allowed",
                "take the second unit off, or correct its day",
                patient=chart.patient,
                limit=limit,
                on=day,
            )
