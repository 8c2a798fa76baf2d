"""A session is dated before admission, beyond the visits that the pack allows there, or after the stay has ended.

Why: a service outside the episode belongs to no plan and no certification; excess pre-admission visits are a standing
audit finding (OMIG 2015). Each session delivered or still planned is one visit; a cancelled one and one that the
patient missed are none. A closed plan without a discharge record ends on its planned day.
What to do: correct the date of the session, of admission or of discharge, or cancel the session.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.weeks import ended_on
from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("SC102", "session-outside-episode", Severity.ERROR, ("preadmission_visits_max",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each session outside; the first visits before admission pass as far as the pack allows."""
    admitted, end = chart.plan.admitted_on, ended_on(chart.plan)
    early = 0
    for booking in (each for each in chart.bookings if each.held_or_planned):
        day = booking.session.date
        limit = pack.limit("preadmission_visits_max", day, chart.plan)
        if limit is None:
            continue
        if admitted is not None and day < admitted:
            early += 1
            if early > limit.number:
                allowed = f"visit {early} before admission on {admitted}, at most {limit.number} are allowed"
                yield _finding(chart, booking, f"{booking.ref} on {day} is {allowed}", limit)
        elif end is not None and day > end:
            yield _finding(chart, booking, f"{booking.ref} on {day} is after the stay ended on {end}", limit)


def _finding(chart: Chart, booking: Booking, message: str, limit: Limit) -> Finding:
    return RULE.finding(
        booking.place,
        message,
        "correct the date of the session or of the stay, or cancel the session",
        patient=chart.patient,
        limit=limit,
        on=booking.session.date,
    )
