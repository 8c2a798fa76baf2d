"""The patient had service here on days of care at another level, and no allowed transition is recorded.

Why: nobody is at two levels of care at once. One of the two is not paid, and which one is decided by whoever audits
first. A day has service here when a session was attended or a line is billed. The days of care at the other level
count from its first to its last; an open end stays open.
What to do: correct the days of one or the other, take the lines off the claim, or write in `transition` which allowed
transition it was.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.billed import applying, billed
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.record import OtherCare
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AU201", "concurrent-level", Severity.ERROR, ("concurrent_levels",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each span of other care, dated by the first of its days with service here."""
    served = _served(chart, pack, today)
    for index, care in enumerate(chart.plan.other_care):
        if care.level == chart.program.level_of_care or (care.transition or "").strip():
            continue
        days = applying(chart, pack, [day for day in served if care.covers(day) and _excluded(chart, pack, care, day)])
        if days:
            yield RULE.finding(
                chart.plan.at("other_care", index),
                f"{care.level} care overlaps {len(days)} day{'s' * (len(days) > 1)} with service here, the first on"
                f" {days[0]}, and no transition is recorded",
                "correct the days, or write the allowed transition",
                patient=chart.patient,
                limit=pack.limit("concurrent_levels", days[0], chart.plan),
                on=days[0],
            )


def _served(chart: Chart, pack: RulePack, today: date) -> list[date]:
    """The days up to the as-of day on which a session was attended or something is billed."""
    attended = (b.session.date for b in chart.bookings if b.offered and b.attendance and b.attendance.present)
    return sorted({*(day for day in attended if day <= today), *(each.on for each in billed(chart, pack, today))})


def _excluded(chart: Chart, pack: RulePack, care: OtherCare, day: date) -> bool:
    limit = pack.limit("concurrent_levels", day, chart.plan)
    return limit is not None and care.level in limit.words
