"""A session stands on a day on which the program, or the patient's track, is closed.

Why: nobody will be there. Left standing it looks like a planned dose that was not given; called off or made up it
explains the shortfall (S6).
What to do: cancel the session with its reason, or book a make-up that names it in `makes_up`, or in `make_ups` for one
patient of a group. If the program is open after all, correct the closure. A make-up that was itself called off makes up
nothing.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("SC103", "session-on-closed-day", Severity.WARNING, ("closed_day_sessions_max",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each session left standing, beyond as many as the pack allows a day."""
    offered = [booking for booking in chart.bookings if booking.offered]
    made_up = {booking.session.makes_up_for(chart.patient) for booking in offered}
    standing = [booking for booking in offered if booking.ref not in made_up]
    for day, booked in groupby(standing, key=lambda booking: booking.session.date):
        limit = pack.limit("closed_day_sessions_max", day, chart.plan)
        if limit is None or chart.program.closed(day, chart.plan.track) is None:
            continue
        for booking in list(booked)[limit.number :]:
            yield RULE.finding(
                booking.place,
                f"{booking.ref} is on {day}, a closed day: neither cancelled nor made up",
                "cancel it, or book a make-up that names it in makes_up",
                patient=chart.patient,
                limit=limit,
                on=day,
            )
