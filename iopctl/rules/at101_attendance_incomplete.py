"""A past session has no attendance status after the hours allowed, or an absence or cancellation has no reason.

Why: what is not recorded was not delivered, and an absence without a reason can neither be excused nor followed up.
A day closes at the local midnight that ends it, so with a date as as-of the hours count back from there.
What to do: record who came. For an absence or a session called off, write why.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.clock import midnight_after
from iopctl.counting.minutes import session_span
from iopctl.model.chart import Booking, Chart
from iopctl.model.frozen import Key
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AT101", "attendance-incomplete", Severity.WARNING, ("attendance_hours",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each session of the patient up to the as-of day."""
    for booking in chart.bookings:
        limit = pack.limit("attendance_hours", booking.session.date, chart.plan)
        if limit is not None and booking.session.date <= today:
            yield from _findings(chart, booking, limit, today)


def _findings(chart: Chart, booking: Booking, limit: Limit, today: date) -> Iterator[Finding]:
    cancelled, record = booking.session.cancelled, booking.attendance
    if cancelled is not None:
        if not cancelled.reason:
            yield _no_reason(chart, booking, limit, ("cancelled",), "cancelled")
    elif record is None:
        if _ended_long_ago(chart, booking, limit, today):
            yield RULE.finding(
                booking.place,
                f"{booking.ref} on {booking.session.date} has no attendance status,"
                f" which is due within {limit.number} hours of its end",
                f"record it: `iopctl attend {booking.ref}`",
                patient=chart.patient,
                limit=limit,
                on=booking.session.date,
            )
    elif not record.present and not record.reason:
        yield _no_reason(chart, booking, limit, ("attendance", chart.patient), record.status)


def _ended_long_ago(chart: Chart, booking: Booking, limit: Limit, today: date) -> bool:
    elapsed = midnight_after(chart.program.zone, today) - session_span(chart.program, booking.session).end
    return elapsed > timedelta(hours=limit.number)


def _no_reason(chart: Chart, booking: Booking, limit: Limit, key: Key, what: str) -> Finding:
    return RULE.finding(
        booking.week.at("sessions", booking.index, *key),
        f"{booking.ref} on {booking.session.date} is {what} without a reason",
        "write the reason",
        patient=chart.patient,
        limit=limit,
        on=booking.session.date,
    )
