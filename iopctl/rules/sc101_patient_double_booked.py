"""Two sessions of one patient overlap.

Why: nobody is in two places. Overlapping minutes cannot both be delivered, and billing both is an overlap finding in
any audit. A cancelled session, and one from which the patient was excused, is not a second place.
What to do: move or cancel one of the two sessions, or take the patient off one roster.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, groupby

from iopctl.counting.minutes import session_span, shared_minutes
from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("SC101", "patient-double-booked", Severity.ERROR, ("overlap_minutes",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each pair, at the later session."""
    for day, booked in groupby(filter(_booked, chart.bookings), key=lambda booking: booking.session.date):
        limit = pack.limit("overlap_minutes", day, chart.plan)
        if limit is None:
            continue
        for earlier, later in combinations(booked, 2):
            minutes = _overlap(chart, earlier, later)
            if minutes >= limit.number:
                yield RULE.finding(
                    later.place,
                    f"{later.ref} overlaps {earlier.ref} by {minutes} min, less than {limit.number} min is allowed",
                    "move or cancel one of them, or take the patient off one roster",
                    patient=chart.patient,
                    limit=limit,
                    on=day,
                )


def _booked(booking: Booking) -> bool:
    excused = booking.attendance is not None and booking.attendance.status == "absent-excused"
    return booking.offered and not excused


def _overlap(chart: Chart, one: Booking, other: Booking) -> int:
    return shared_minutes(session_span(chart.program, one.session), session_span(chart.program, other.session))
