"""Fewer countable minutes than required were delivered in the window that begins with the first service.

Why: a court or payer may want a total within a number of days, not a dose every week. The window begins on the day of
the first attended countable session (day 0) and has that many days. It is judged on the day after its last one, or once
the stay has closed; in its last days a total that is still short is reported as a reminder. Mutual-help meetings do not
count. Days whose week file is missing are a gap, and then the shortfall is information.
What to do: schedule the missing minutes while the window is open. An exception needs approval in writing: record it as
a waiver.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopctl.counting.deadlines import due_soon
from iopctl.counting.delivery import unrecorded
from iopctl.counting.minutes import delivered
from iopctl.counting.weeks import Days, end_of_stay, on_file
from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DO107", "cumulative-hours-in-window", Severity.ERROR, ("window_minutes_min",), ("window_days",))


@dataclass(frozen=True)
class _Short:
    """A window with less than its total so far."""

    days: Days
    until: date  # the last day of it that was counted
    given: int
    limit: Limit

    @property
    def missing(self) -> int:
        return self.limit.number - self.given


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """At most one finding: the window was too short, or it soon will be."""
    if "window_minutes_min" not in pack.limits:
        return
    first = _first_service(chart, today)
    short = None if first is None else _short(chart, pack, first.session.date, today)
    if first is None or short is None:
        return
    severity = None
    if short.days.last < today or chart.plan.status_on(today) == "closed":
        message, next_step = _missed(short), _next_step(chart, short)
        if not on_file(chart, short.days, short.until):
            message += "; some of these days have no week file"
            next_step, severity = "file the missing weeks, then judge again", Severity.INFO
    elif due_soon(short.days.last, today):
        message = (
            f"{short.given} of {short.limit.number} minutes were delivered since the first service on"
            f" {short.days.first}, the window ends on {short.days.last}"
        )
        next_step, severity = f"schedule {short.missing} more countable minutes by then", Severity.INFO
    else:
        return
    yield RULE.finding(
        first.place,
        message,
        next_step,
        patient=chart.patient,
        limit=short.limit,
        on=short.until,
        severity=severity,
    )


def _first_service(chart: Chart, today: date) -> Booking | None:
    """The first session since admission of which countable minutes were attended."""
    since = chart.booked(chart.plan.admitted_on or date.min, end_of_stay(chart.plan, today))
    return next((each for each in since if delivered(chart.program, [each]).minutes), None)


def _short(chart: Chart, pack: RulePack, first: date, today: date) -> _Short | None:
    """By the limits in force on the day of the first service (S13)."""
    limit, length = (pack.limit(name, first, chart.plan) for name in RULE.all_limits)
    if limit is None or length is None:
        return None
    window = Days(first, length.number)
    until = min(window.last, end_of_stay(chart.plan, today))
    given = delivered(chart.program, chart.booked(first, until)).minutes
    return _Short(window, until, given, limit) if given < limit.number else None


def _missed(short: _Short) -> str:
    end = "stay" if short.until < short.days.last else f"window of {short.days.days} days"
    return (
        f"{short.given} of {short.limit.number} minutes were delivered from the first service on {short.days.first} to"
        f" the end of the {end} on {short.until} ({short.missing} short)"
    )


def _next_step(chart: Chart, short: _Short) -> str:
    if unrecorded(chart, chart.booked(short.days.first, short.until)):
        return "record the attendance of the sessions that have none, then judge again"
    return "report that the total was not reached, or record the written exception as a waiver"
