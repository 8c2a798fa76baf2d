"""The initial plan was not in force in time after admission, or not before services began.

Why: treatment without a plan is treatment nobody agreed to, and a payer that asks for the plan first pays for nothing
before it. Hours are elapsed hours from admission, and equal passes; where a record is only a date it is judged to the
day. Services begin with the start of the first attended session; an evaluation is none, because the plan rests on it. A
comprehensive plan that is in force so early stands for the initial one.
What to do: bring the initial plan into force before anything else, and record when.
"""

from collections.abc import Iterator
from datetime import date, datetime

from iopctl.counting.clock import midnight_after
from iopctl.counting.deadlines import due_soon, hours_after, past_hours
from iopctl.counting.minutes import session_span
from iopctl.model.chart import Booking, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import Moment, day_of

RULE = Rule("PL102", "initial-plan-late", Severity.ERROR, ("initial_plan_hours", "initial_plan_before"))

LATE = "a late plan stays late: say in it why, and what was done until then"
NOW = "bring the initial plan into force now, and record when under [[revisions]]"
BY_THEN = "bring the initial plan into force by then, and record when under [[revisions]]"


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """By the hours since admission, and by the first session, as the pack asks."""
    admitted = chart.plan.admitted_at
    if admitted is not None and day_of(admitted) <= today:
        limit = pack.limit("initial_plan_hours", day_of(admitted), chart.plan)
        if limit is not None:
            yield from _by_hours(chart, limit, admitted, today)
    first = _first_service(chart, today)
    if first is not None:
        limit = pack.limit("initial_plan_before", first.session.date, chart.plan)
        if limit is not None and "first-service" in limit.words:
            yield from _before_service(chart, limit, first)


def _by_hours(chart: Chart, limit: Limit, admitted: Moment, today: date) -> Iterator[Finding]:
    place, effective = _initial_plan(chart)
    due, last = _local(chart, hours_after(admitted, limit.number)), chart.last_day(today)
    on, within = day_of(due), f"on {_at(chart, due)}, {limit.number} hours after admission"
    # A day closes at the local midnight that ends it.
    closed = midnight_after(chart.program.zone, last) if isinstance(admitted, datetime) else last
    if effective is not None and not past_hours(admitted, limit.number, effective):
        if not isinstance(admitted, datetime):
            yield _time_missing(chart, limit, chart.plan.at("admitted_at"), on)
        elif not isinstance(effective, datetime):
            yield _time_missing(chart, limit, place, on)
    elif past_hours(admitted, limit.number, closed):
        yield _late(chart, limit, f"it was due {within}", on)
    elif chart.plan.status_on(today) != "closed" and due_soon(on, today):
        yield _finding(chart, limit, place, f"the initial plan is due {within}", BY_THEN, on, Severity.INFO)


def _before_service(chart: Chart, limit: Limit, first: Booking) -> Iterator[Finding]:
    place, effective = _initial_plan(chart)
    start, on = session_span(chart.program, first.session).start, first.session.date
    in_time = effective <= start if isinstance(effective, datetime) else effective is not None and effective <= on
    if first.attendance is None:
        if not in_time:
            message = f"the initial plan is due before services begin with {first.ref} on {_at(chart, start)}"
            yield _finding(chart, limit, place, message, BY_THEN, on, Severity.INFO)
    elif not in_time:
        yield _late(chart, limit, f"services began before it with {first.ref} on {_at(chart, start)}", on)
    elif effective == on:  # only a date, and it cannot tell
        yield _time_missing(chart, limit, place, on)


def _first_service(chart: Chart, today: date) -> Booking | None:
    """The first session attended so far; while there is none, one of the next days that may be the first."""
    treatment = [b for b in chart.bookings if not _evaluates(chart, b)]
    attended = (b for b in treatment if b.attendance is not None and b.attendance.present and b.session.date <= today)
    ahead = (b for b in treatment if b.attendance is None and b.offered and due_soon(b.session.date, today))
    coming = None if chart.plan.status_on(today) == "closed" else next(ahead, None)
    return next(attended, coming)


def _evaluates(chart: Chart, booking: Booking) -> bool:
    service = chart.program.service_by_id.get(booking.session.service)
    return service is not None and service.kind == "evaluation"


def _initial_plan(chart: Chart) -> tuple[Place, Moment | None]:
    """Where it says from when the initial plan is in force."""
    index, first = chart.plan.first_revision("initial", "comprehensive") or (0, None)
    if first is None:
        return chart.plan.at("revisions"), None
    return chart.plan.at("revisions", index, "effective_at"), first.effective_at


def _local(chart: Chart, moment: Moment) -> Moment:
    return moment.astimezone(chart.program.zone) if isinstance(moment, datetime) else moment


def _at(chart: Chart, moment: Moment) -> str:
    """Which day, and when in the program's local time."""
    local = _local(chart, moment)
    return f"{local:%Y-%m-%d at %H:%M}" if isinstance(local, datetime) else f"{local}"


def _late(chart: Chart, limit: Limit, why: str, on: date) -> Finding:
    place, effective = _initial_plan(chart)
    if effective is None:
        return _finding(chart, limit, place, f"no initial plan is in force, {why}", NOW, on)
    message = f"the initial plan is in force only from {_at(chart, effective)}, {why}"
    return _finding(chart, limit, place, message, LATE, on)


def _time_missing(chart: Chart, limit: Limit, place: Place, on: date) -> Finding:
    message = f"time missing: {place} is only a date, so whether the initial plan was in time is judged to the day"
    return _finding(chart, limit, place, message, "write the date and time with its offset", on, Severity.INFO)


def _finding(
    chart: Chart, limit: Limit, place: Place, message: str, next_step: str, on: date, severity: Severity | None = None
) -> Finding:
    return RULE.finding(place, message, next_step, patient=chart.patient, limit=limit, on=on, severity=severity)
