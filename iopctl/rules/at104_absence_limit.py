"""Unexcused absences in one cycle of the stay exceed the limit.

Why: somebody who keeps missing sessions is not getting the dose the plan promises, and a policy that counts absences
obliges the program to act on the count. Each missed session counts, several a day too; exactly the limit passes, and an
excused absence does not count. Cycles of the pack's length follow each other from the day of admission; a pack without
a cycle counts the whole stay. What lies before admission or after discharge is no absence from the stay.
What to do: talk with the patient about what keeps them away, and record what was decided: another track, another dose,
or discharge. If an absence was excused after all, correct its status and write the reason.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AT104", "absence-limit", Severity.WARNING, ("unexcused_absences_max",), ("absence_cycle_days",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each cycle, at the first absence too many."""
    admitted, last = chart.plan.admitted_on, chart.last_day(today)
    if admitted is None or "unexcused_absences_max" not in pack.limits:
        return
    cycle = pack.limit("absence_cycle_days", admitted, chart.plan)
    days = (last - admitted).days + 1 if cycle is None or cycle.number < 1 else cycle.number
    missed = [booking for booking in chart.booked(admitted, last) if _unexcused(booking)]
    for number, group in groupby(missed, key=lambda booking: (booking.session.date - admitted).days // days):
        first = admitted + timedelta(days=number * days)
        limit = pack.limit("unexcused_absences_max", first, chart.plan)
        absences = list(group)
        if limit is not None and len(absences) > limit.number:
            extra = absences[limit.number]
            until = min(first + timedelta(days=days - 1), last)
            yield RULE.finding(
                extra.week.at("sessions", extra.index, "attendance", chart.patient),
                f"{len(absences)} unexcused absence{'s' * (len(absences) > 1)} from {first} to {until},"
                f" at most {limit.number} are allowed",
                "talk with the patient about what keeps them away, and record what was decided",
                patient=chart.patient,
                limit=limit,
                on=extra.session.date,
            )


def _unexcused(booking: Booking) -> bool:
    """A session that was held without the patient; one called off for everybody was nobody's absence."""
    record = booking.attendance
    return record is not None and record.status == "absent-unexcused" and booking.session.cancelled is None
